"""Reporting what was done for a task, by its assignee or by the office on his behalf."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.attachments.services import attach_files, same_files
from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.history import bulk_create_recorded
from congress.common.models import Attachment
from congress.common.templatetags.portal import cn_date, cn_datetime
from deputies.models import LiaisonTask, TaskReport
from deputies.notices import tell_of_report
from deputies.permissions import can_report_task, is_own_task
from deputies.services.writing import locked, require, require_seen, save_task
from deputies.workflow import TaskStep, allows, next_status


def report_task(
    task: LiaisonTask,
    *,
    actor: Any,
    held_on: dt.date,
    place: str,
    content: str,
    attendance: str = "",
    solution: str = "",
    uploads: Sequence[Attachment] = (),
    scans: Sequence[Attachment] = (),
    seen_version: int | None = None,
) -> TaskReport:
    """Report a task as done; the office may do so for somebody else, with the true date.

    ``uploads`` and ``scans`` (of what came on paper) are staged attachments, or those of an
    earlier report. The same words and files sent twice (a double tap) are one report. Raises
    RuleViolation when the date can't be right, when the task isn't waiting for a report, or
    (StaleRecord) when it changed since the page was opened; PermissionDenied when the task isn't
    the actor's to report.
    """
    words = {"place": place, "content": content, "attendance": attendance, "solution": solution}
    with transaction.atomic():
        task = locked(task)
        require(can_report_task(actor, task))
        last = task.reports.select_related("reported_by").first()
        if last and _is_repeated(
            task, last, actor, {"held_on": held_on, **words}, [*uploads, *scans]
        ):
            return last
        _require_reportable(task, last, seen_version)
        require_possible_day(task, held_on)
        task.status = next_status(task.status, TaskStep.REPORT)
        report = TaskReport(
            task=task,
            held_on=held_on,
            reported_by=actor,
            is_on_behalf=not is_own_task(actor, task),
            **words,
        )
        bulk_create_recorded(TaskReport, [report], actor=actor)
        reason = "人大办代录办理记录" if report.is_on_behalf else "提交办理记录"
        save_task(task, ["status"], actor=actor, reason=reason)
        attach_files(report, uploads, actor=actor)
        attach_files(report, scans, actor=actor, is_scan=True)
        tell_of_report(report, actor=actor)
    return report


def require_possible_day(task: LiaisonTask, held_on: dt.date) -> None:
    """Raises RuleViolation for a day that is still to come or before the task opened."""
    today = timezone.localdate()
    if held_on > today:
        raise RuleViolation(f"实际日期不能晚于今天（{cn_date(today)}）。请填写实际办理的那一天。")
    if held_on < task.opens_on:
        raise RuleViolation(
            f"这项任务从{cn_date(task.opens_on)}起办理，实际日期不能更早。请核对日期。"
        )


def describe_report(report: TaskReport) -> str:
    """Who handed in what and when, in one sentence."""
    who = f"{report.reported_by}{'代录' if report.is_on_behalf else '提交'}"
    return f"{cn_datetime(report.reported_at)}由{who}（{cn_date(report.held_on)}，{report.place}）"


def _is_repeated(
    task: LiaisonTask,
    last: TaskReport,
    actor: Any,
    sent: dict[str, Any],
    files: Sequence[Attachment],
) -> bool:
    """Whether the actor just sent the very same report, and it still waits for the office."""
    same = all(getattr(last, name) == value for name, value in sent.items())
    same = same and same_files(files, last.attachments.shown())
    return same and last.reported_by_id == actor.pk and allows(task.status, TaskStep.CONFIRM)


def _require_reportable(
    task: LiaisonTask, last: TaskReport | None, seen_version: int | None
) -> None:
    """Say what happened meanwhile, rather than that something is not possible."""
    if last and not allows(task.status, TaskStep.REPORT):
        raise StaleRecord(
            f"这项任务的记录已于{describe_report(last)}，所以没有再次保存。"
            "您写的内容还在下面；有要补充的，请联系人大办。"
        )
    require_seen(
        task,
        seen_version,
        "您打开这一页以后，这项任务有了变动，所以没有保存。"
        "您写的内容还在下面；请核对页面上的最新情况，再提交一次。",
    )
