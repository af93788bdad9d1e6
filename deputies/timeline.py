"""What happened to a task, in plain words and in the order it happened."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from congress.common.templatetags.portal import cn_date, cn_datetime
from deputies.models import LiaisonTask, TaskReport
from deputies.workflow import TaskStep, allows


@dataclass(frozen=True)
class Event:
    """One line of the timeline; ``is_open`` is what is still to come."""

    at: dt.datetime | dt.date | None
    text: str
    is_open: bool = False


def task_timeline(task: LiaisonTask, reports: list[TaskReport]) -> list[Event]:
    """``reports`` are the task's, in any order, with the people who wrote and decided them."""
    return list(_events(task, sorted(reports, key=lambda report: report.reported_at)))


def too_late(task: LiaisonTask, step: TaskStep) -> str:
    """Why ``step`` can't be taken any more: who did what to the task meanwhile."""
    reports = list(task.reports.select_related("reported_by", "decided_by"))
    sentence = f"这项任务现在是“{task.get_status_display()}”，不能再{step.label}。"
    happened = [event for event in task_timeline(task, reports) if not event.is_open]
    at = happened[-1].at if happened else None
    return (
        f"{sentence}{cn_datetime(at)}，{happened[-1].text}"
        if isinstance(at, dt.datetime)
        else sentence
    )


def _events(task: LiaisonTask, reports: list[TaskReport]) -> Iterator[Event]:
    history = list(task.history.order_by("history_date", "history_id"))
    if history:
        yield Event(history[0].history_date, f"人大办按《{task.plan}》派发。")
    for report in reports:
        yield from _report_events(report)
    if not (reports and reports[-1].is_accepted):
        yield _now(task, history[-1] if history else None)


def _report_events(report: TaskReport) -> Iterator[Event]:
    verb = "代录了记录" if report.is_on_behalf else "提交了记录"
    held = f"{cn_date(report.held_on)}，{report.place}"
    yield Event(report.reported_at, f"{report.reported_by}{verb}（{held}）。")
    if report.is_accepted:
        yield Event(report.decided_at, f"{report.decided_by}确认，任务完成。")
    elif report.is_accepted is False:
        yield Event(report.decided_at, f"{report.decided_by}退回：{report.return_reason}")


def _now(task: LiaisonTask, last: Any) -> Event:
    """The last line: what is to come, or why the task was taken back."""
    if allows(task.status, TaskStep.REPORT):
        return Event(task.due_on, f"{task.assignee}最迟在这一天办好。", is_open=True)
    if allows(task.status, TaskStep.CONFIRM):
        return Event(None, "等人大办确认。", is_open=True)
    why = last.history_change_reason if last else ""
    return Event(last.history_date if last else None, f"任务取消。{why or ''}")
