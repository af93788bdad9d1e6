"""What is due in liaison: tasks for their assignees, reports that wait for the office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Max
from django.utils import timezone

from congress.common.messaging.recipients import office_accounts
from congress.common.messaging.schedule import LAST_WEEKS, Schedule, days_in_words
from congress.common.registry import Reminder, Urgency, Wording
from congress.common.templatetags.portal import cn_date
from congress.township.models import TownSettings
from deputies.models import LiaisonTask
from deputies.notices import (
    REPORT_ARRIVED,
    TASK_DUE,
    accounts_in_office,
    decision_link,
    task_link,
    task_subject,
)

# A report that waits is the office's to decide on after three days, then every week.
_WAITING = Schedule((3,), every=7)


def due_things(day: dt.date) -> Iterator[Reminder]:
    """All that this app reminds of on the day."""
    yield from _due_tasks(day, TownSettings.load().reminder_schedule())
    yield from _waiting_reports(day)


def _due_tasks(day: dt.date, schedule: Schedule) -> Iterator[Reminder]:
    """Open tasks of deputies in office; who has no account is on the office's list only."""
    soon = day - dt.timedelta(days=min(schedule.steps))
    since = day - dt.timedelta(weeks=LAST_WEEKS)
    tasks = LiaisonTask.objects.open().filter(
        opens_on__lte=day, due_on__lte=soon, due_on__gte=since, assignee__user__isnull=False
    )
    rows = list(tasks.with_list_relations())
    accounts = accounts_in_office({task.assignee_id for task in rows}, day)
    for task in rows:
        step = schedule.step_on(task.due_on, day)
        if step is not None and task.assignee_id in accounts:
            account = accounts[task.assignee_id]
            wording = _due_wording(task, day)
            subject = task_subject(task)
            yield Reminder(account, TASK_DUE, subject, task.due_on, step, wording, task.title)


def _due_wording(task: LiaisonTask, day: dt.date) -> Wording:
    when = days_in_words(task.due_on, day)
    if task.due_on < day:
        text = f"{task.title}{when}，请尽快办好并填写记录。"
        return Wording(text, task_link(task), Urgency.LATE)
    text = f"请在{cn_date(task.due_on)}以前办好：{task.title}，{when}。"
    return Wording(text, task_link(task), Urgency.DUE)


def _waiting_reports(day: dt.date) -> Iterator[Reminder]:
    tasks = LiaisonTask.objects.awaiting_confirmation().with_list_relations()
    rows = list(tasks.annotate(report=Max("reports"), since=Max("reports__reported_at")))
    accounts = office_accounts() if rows else []
    for task in rows:
        since = timezone.localdate(task.since)
        step = _WAITING.step_on(since, day)
        if step is None:
            continue
        text = f"{task.assignee}的记录已经等了{(day - since).days}天，请确认或退回：{task.title}。"
        wording = Wording(text, decision_link(task), Urgency.DUE)
        for account in accounts:
            subject = f"liaison-report:{task.report}"
            yield Reminder(account.pk, REPORT_ARRIVED, subject, since, step, wording)
