"""Reports that were heard, and what was said of them: opinions, and what an audit found."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from congress.common.admin.saved_filters import SavesFilters
from congress.common.attachments.admin import AttachmentPages
from supervision.admin.demand_rows import DemandRowsForm
from supervision.admin.entered import (
    EnteredAdmin,
    KeyedList,
    ReleasedFilter,
    UnitFilter,
    YearFilter,
    demands_of,
    vague_today,
)
from supervision.admin.releasing import released_words, releasing_pages
from supervision.admin.step_pages import StepPage
from supervision.admin.steps import RecordSteps
from supervision.enums import DemandKind, HearingKind
from supervision.models import WorkReportHearing
from supervision.permissions import can_edit_supervision, can_view_supervision
from supervision.services.drafting import draft_demands


class OpinionsForm(DemandRowsForm):
    """What was said of a report."""

    kinds = (DemandKind.REVIEW_OPINION, DemandKind.DEPUTY_OPINION)

    def units(self) -> list[Any]:
        return [self.record.unit] if self.record.unit else []


class AuditFindingsForm(DemandRowsForm):
    """What an audit found, with the sums: seldom one thing alone."""

    kinds = (DemandKind.AUDIT,)
    least_rows = 8
    has_amount = True


def _draft(hearing: WorkReportHearing, form: Any, actor: Any) -> None:
    data = form.cleaned_data
    draft_demands(hearing, data["wanted"], actor=actor, seen_version=data["seen_version"])


def _is_audit(hearing: WorkReportHearing) -> bool:
    return hearing.kind == HearingKind.AUDIT


def _said(hearing: WorkReportHearing) -> list[str]:
    return [hearing.opinions] if hearing.opinions else []


_DRAFTED = "已起草，列在下面。核对以后逐件发出，也可以在列表里一起发出。"
PAGES = [
    StepPage(
        "audit-findings",
        "录入审计发现的问题",
        AuditFindingsForm,
        "一个单位一个问题写一件，空着的不算。先存成“未发出”的，核对以后再发出。",
        _draft,
        _DRAFTED,
        is_possible=_is_audit,
        is_main=_is_audit,
        notes=_said,
        button="起草",
    ),
    StepPage(
        "opinions",
        "起草审议意见",
        OpinionsForm,
        "一个单位一条意见写一件，空着的不算。先存成“未发出”的，核对以后再发出。",
        _draft,
        _DRAFTED,
        is_main=lambda hearing: not _is_audit(hearing),
        notes=_said,
        button="起草",
    ),
    *releasing_pages(lambda hearing: hearing.opinions),
]


@admin.register(WorkReportHearing)
class HearingAdmin(RecordSteps, AttachmentPages, SavesFilters, KeyedList, EnteredAdmin):
    """One report; its opinions are demands of their own."""

    class Media:
        css: ClassVar = {"all": ("css/admin-handling.css", "css/admin-demands.css")}

    step_pages = PAGES
    change_form_outer_after_template = "admin/supervision/demands_below.html"
    year_column = "heard_on"
    list_display = ("title", "kind", "unit", "heard", "verdict_shown", "numbers")
    list_select_related = ("unit",)
    list_filter = (("kind", ChoicesDropdownFilter), YearFilter, UnitFilter, ReleasedFilter)
    search_fields = ("title", "summary", "opinions", "reporter", "unit__name")
    search_help_text = "题目、要点、审议情况、报告人、单位"
    ordering = ("-heard_on", "-pk")
    autocomplete_fields = ("unit", "meeting", "session", "plan_item")
    actions_detail = ("attachments_page",)
    fieldsets = (
        (None, {"fields": ("kind", "title", "unit", "reporter", "heard_on")}),
        ("在哪里听取", {"fields": ("meeting", "session", "experts")}),
        ("报告和审议", {"fields": ("summary", "opinions", "verdict")}),
        ("计划", {"fields": ("plan_item",)}),
    )

    def can_view(self, user: Any) -> bool:
        return can_view_supervision(user)

    def can_edit(self, user: Any) -> bool:
        return can_edit_supervision(user)

    def list_rows(self) -> QuerySet[Any]:
        rows = WorkReportHearing.objects.select_related("unit").defer("summary", "opinions")
        counted: QuerySet[Any] = rows.annotate(demand_count=Count("demands"))
        return counted

    def get_queryset(self, request: HttpRequest) -> QuerySet[WorkReportHearing]:
        rows: Any = WorkReportHearing.objects.visible_to(request.user)
        rows = rows.select_related("unit", "meeting", "session", "plan_item", "released_by")
        return rows.order_by(*self.ordering)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"heard_on": vague_today(), **super().get_changeform_initial_data(request)}

    def state_of(self, record: WorkReportHearing) -> dict[str, str]:
        return {"text": released_words(record)}

    def page_context(self, request: HttpRequest, record: WorkReportHearing) -> dict[str, Any]:
        return {"demands": demands_of(record)}

    @display(description="日期", ordering="heard_on")
    def heard(self, hearing: WorkReportHearing) -> str:
        return str(hearing.heard_on)

    @display(description="评价", ordering="verdict")
    def verdict_shown(self, hearing: WorkReportHearing) -> str:
        return hearing.get_verdict_display()

    @display(description="意见和整改")
    def numbers(self, hearing: Any) -> str:
        return f"{hearing.demand_count}件" if hearing.demand_count else ""
