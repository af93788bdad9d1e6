"""Filters of the list of tasks."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import DropdownFilter

from congress.common.addresses import number_in
from deputies.deadlines import Quarter
from deputies.models import Deputy, LiaisonTask


class StateFilter(DropdownFilter):
    """What stands where: the lines of today's list lead to these."""

    title = "办理情况"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("reported", "待确认"),
            ("overdue", "逾期未办"),
            ("this_week", "本周到期"),
            ("due", "未到期"),
            ("done", "已完成"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[LiaisonTask]:
        chosen = {
            "reported": queryset.awaiting_confirmation,
            "overdue": queryset.overdue,
            "this_week": queryset.due_this_week,
            "due": queryset.due,
            "done": queryset.done,
        }.get(self.value() or "")
        return chosen() if chosen else queryset


class MemberFilter(DropdownFilter):
    """Tasks of one member and of those whom he contacts."""

    title = "主席团成员"
    parameter_name = "member"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        members = Deputy.objects.filter(led_liaison_tasks__isnull=False).distinct()
        return [(member.pk, member.name) for member in members.in_stroke_order()]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[LiaisonTask]:
        value = number_in(self.value())
        return queryset if value is None else queryset.filter(member=value)


class QuarterFilter(DropdownFilter):
    """Tasks of one quarter of a year."""

    title = "季度"
    parameter_name = "quarter_of"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        found = LiaisonTask.objects.filter(quarter__isnull=False).order_by("-year", "-quarter")
        quarters = found.values_list("year", "quarter").distinct()
        return [(f"{y}-{q}", str(Quarter(y, q))) for y, q in quarters if q]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[LiaisonTask]:
        year, _, quarter = (self.value() or "").partition("-")
        if number_in(year) is None or number_in(quarter) is None:
            return queryset
        return queryset.filter(year=year, quarter=quarter)
