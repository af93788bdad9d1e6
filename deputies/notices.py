"""What people are told about liaison tasks, in the transaction of the step that it is about."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils import timezone

from congress.common.messaging.recipients import office_accounts
from congress.common.messaging.schedule import days_in_words
from congress.common.messaging.services import Notice, notify_gathered, send_notices, settle
from congress.common.registry import Link, MessageKind, Reminder, Urgency, Wording
from congress.common.templatetags.portal import cn_date
from deputies.models import Deputy, LiaisonTask, TaskReport

_NAMED = 3
_WAITING = Link("admin:deputies_liaisontask_changelist", {}, "?state=reported")


def several_due(new: Sequence[Reminder], own: Sequence[Reminder], day: dt.date) -> Wording:
    """您有2项联系任务快到期：走访新洲代表小组、走访沙湖代表小组。最早的一项今天到期。"""
    ordered = sorted(new, key=lambda reminder: reminder.counts_from)
    late = [reminder for reminder in ordered if reminder.counts_from < day]
    if not late:
        state = "快到期"
    elif len(late) == len(new):
        state = "已逾期"
    else:
        state = f"要办，其中{len(late)}项已逾期"
    titles = "、".join(reminder.title for reminder in ordered[:_NAMED])
    rest = "等" if len(new) > _NAMED else ""
    when = days_in_words(ordered[0].counts_from, day)
    text = f"您有{len(new)}项联系任务{state}：{titles}{rest}。最早的一项{when}。"
    return Wording(text, Link("desk"), Urgency.LATE if late else Urgency.DUE)


def several_waiting(new: Sequence[Reminder], own: Sequence[Reminder], day: dt.date) -> Wording:
    """All that wait are counted, also those of which the office was told before."""
    longest = (day - min(reminder.counts_from for reminder in own)).days
    text = f"有{len(own)}件办理记录一直没有确认，最早的已经等了{longest}天。请确认或退回。"
    return Wording(text, _WAITING, Urgency.DUE)


TASKS_GIVEN = MessageKind("liaison-tasks-given", "派发联系任务")
TASK_MOVED = MessageKind("liaison-task-moved", "联系任务改期")
TASK_CANCELLED = MessageKind("liaison-task-cancelled", "取消联系任务")
TASK_DUE = MessageKind("liaison-task-due", "联系任务到期", several_due)
REPORT_ARRIVED = MessageKind("liaison-report-arrived", "办理记录待确认", several_waiting)
REPORT_RETURNED = MessageKind("liaison-report-returned", "办理记录退回")
REPORT_CONFIRMED = MessageKind("liaison-report-confirmed", "办理记录确认")
KINDS = (
    TASKS_GIVEN,
    TASK_MOVED,
    TASK_CANCELLED,
    TASK_DUE,
    REPORT_ARRIVED,
    REPORT_RETURNED,
    REPORT_CONFIRMED,
)


def task_subject(task: LiaisonTask) -> str:
    """The task, as something that its assignee has to do."""
    return f"liaison-task:{task.public_id}"


def report_subject(report: TaskReport) -> str:
    """A report, as something that the office has to decide on."""
    return f"liaison-report:{report.pk}"


def task_link(task: LiaisonTask, tail: str = "") -> Link:
    """The task on its assignee's desk."""
    return Link("desk-task", {"public_id": task.public_id}, tail)


def decision_link(task: LiaisonTask) -> Link:
    """The task in the back office, where reports are confirmed and returned."""
    return Link("admin:deputies_liaisontask_change", {"object_id": task.pk})


def tell_of_new_tasks(tasks: Iterable[LiaisonTask], *, actor: Any) -> None:
    """Each assignee hears in one sentence what was handed out to him.

    What is entered afterwards and was due long ago is no news to anybody.
    """
    today = timezone.localdate()
    by_assignee: dict[int, list[LiaisonTask]] = defaultdict(list)
    for task in sorted(tasks, key=lambda task: (task.due_on, task.pk)):
        if task.due_on >= today:
            by_assignee[task.assignee_id].append(task)
    accounts = accounts_in_office(by_assignee, today)
    notices = [
        Notice(
            account,
            _given(by_assignee[assignee]),
            f"{TASKS_GIVEN.slug}:{by_assignee[assignee][0].public_id}",
            tuple(task_subject(task) for task in by_assignee[assignee]),
        )
        for assignee, account in accounts.items()
    ]
    send_notices(TASKS_GIVEN, notices, actor=actor)


