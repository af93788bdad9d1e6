"""What field work, demands and county tasks give to the office's first page and to its search."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from congress.common.admin_links import change_address
from congress.common.office_page import list_address
from congress.common.permissions import can_edit_records
from congress.common.registry import OfficeLine, SearchGroup, SearchHit
from congress.common.text_search import SearchQuery, plain_contains, text_contains
from supervision.models import CountyTask, Demand, FieldWork, Interpellation, WorkReportHearing

_DEMANDS = "supervision_demand_changelist"
_TASKS = "supervision_countytask_changelist"


def today_lines(day: dt.date) -> list[OfficeLine]:
    """What the presidium has to judge and decide, what units and the county's tasks owe."""
    demands, tasks = Demand.objects, CountyTask.objects
    return [
        OfficeLine(
            60,
            "意见和整改逾期没有报告",
            demands.overdue(on=day).count(),
            list_address(_DEMANDS, "standing=overdue"),
            "件",
            "late",
        ),
        OfficeLine(
            61,
            "单位报告了办理情况，待审核",
            demands.to_judge().count(),
            list_address(_DEMANDS, "standing=judge"),
            "件",
            "due",
        ),
        OfficeLine(
            62,
            "意见和整改申请延期，待决定",
            demands.asking_extension().count(),
            list_address(_DEMANDS, "standing=extension"),
            "件",
            "due",
        ),
        OfficeLine(
            63,
            "上级交办件逾期没有办结",
            tasks.overdue(on=day).count(),
            list_address(_TASKS, "standing=overdue"),
            "件",
            "late",
            may=can_edit_records,
        ),
        OfficeLine(
            64,
            "上级交办件办结没有上报",
            tasks.unreported().count(),
            list_address(_TASKS, "standing=unreported"),
            "件",
            "due",
            may=can_edit_records,
        ),
    ]


def office_groups(query: SearchQuery, user: Any) -> Iterable[SearchGroup]:
    """By their texts, the latest first; each of what this person may see."""
    works = FieldWork.objects.visible_to(user).filter(text_contains(query))
    demands = Demand.objects.visible_to(user).filter(
        plain_contains(query, "title", "content", "wanted", "document_number")
    )
    hearings = WorkReportHearing.objects.visible_to(user).filter(
        plain_contains(query, "title", "summary", "opinions", "reporter")
    )
    asked = Interpellation.objects.visible_to(user).filter(
        plain_contains(query, "title", "content")
    )
    tasks = CountyTask.objects.visible_to(user).filter(
        plain_contains(query, "title", "source_organ", "source_number", "content", "result")
    )
    demands, hearings = demands.select_related("unit"), hearings.select_related("unit")
    return [
        SearchGroup.of(72, "现场监督", works.order_by("-held_on", "-pk"), _visit, icon="explore"),
        SearchGroup.of(74, "意见和整改", demands.order_by("-pk"), _demand, icon="assignment_late"),
        SearchGroup.of(
            76, "听取报告", hearings.order_by("-heard_on", "-pk"), _hearing, icon="hearing"
        ),
        SearchGroup.of(
            78, "质询", asked.order_by("-submitted_on", "-pk"), _asked, icon="contact_support"
        ),
        SearchGroup.of(
            79, "上级交办件", tasks.order_by("-received_on", "-pk"), _task, icon="move_to_inbox"
        ),
    ]


def _visit(work: FieldWork) -> SearchHit:
    place = f"，{work.place}" if work.place else ""
    note = f"{work.get_kind_display()}，{work.held_on}{place}"
    return SearchHit(work.title, change_address(work), note=note)


def _demand(demand: Demand) -> SearchHit:
    state = "逾期" if demand.is_overdue() else demand.get_state_display()
    note = f"{demand.get_kind_display()}，{demand.unit}，{state}"
    return SearchHit(demand.title, change_address(demand), note=note)


def _hearing(hearing: WorkReportHearing) -> SearchHit:
    unit = f"，{hearing.unit}" if hearing.unit else ""
    note = f"{hearing.get_kind_display()}，{hearing.heard_on}{unit}"
    return SearchHit(hearing.title, change_address(hearing), note=note)


def _asked(row: Interpellation) -> SearchHit:
    return SearchHit(row.title, change_address(row), note=row.get_state_display())


def _task(task: CountyTask) -> SearchHit:
    return SearchHit(task.title, change_address(task), note=str(task))
