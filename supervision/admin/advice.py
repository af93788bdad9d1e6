"""Advice to the government and what came of it; conflicts that were settled after a visit."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from supervision.admin.entered import ReleasedFilter, UnitFilter, YearFilter
from supervision.admin.office_records import FiledRecordAdmin
from supervision.admin.releasing import releasing_pages
from supervision.enums import AdviceState
from supervision.models import Advice, Mediation

_LABELS: dict[str, str] = {
    AdviceState.WAITING: "warning",
    AdviceState.ADOPTED: "success",
    AdviceState.PARTLY: "info",
    AdviceState.NOT_ADOPTED: "",
}


@admin.register(Advice)
class AdviceAdmin(FiledRecordAdmin):
    """Whether it was adopted, and what came of it."""

    step_pages = releasing_pages(lambda advice: advice.content)
    year_column = "given_on"
    first_day = "given_on"
    reads_along = ("unit", "field_work", "project", "released_by")
    list_display = ("title", "unit", "given", "state_shown", "answered")
    list_select_related = ("unit",)
    list_filter = (("state", ChoicesDropdownFilter), UnitFilter, YearFilter, ReleasedFilter)
    search_fields = ("title", "content", "answer", "effect", "unit__name")
    search_help_text = "建议、内容、答复、效果、单位"
    ordering = ("-given_on", "-pk")
    autocomplete_fields = ("unit", "field_work")
    fieldsets = (
        (None, {"fields": ("title", "content", "unit", "given_on")}),
        ("来源", {"fields": ("field_work", "project")}),
        ("采纳和效果", {"fields": ("state", "answered_on", "answer", "effect")}),
    )

    @display(description="提出日期", ordering="given_on")
    def given(self, advice: Advice) -> str:
        return str(advice.given_on)

    @display(description="答复日期", ordering="answered_on")
    def answered(self, advice: Advice) -> str:
        return str(advice.answered_on or "")

    @display(description="是否采纳", ordering="state", label=_LABELS)
    def state_shown(self, advice: Advice) -> Any:
        return advice.state, advice.get_state_display()


class SettledFilter(DropdownFilter):
    """Whether the conflict is over."""

    title = "化解情况"
    parameter_name = "settled"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "正在化解"), ("yes", "已经化解")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(settled_on__isnull=self.value() == "no")


@admin.register(Mediation)
class MediationAdmin(FiledRecordAdmin):
    """Internal unless it is released, with a text that names nobody."""

    step_pages = releasing_pages(lambda mediation: "")
    year_column = "begun_on"
    first_day = "begun_on"
    reads_along = ("field_work", "released_by")
    list_display = ("title", "place", "begun", "settled", "extent")
    list_select_related = ()
    list_filter = (SettledFilter, YearFilter, ReleasedFilter)
    search_fields = ("title", "place", "sides", "steps", "outcome")
    search_help_text = "事由、地点、各方、经过、结果"
    ordering = ("-begun_on", "-pk")
    autocomplete_fields = ("field_work",)
    fieldsets = (
        (
            None,
            {
                "fields": ("title", "place", "extent", "sides", "begun_on", "field_work"),
                "description": "内部记录，不公开。要公开的，点“公开”，另写一段不提姓名的话。",
            },
        ),
        ("经过和结果", {"fields": ("law_cited", "steps", "settled_on", "outcome")}),
    )

    @display(description="开始日期", ordering="begun_on")
    def begun(self, mediation: Mediation) -> str:
        return str(mediation.begun_on)

    @display(description="化解日期", ordering="settled_on")
    def settled(self, mediation: Mediation) -> str:
        return str(mediation.settled_on or "正在化解")