def tell_of_new_dates(tasks: Sequence[LiaisonTask], *, actor: Any) -> None:
    """The assignees of tasks whose due date has moved."""
    accounts = accounts_in_office({task.assignee_id for task in tasks}, timezone.localdate())
    notices = [
        Notice(
            accounts[task.assignee_id],
            Wording(f"{task.title}的期限改为{cn_date(task.due_on)}。", task_link(task)),
            f"{TASK_MOVED.slug}:{task.public_id}:{task.version}",
            (task_subject(task),),
        )
        for task in tasks
        if task.assignee_id in accounts
    ]
    send_notices(TASK_MOVED, notices, actor=actor)


def tell_of_cancelled_task(task: LiaisonTask, reason: str, *, actor: Any) -> None:
    """The assignee needn't do it any more."""
    settle(task_subject(task))
    wording = Wording(f"不用办了：{task.title}已取消。", task_link(task))
    _tell_assignee(task, TASK_CANCELLED, wording, actor, detail=f"取消原因：{reason}")


def tell_of_report(report: TaskReport, *, actor: Any) -> None:
    """The office has something to decide; what it typed itself is no news to it."""
    task = report.task

    def wording_of(number: int) -> Wording:
        latest = f"{task.assignee}提交的{task.title}"
        if number == 1:
            return Wording(f"请确认或退回{latest}的记录。", decision_link(task))
        return Wording(f"有{number}件办理记录等待确认，最近一件是{latest}的记录。", _WAITING)

    if not report.is_on_behalf:
        subject = report_subject(report)
        notify_gathered(office_accounts(), REPORT_ARRIVED, wording_of, subject=subject, actor=actor)
    # After the accounts were locked, as the daily round does it, who may be the same people.
    settle(task_subject(task))


def tell_of_confirmation(report: TaskReport, *, actor: Any) -> None:
    """The assignee hears that it is done; nobody of the office has to decide any more."""
    settle(report_subject(report))
    task = report.task
    wording = Wording(f"{task.title}的记录已经确认，任务完成。", task_link(task))
    _tell_assignee(task, REPORT_CONFIRMED, wording, actor, key=str(report.pk))


def tell_of_return(report: TaskReport, *, actor: Any) -> None:
    """The assignee hears what is missing, until when."""
    settle(report_subject(report))
    task = report.task
    late = task.is_overdue(timezone.localdate())
    until = "尽快" if late else f"在{cn_date(task.due_on)}以前"
    text = f"{task.title}的记录被退回，请{until}补充后再提交。"
    wording = Wording(text, task_link(task, "#report"), Urgency.LATE if late else Urgency.DUE)
    _tell_assignee(
        task,
        REPORT_RETURNED,
        wording,
        actor,
        key=str(report.pk),
        about=(task_subject(task),),
        detail=f"退回原因：{report.return_reason}",
    )


def accounts_in_office(deputies: Iterable[int], day: dt.date) -> dict[int, int]:
    """The accounts of those of ``deputies`` (keys) who are in office, by deputy."""
    serving = Deputy.objects.serving(on=day).filter(pk__in=list(deputies), user__is_active=True)
    return {pk: user for pk, user in serving.values_list("pk", "user") if user is not None}


def _given(tasks: list[LiaisonTask]) -> Wording:
    first = tasks[0]
    until = f"请在{cn_date(first.due_on)}以前办好"
    if len(tasks) == 1:
        return Wording(f"{until}：{first.title}。", task_link(first))
    titles = "、".join(task.title for task in tasks[:_NAMED])
    rest = "等" if len(tasks) > _NAMED else ""
    text = f"人大办给您派了{len(tasks)}项联系任务，最早的{until}：{titles}{rest}。"
    return Wording(text, Link("desk"))


def _tell_assignee(
    task: LiaisonTask,
    kind: MessageKind,
    wording: Wording,
    actor: Any,
    *,
    key: str = "",
    about: tuple[str, ...] = (),
    detail: str = "",
) -> None:
    accounts = accounts_in_office([task.assignee_id], timezone.localdate())
    dedup_key = f"{kind.slug}:{task.public_id}:{key}"
    notices = [Notice(account, wording, dedup_key, about, detail) for account in accounts.values()]
    send_notices(kind, notices, actor=actor)
