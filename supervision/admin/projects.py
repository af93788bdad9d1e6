"""Supervised projects: a list, and a page that reads as one story."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from congress.common.admin import PortalModelAdmin
from congress.common.admin.lists import KeyedChangeList
from congress.common.admin.saved_filters import SavesFilters
from congress.common.attachments.admin import AttachmentPages
from congress.common.paging import MOST_FOUND, KeyedPaginator
from supervision import standing
from supervision.admin.links import form_for
from supervision.admin.overview import Overview
from supervision.admin.printing import PROJECT_PAPERS, PrintsProjects
from supervision.admin.project_filters import (
    PayerFilter,
    ProjectUnitFilter,
    ProjectYearFilter,
    StandingFilter,
)
from supervision.admin.project_form import (
    MilestoneInline,
    ProjectForm,
    SourceInline,
    UnitInline,
)
from supervision.admin.project_pages import PROJECT_PAGES
from supervision.admin.project_story import head_of, is_bare, lead_of, story_of, with_sources
from supervision.admin.releasing import released_words
from supervision.admin.steps import RecordSteps
from supervision.models import FieldWork, SupervisionProject
from supervision.permissions import can_edit_supervision, can_view_supervision
from supervision.project_search import found_by
from supervision.services.sums import refresh_sums


@admin.register(SupervisionProject)
class SupervisionProjectAdmin(
    RecordSteps, PrintsProjects, Overview, AttachmentPages, SavesFilters, PortalModelAdmin
):
    """What is written in it is corrected here; money, progress and its end come by steps."""

    class Media:
        css: ClassVar = {"all": ("css/admin-handling.css", "css/admin-projects.css")}

    form = ProjectForm
    step_pages = PROJECT_PAGES
    change_form_outer_before_template = "admin/supervision/project.html"
    list_display = ("name", "kind", "lead", "work", "time_shown", "money")
    list_select_related = ("member",)
    list_filter = (
        StandingFilter,
        ("kind", ChoicesDropdownFilter),
        ProjectUnitFilter,
        PayerFilter,
        ProjectYearFilter,
        ("origin", ChoicesDropdownFilter),
        ("level", ChoicesDropdownFilter),
        ("stage", ChoicesDropdownFilter),
        ("member", RelatedDropdownFilter),
    )
    search_fields = ("name",)  # shows the box; get_search_results does the searching
    search_help_text = "项目名称、建设内容、受益范围、责任单位，或者负责人的姓名、拼音"
    ordering = ("-pk",)
    show_full_result_count = False
    inlines = (UnitInline, SourceInline, MilestoneInline)
    autocomplete_fields = ("proposal", "plan_item", "member", "deputies")
    actions_list = ("overview_link", "print_arrears")
    actions_detail = (PROJECT_PAPERS, "attachments_page")
    readonly_fields = ("accepted",)
    fieldsets = (
        ("项目", {"fields": ("name", ("kind", "stage"), "goal", "beneficiaries")}),
        ("来源", {"fields": (("origin", "level"), "origin_words", "proposal", "plan_item")}),
        ("谁来监督", {"fields": ("member", "deputies")}),
        ("时间", {"fields": (("starts_on", "planned_end"), ("finished_on", "accepted"))}),
        ("成效", {"fields": ("outcome",)}),
    )

    def can_view(self, user: Any) -> bool:
        return can_view_supervision(user)

    def can_edit(self, user: Any) -> bool:
        return can_edit_supervision(user)

    def get_queryset(self, request: HttpRequest) -> Any:
        rows = SupervisionProject.objects.visible_to(request.user).with_list_relations()
        return rows.order_by(*self.ordering)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """All of its columns: they stand in the form."""
        return _whole(super().get_object(request, object_id, from_field))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was once followed is stopped with a reason; a slip of the pen may go."""
        return super().has_delete_permission(request, obj) and (obj is None or is_bare(obj))

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        return queryset.filter(found_by(search_term)), False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeyedChangeList]:
        return KeyedChangeList

    def get_paginator(
        self, request: HttpRequest, queryset: Any, per_page: int, *args: Any, **kwargs: Any
    ) -> Any:
        """Not more than a thousand are counted of what somebody searches."""
        rows = SupervisionProject.objects.with_list_relations()
        most = MOST_FOUND if request.GET.get(SEARCH_VAR) else None
        return KeyedPaginator(queryset, per_page, *args, rows=rows, most=most, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nothing is finished before it was entered once, nor has it done any good."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        return [
            (name, {**options, "fields": [f for f in options["fields"] if "accepted" not in f]})
            for name, options in fieldsets
            if name != "成效"
        ]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.entered_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """The project's own columns repeat what stands in its rows."""
        super().save_related(request, form, formsets, change)
        refresh_sums(form.instance)

    def state_of(self, record: Any) -> dict[str, str]:
        because = f"理由：{record.stopped_because}。" if record.stopped_because else ""
        return {"text": because + released_words(record)}

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        today = timezone.localdate()
        may = self.can_edit(request.user)
        visit = {"project": record.pk, "kind": "tracking", "title": f"跟踪监督{record}"[:100]}
        return {
            "head": head_of(record, today),
            "visit_form": form_for(FieldWork, **visit) if may else "",
            **story_of(record, today),
        }

    def _seen(self, request: HttpRequest, object_id: Any) -> Any:
        """With its money, which the steps and the story read."""
        found = super()._seen(request, object_id)
        return _whole(found)

    @display(description="牵头单位")
    def lead(self, project: SupervisionProject) -> str:
        return lead_of(project) or "还没有"

    @display(description="进度", ordering="percent")
    def work(self, project: SupervisionProject) -> str:
        return "未载" if project.percent is None else f"{project.percent}%"

    @display(description="时间", ordering="planned_end")
    def time_shown(self, project: SupervisionProject) -> str:
        return standing.time_words(project, timezone.localdate())

    @display(description="资金")
    def money(self, project: SupervisionProject) -> str:
        words = standing.money_words(project)
        owed = standing.arrears_words(project, timezone.localdate())
        return f"{words}，{owed.split('，')[0]}" if owed else words

    @display(description="验收")
    def accepted(self, project: Any) -> str:
        if project.accepted_on is None:
            return "还没有验收"
        opinion = f"：{project.acceptance}" if project.acceptance else ""
        return f"{project.accepted_on}，{project.accepted_by}{opinion}"


def _whole(project: Any) -> Any:
    """The project with every column and with its money; None stays None."""
    if project is None:
        return None
    rows = with_sources(SupervisionProject.objects.select_related("member"))
    return rows.prefetch_related("unit_parts__unit").filter(pk=project.pk).first()
