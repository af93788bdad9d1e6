"""Adding one task by hand, for what the plan doesn't say."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from congress.common.exceptions import RuleViolation
from congress.common.history import bulk_create_recorded
from congress.township.models import Session
from deputies.deadlines import Deadline, Quarter, quarter_deadline, symposium_deadline
from deputies.models import (
    Deputy,
    DeputyGroup,
    LiaisonPlan,
    LiaisonTask,
    TaskKind,
)
from deputies.notices import tell_of_new_tasks
from deputies.permissions import can_manage_plan
from deputies.services.planning import first_day, periods_in_office, task_key
from deputies.services.writing import require

_SUBJECT = {
    TaskKind.GROUP_VISIT: ("group", "请选择要走访的代表小组。"),
    TaskKind.DUTY_REPORT: ("deputy", "请选择汇报履职情况的代表。"),
    TaskKind.SYMPOSIUM: ("session", "请选择要准备的会议。"),
}


def add_task(
    plan: LiaisonPlan,
    *,
    actor: Any,
    kind: TaskKind,
    member: Deputy,
    quarter: int | None = None,
    group: DeputyGroup | None = None,
    deputy: Deputy | None = None,
    session: Session | None = None,
) -> LiaisonTask:
    """Hand out one task within a plan; raises what ``checked_task`` raises, or PermissionDenied."""
    require(can_manage_plan(actor))
    with transaction.atomic():
        LiaisonPlan.objects.select_for_update().get(pk=plan.pk)
        task = checked_task(
            plan,
            kind=kind,
            member=member,
            quarter=quarter,
            group=group,
            deputy=deputy,
            session=session,
        )
        bulk_create_recorded(LiaisonTask, [task], actor=actor, reason="手工添加")
        tell_of_new_tasks([task], actor=actor)
    return task


def checked_task(
    plan: LiaisonPlan,
    *,
    kind: TaskKind,
    member: Deputy,
    quarter: int | None = None,
    group: DeputyGroup | None = None,
    deputy: Deputy | None = None,
    session: Session | None = None,
) -> LiaisonTask:
    """The task as it would be handed out, not saved, with the time limit of the plan's own.

    Raises RuleViolation when something needed is missing, when nobody would be in office to do
    it, or when the same task is there already.
    """
    subjects = {"group": group, "deputy": deputy, "session": session}
    wanted, message = _SUBJECT[kind]
    subject = subjects[wanted]
    if subject is None:
        raise RuleViolation(message)
    first, deadline = _time_allowed(plan, quarter, session if kind == TaskKind.SYMPOSIUM else None)
    task = LiaisonTask(
        plan=plan,
        kind=kind,
        member=member,
        assignee=deputy if kind == TaskKind.DUTY_REPORT and deputy else member,
        year=plan.year,
        quarter=None if kind == TaskKind.SYMPOSIUM else quarter,
        due_on=deadline.due_on,
        due_rule=deadline.rule,
        **{wanted: subject},
    )
    task.opens_on = _first_day_in_office(task, first)
    _require_new(task)
    return task


def _time_allowed(
    plan: LiaisonPlan, quarter: int | None, session: Session | None
) -> tuple[dt.date, Deadline]:
    """From when to when; a session says so itself, everything else belongs to a quarter."""
    if session is not None:
        if session.starts_on is None:
            raise RuleViolation(f"{session}还没有日期。请先填写会议的开始日期，再添加座谈任务。")
        opens_on = Quarter.of(plan.starts_on).starts_on
        return opens_on, symposium_deadline(str(session), session.starts_on.earliest())
    if quarter not in (1, 2, 3, 4):
        raise RuleViolation("请选择季度：1、2、3或4。")
    own = Quarter(plan.year, quarter)
    return own.starts_on, quarter_deadline(own)


def _first_day_in_office(task: LiaisonTask, first: dt.date) -> dt.date:
    periods = periods_in_office(task.plan, [task.assignee_id])[task.assignee_id]
    since = first_day(periods, first, task.due_on)
    if since is None:
        raise RuleViolation(f"{task.assignee}在这段时间里不在任，不能派发任务。请核对代表资格。")
    return since


def _require_new(task: LiaisonTask) -> None:
    alive = LiaisonTask.objects.alive()
    same = alive.filter(kind=task.kind, year__in=(task.year - 1, task.year))
    if task_key(task) in {task_key(other) for other in same}:
        raise RuleViolation(f"已经有同样的任务：{task}。请在任务列表里查看。")
