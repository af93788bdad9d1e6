"""Opinions and rectifications: found by what is owed, written while drafts, led on by steps."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from congress.common.admin.saved_filters import SavesFilters
from congress.common.admin_links import change_address
from congress.common.attachments.admin import AttachmentPages
from supervision.admin.demand_batches import DemandBatches
from supervision.admin.demand_steps import PAGES, asked_extension
from supervision.admin.entered import (
    EnteredAdmin,
    KeyedList,
    ReleasedFilter,
    UnitFilter,
    YearFilter,
    presidium_of,
)
from supervision.admin.printing import PrintsDemands
from supervision.admin.steps import RecordSteps
from supervision.demand_lines import demand_lines, due_words
from supervision.enums import DemandState
from supervision.models import Demand
from supervision.permissions import can_view_supervision
from supervision.querysets import SOON_DAYS
from supervision.services.demand_acting import what_happened

_LABELS: dict[str, str] = {
    **dict.fromkeys(DemandState.values, ""),
    DemandState.ISSUED: "info",
    DemandState.REPORTED: "warning",
    DemandState.SENT_BACK: "warning",
    DemandState.ESCALATED: "warning",
    DemandState.CLOSED: "success",
    "late": "danger",
}
_RELATED = ("unit", "member", "project", "field_work", "hearing", "focus_point", "released_by")


class StandingFilter(DropdownFilter):
    """What is owed, and by whom."""

    title = "办理情况"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("overdue", "逾期"),
            ("soon", f"{SOON_DAYS}天内到期"),
            ("judge", "待审核"),
            ("extension", "申请延期"),
            ("open", "没有办结"),
            ("closed", "已办结"),
            ("draft", "未发出"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Demand]:
        chosen = {
            "overdue": queryset.overdue,
            "soon": queryset.due_soon,
            "judge": queryset.to_judge,
            "extension": queryset.asking_extension,
            "open": queryset.open,
            "closed": partial(queryset.filter, state=DemandState.CLOSED),
            "draft": partial(queryset.filter, state=DemandState.DRAFT),
        }.get(self.value() or "")
        return chosen() if chosen else queryset


@admin.register(Demand)
class DemandAdmin(
    RecordSteps,
    PrintsDemands,
    DemandBatches,
    AttachmentPages,
    SavesFilters,
    KeyedList,
    EnteredAdmin,
):
    """A draft is written and corrected here; from the letter on the steps alone change it."""

    class Media:
        css: ClassVar = {"all": ("css/admin-handling.css", "css/admin-demands.css")}

    step_pages = PAGES
    change_form_outer_after_template = "admin/supervision/demand_below.html"
    year_column = "issued_on"
    list_display = ("title", "kind", "unit", "issued", "due", "state_shown")
    list_select_related = ("unit",)
    list_filter = (
        StandingFilter,
        ("kind", ChoicesDropdownFilter),
        ("state", ChoicesDropdownFilter),
        UnitFilter,
        YearFilter,
        ReleasedFilter,
    )
    search_fields = ("title", "content", "wanted", "document_number", "unit__name")
    search_help_text = "事由、内容、要求、文号、单位"
    ordering = ("-pk",)
    list_disable_select_all = False
    actions = ("issue_ticked", "print_ticked")
    actions_list = ("print_ledger",)
    actions_detail = ("print_letter", "attachments_page")
    autocomplete_fields = ("unit", "field_work", "hearing")
    fieldsets = (
        (None, {"fields": ("kind", "title", "unit", "content", "wanted", "amount")}),
        ("办理", {"fields": ("document_number", "member")}),
        ("来源", {"fields": ("field_work", "hearing", "project")}),
    )

    def can_view(self, user: Any) -> bool:
        return can_view_supervision(user)

    def list_rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = Demand.objects.with_list_relations().defer("content", "wanted")
        return rows

    def get_queryset(self, request: HttpRequest) -> QuerySet[Demand]:
        rows: Any = Demand.objects.visible_to(request.user).select_related(*_RELATED)
        return rows.order_by(*self.ordering)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Of what went out, what there is; where it comes from stands below with links."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.state == DemandState.DRAFT:
            return fieldsets
        told = [
            (name, {"fields": [each for each in options["fields"] if getattr(obj, each)]})
            for name, options in fieldsets[:2]
        ]
        return [(name, options) for name, options in told if options["fields"]]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What went out stays as it was."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.state == DemandState.DRAFT)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A draft alone; what went out is dropped with a reason."""
        may = super().has_delete_permission(request, obj)
        return may and obj is not None and obj.state == DemandState.DRAFT

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "member":
            kwargs["queryset"] = presidium_of(_stored(request, self, "member_id"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def state_of(self, record: Demand) -> dict[str, str]:
        today = timezone.localdate()
        text = f"现在是“{record.get_state_display()}”。"
        if record.due_on is not None and record.is_waiting:
            text += f"期限是{due_words(record)}。"
        if record.verdict:
            text += f"主席团的评价是“{record.get_verdict_display()}”。"
        if asked_extension(record) is not None:
            text += "单位申请延期，请决定。"
        if record.is_released:
            text += "已公开。"
        late = ""
        if record.is_overdue(today) and record.due_on is not None:
            late = f"逾期{(today - record.due_on.latest()).days}天。"
        return {"text": text, "late": late}

    def what_happened(self, record: Demand) -> str:
        return what_happened(record)

    def page_context(self, request: HttpRequest, record: Demand) -> dict[str, Any]:
        return {"lines": demand_lines(record), "sources": _sources(record)}

    @display(description="发出日期", ordering="issued_on")
    def issued(self, demand: Demand) -> str:
        return str(demand.issued_on or "")

    @display(description="报告期限", ordering=F("due_on").asc(nulls_last=True))
    def due(self, demand: Demand) -> str:
        return str(demand.due_on or "")

    @display(description="状态", ordering="state", label=_LABELS)
    def state_shown(self, demand: Demand) -> Any:
        if demand.is_overdue():
            return "late", "逾期"
        return demand.state, demand.get_state_display()


def _sources(demand: Demand) -> list[dict[str, str]]:
    """What it came of."""
    found = []
    for name in ("field_work", "hearing", "project"):
        record = getattr(demand, name)
        if record is None:
            continue
        point = demand.focus_point if name == "field_work" else None
        label = str(Demand._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        note = f"检查重点：{point}" if point else ""
        found.append({"label": label, "title": str(record), "url": _address(record), "note": note})
    return found


def _address(record: Any) -> str:
    from django.urls import NoReverseMatch

    try:
        return change_address(record)
    except NoReverseMatch:
        return ""


def _stored(request: HttpRequest, model_admin: Any, column: str) -> Any:
    """What the record that is open has in a column."""
    match = request.resolver_match
    key = match.kwargs.get("object_id") if match else None
    found = model_admin.get_object(request, key) if key else None
    return getattr(found, column) if found is not None else None
