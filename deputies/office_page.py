"""What deputies and their liaison give to the back office's first page."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from congress.common.office_page import list_address
from congress.common.registry import FirstStep, OfficeLine, YearRow
from congress.township.models import CongressTerm, ElectoralDistrict, Village
from deputies import roster_checks
from deputies.models import Deputy, DeputyGroup, LiaisonPlan, LiaisonTask
from deputies.progress import liaison_progress

_TASKS = "deputies_liaisontask_changelist"
_PEOPLE = "deputies_deputy_changelist"
_MOST_NAMES = 4


def today_lines(day: dt.date) -> list[OfficeLine]:
    """Liaison tasks that wait for the office, are late, or fall due by Sunday."""
    tasks = LiaisonTask.objects
    return [
        OfficeLine(
            10,
            "待确认的办理记录",
            tasks.awaiting_confirmation().count(),
            list_address(_TASKS, "state=reported"),
            "件",
            "due",
        ),
        OfficeLine(
            20,
            "逾期未办的联系任务",
            tasks.overdue(on=day).count(),
            list_address(_TASKS, "state=overdue"),
            "件",
            "late",
        ),
        OfficeLine(
            30,
            "本周到期",
            tasks.due_this_week(on=day).count(),
            list_address(_TASKS, "state=this_week"),
            "件",
        ),
    ]


def check_lines(day: dt.date) -> list[OfficeLine]:
    """What is worth a second look in the current term's roster."""
    term = CongressTerm.objects.current(day)
    without = roster_checks.deputies_without_mandate().count()
    people = list_address(_PEOPLE, "status=none")
    lines = [OfficeLine(40, "代表没有填代表资格", without, people, "人", "check")]
    posts = roster_checks.officers_in_administration(day)
    names = [post.deputy.name for post in posts]
    url = list_address("deputies_presidiumpost_changelist")
    lines.append(_named(60, "主席、副主席兼任行政职务", names, url, "人"))
    return [*lines, *_term_checks(term, day)] if term else lines


def _term_checks(term: CongressTerm, day: dt.date) -> list[OfficeLine]:
    groups = list_address("deputies_deputygroup_changelist", f"term={term.pk}")
    districts = list_address("township_electoraldistrict_changelist", f"term={term.pk}")
    ungrouped = roster_checks.deputies_without_group(term, day).count()
    people = list_address(_PEOPLE, f"term={term.pk}&status=ungrouped")
    return [
        _named(10, "小组没有组长", roster_checks.groups_without_leader(term), groups),
        _named(20, "小组人数不足", roster_checks.small_groups(term, day), groups),
        OfficeLine(30, "代表没有编入小组", ungrouped, people, "人", "check"),
        _named(50, "选区代表超过应选数", roster_checks.overfull_districts(term, day), districts),
    ]


def _named(order: int, label: str, found: Sequence[Any], url: str, unit: str = "个") -> OfficeLine:
    names = tuple(str(one) for one in found[:_MOST_NAMES])
    return OfficeLine(order, label, len(found), url, unit, "check", names)


def year_rows(day: dt.date) -> list[YearRow]:
    """Visits and duty reports of the year: done of planned, by quarter."""
    return [
        YearRow(
            order,
            progress.kind.label,
            progress.quarters,
            list_address(_TASKS, f"kind__exact={progress.kind.value}"),
        )
        for order, progress in enumerate(liaison_progress(day.year))
    ]


def steps() -> list[FirstStep]:
    """Villages and groups, the roster, the deputies' cards and the liaison plan."""
    roster = list_address("imports_upload", kind="roster")
    plan = list_address("imports_upload", kind="liaison-plan")
    return [
        FirstStep(
            22,
            "录入村和选区",
            "从表格里复制过来就行；名册里有的，也可以留给导入时建立。",
            list_address("setup_places"),
            Village.objects.exists() and ElectoralDistrict.objects.exists(),
        ),
        FirstStep(
            24,
            "录入代表小组",
            "一行一个；名册里有的，也可以留给导入时建立。",
            list_address("setup_groups"),
            DeputyGroup.objects.exists(),
        ),
        FirstStep(
            30,
            "导入代表名册",
            "用手头的表格就行，上传后先预览再确认。",
            roster or list_address(_PEOPLE),
            Deputy.objects.exists(),
        ),
        FirstStep(
            40,
            "导入联系计划",
            "谁联系哪些小组和代表；任务由计划自动产生。",
            plan or list_address("deputies_liaisonplan_changelist"),
            LiaisonPlan.objects.exists(),
        ),
    ]
