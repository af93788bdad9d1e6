"""What the office and the chair decide on a task: confirm, send back, cancel."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.history import bulk_update_recorded
from deputies.models import LiaisonTask, TaskReport
from deputies.notices import tell_of_cancelled_task, tell_of_confirmation, tell_of_return
from deputies.permissions import can_decide_task, can_manage_plan
from deputies.services.writing import locked, require, require_seen, save_task
from deputies.workflow import TaskStep, next_status

_CHANGED = "您打开这一页以后，这项任务有了变动，所以没有办成。请核对最新的办理记录，再作决定。"


def confirm_report(
    task: LiaisonTask, *, actor: Any, seen_version: int | None = None
) -> LiaisonTask:
    """Take the report as it is; the task is done."""
    return _decide(task, TaskStep.CONFIRM, actor, seen_version)


def return_report(
    task: LiaisonTask, *, actor: Any, reason: str, seen_version: int | None = None
) -> LiaisonTask:
    """Send the report back with the reason; the task is open again with its old due date."""
    reason = reason.strip()
    if not reason:
        raise RuleViolation("请写明退回原因，让办理人知道要补什么。")
    return _decide(task, TaskStep.RETURN, actor, seen_version, reason)


def cancel_task(
    task: LiaisonTask, *, actor: Any, reason: str, seen_version: int | None = None
) -> LiaisonTask:
    """Take a task back that need not be done any more. The reason goes into its history."""
    reason = reason.strip()
    if not reason:
        raise RuleViolation("请写明取消原因，以便日后查对。")
    with transaction.atomic():
        task = locked(task)
        require(can_manage_plan(actor))
        require_seen(task, seen_version, _CHANGED)
        task.status = next_status(task.status, TaskStep.CANCEL)
        save_task(task, ["status"], actor=actor, reason=reason)
        tell_of_cancelled_task(task, reason, actor=actor)
    return task


def _decide(
    task: LiaisonTask, step: TaskStep, actor: Any, seen_version: int | None, reason: str = ""
) -> LiaisonTask:
    with transaction.atomic():
        task = locked(task)
        require(can_decide_task(actor))
        task_status = next_status(task.status, step)
        require_seen(task, seen_version, _CHANGED)
        task.status = task_status
        report = task.reports.select_for_update().first()
        assert report is not None  # noqa: S101  a reported task has a report
        _mark_decided(report, step, actor, reason)
        save_task(task, ["status"], actor=actor, reason=f"{step.label}{reason and '：'}{reason}")
        report.task = task
        tell = tell_of_confirmation if step == TaskStep.CONFIRM else tell_of_return
        tell(report, actor=actor)
    return task


def _mark_decided(report: TaskReport, step: TaskStep, actor: Any, reason: str) -> None:
    report.decided_by, report.decided_at = actor, timezone.now()
    report.is_accepted, report.return_reason = step == TaskStep.CONFIRM, reason
    fields = ["decided_by", "decided_at", "is_accepted", "return_reason"]
    bulk_update_recorded(TaskReport, [report], fields, actor=actor, reason=step.label)
