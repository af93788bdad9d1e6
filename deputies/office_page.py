"""What deputies and their liaison give to the back office's first page."""

import datetime as dt

from congress.accounts.models import LoginCard
from congress.common.office_page import list_address
from congress.common.registry import FirstStep, OfficeLine, YearRow
from congress.township.models import ElectoralDistrict, Village
from deputies.models import Deputy, DeputyGroup, LiaisonPlan, LiaisonTask
from deputies.progress import liaison_progress

_TASKS = "deputies_liaisontask_changelist"
_PEOPLE = "deputies_deputy_changelist"


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
            35,
            "发履职卡",
            "为在任代表开通账号、打印履职卡，代表扫卡就能登录。",
            list_address("deputies_deputy_cards_page"),
            LoginCard.objects.usable().cards().exists(),
        ),
        FirstStep(
            40,
            "导入联系计划",
            "谁联系哪些小组和代表；任务由计划自动产生。",
            plan or list_address("deputies_liaisonplan_changelist"),
            LiaisonPlan.objects.exists(),
        ),
    ]
