"""What the county hands down: the presidium's staff alone reads it, in lists and search as well."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from congress.common.permissions import can_edit_records
from supervision.admin.entered import UnitFilter, YearFilter
from supervision.admin.office_records import FiledRecordAdmin
from supervision.models import CountyTask

_LABELS = {"late": "danger", "open": "info", "done": "warning", "reported": "success"}
_WORDS = {"late": "逾期", "open": "正在办理", "done": "办结未上报", "reported": "已上报"}


class TaskFilter(DropdownFilter):
    """What has still to be done, or to be told."""

    title = "办理情况"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("overdue", "逾期"),
            ("open", "没有办结"),
            ("unreported", "办结未上报"),
            ("reported", "已上报"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[CountyTask]:
        chosen = {
            "overdue": queryset.overdue,
            "open": queryset.open,
            "unreported": queryset.unreported,
            "reported": lambda: queryset.filter(reported_on__isnull=False),
        }.get(self.value() or "")
        return chosen() if chosen else queryset


@admin.register(CountyTask)
class CountyTaskAdmin(FiledRecordAdmin):
    """Never public: there is nothing here to release."""

    year_column = "received_on"
    first_day = "received_on"
    reads_along = ("unit", "meeting")
    list_display = ("title", "kind", "source", "received_on", "due", "state_shown")
    list_select_related = ("unit", "meeting")
    list_filter = (TaskFilter, ("kind", ChoicesDropdownFilter), UnitFilter, YearFilter)
    search_fields = ("title", "source_organ", "source_number", "content", "result", "unit__name")
    search_help_text = "事由、交办机关、来文号、内容、结果、单位"
    ordering = ("-received_on", "-pk")
    autocomplete_fields = ("meeting", "unit")
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "kind",
                    "title",
                    ("source_organ", "source_number"),
                    "content",
                    ("received_on", "due_on"),
                ),
                "description": "信访件和其他交办件不公开，只有主席、副主席和人大办看得到。",
            },
        ),
        ("办理", {"fields": ("meeting", "unit", "plan", "done_on", "result")}),
        ("上报", {"fields": ("reported_on", "reported_number")}),
    )

    def can_view(self, user: Any) -> bool:
        return can_edit_records(user)

    def can_edit(self, user: Any) -> bool:
        return can_edit_records(user)

    def state_of(self, record: CountyTask) -> dict[str, str]:
        today = timezone.localdate()
        late = ""
        if record.is_overdue(today) and record.due_on is not None:
            late = f"逾期{(today - record.due_on.latest()).days}天，期限是{record.due_on}。"
        elif record.done_on is not None and record.reported_on is None:
            late = "已经办结，还没有上报。"
        return {"text": "" if late else f"{_WORDS[_state(record)]}。", "late": late}

    @display(description="交办")
    def source(self, task: CountyTask) -> str:
        return f"{task.source_organ}{task.source_number}"

    @display(description="办结期限", ordering=F("due_on").asc(nulls_last=True))
    def due(self, task: CountyTask) -> str:
        return str(task.due_on or "")

    @display(description="办理情况", label=_LABELS)
    def state_shown(self, task: CountyTask) -> Any:
        state = _state(task)
        return state, _WORDS[state]


def _state(task: CountyTask) -> str:
    if task.reported_on is not None:
        return "reported"
    if task.done_on is not None:
        return "done"
    return "late" if task.is_overdue() else "open"
