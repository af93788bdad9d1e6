"""What is due in supervision: from units, from the office, from who is in charge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

from django.db.models import Max, Q

from congress.common.messaging.recipients import office_accounts
from congress.common.messaging.schedule import LAST_WEEKS, Schedule, days_in_words
from congress.common.money import yuan_in_words
from congress.common.registry import Link, MessageKind, Reminder, Urgency, Wording
from congress.township.models import TownSettings
from proposals.answer_reminders import accounts_of, since, soon, urgency
from proposals.enums import ExtensionState
from proposals.notices import titles_in_words
from supervision.enums import DemandStepKind
from supervision.models import (
    CountyTask,
    Demand,
    DemandExtension,
    PlanItem,
    SupervisionProject,
)
from supervision.notices import (
    demand_desk_link,
    demand_office_link,
    demand_subject,
    extension_subject,
    judging_subject,
    project_subject,
)

_DEMANDS = "admin:supervision_demand_changelist"
_PROJECTS = "admin:supervision_supervisionproject_changelist"
_TASKS = "admin:supervision_countytask_changelist"
# What waits for somebody without a date of its own: after three days, then every week.
_WAITING = Schedule((3,), every=7)
_OFFICE_LATE = Schedule((1,), every=7)
_PROJECT_END = Schedule((-14, 1), every=28)
_ARREARS = Schedule((1,), every=28)
_PLANNED = Schedule((-7, 1), every=28)
_COUNTY = Schedule((-7, -1, 0), every=7)

Office = Callable[[], list[int]]


def _several(text: str, link: Link) -> Callable[..., Wording]:
    """有3件……：……。 ``text`` has the place of the number and of the titles."""

    def wording(new: Sequence[Reminder], own: Sequence[Reminder], day: dt.date) -> Wording:
        late = any(reminder.wording.urgency == Urgency.LATE for reminder in new)
        said = text.format(number=len(new), titles=titles_in_words(new))
        return Wording(said, link, Urgency.LATE if late else Urgency.DUE)

    return wording


def _kind(slug: str, label: str, text: str, place: str, tail: str = "") -> MessageKind:
    return MessageKind(slug, label, _several(text, Link(place, {}, tail)))


DEMAND_DUE = _kind(
    "demand-due", "意见和整改到期", "有{number}件意见和整改要报告：{titles}。", "desk-demands"
)
DEMAND_LATE = _kind(
    "demand-late", "意见和整改逾期", "有{number}件意见和整改逾期没有报告：{titles}。", _DEMANDS
)
TO_JUDGE = _kind(
    "demand-to-judge", "办理情况待审核", "有{number}件办理情况等着审核：{titles}。", _DEMANDS
)
EXTENSION_WAITS = _kind(
    "demand-extension-waits",
    "意见和整改延期待决定",
    "有{number}件意见和整改申请延期，等您决定：{titles}。",
    _DEMANDS,
)
PROJECT_LATE = _kind(
    "project-late", "监督项目到期", "有{number}个监督项目快到期或者逾期：{titles}。", _PROJECTS
)
ARREARS = _kind(
    "project-arrears", "资金未到位", "有{number}个监督项目的资金逾期没有到位：{titles}。", _PROJECTS
)
PLANNED = _kind(
    "plan-item-due",
    "监督计划到期",
    "监督计划里有{number}项快到时间或者过了时间：{titles}。",
    "admin:supervision_supervisionplan_changelist",
)
COUNTY_DUE = _kind(
    "county-task-due", "上级交办件到期", "有{number}件上级交办件要办结：{titles}。", _TASKS
)
REMINDER_KINDS = (
    DEMAND_DUE,
    DEMAND_LATE,
    TO_JUDGE,
    EXTENSION_WAITS,
    PROJECT_LATE,
    ARREARS,
    PLANNED,
    COUNTY_DUE,
)


def due_things(day: dt.date) -> Iterator[Reminder]:
    """All that this app reminds of on the day."""
    schedule = TownSettings.load().reminder_schedule()
    # Asked for once, and only where there is something to say.
    office = cache(lambda: [account.pk for account in office_accounts()])
    yield from _demands(day, schedule, office)
    yield from _to_judge(day, office)
    yield from _to_extend(day, office)
    yield from _projects(day, office)
    yield from _planned(day, office)
    yield from _county(day, office)


def _demands(day: dt.date, schedule: Schedule, office: Office) -> Iterator[Reminder]:
    """Units before and after the date; the office and who is in charge once it has passed."""
    rows = Demand.objects.waiting().filter(
        due_on__lasts_until=since(day), due_on__started_by=soon(day, schedule)
    )
    found = list(rows.select_related("unit", "member").order_by("due_on", "pk"))
    accounts = accounts_of({row.unit_id for row in found}, day)
    for row in found:
        due_on, title = row.due_on.latest(), row.title
        when, loud = days_in_words(due_on, day), urgency(due_on, day)
        step = schedule.step_on(due_on, day)
        if step is not None:
            kind = row.get_kind_display()
            text = f"请报告{kind}的办理情况，{when}：{title}。"
            wording = Wording(text, demand_desk_link(row), loud)
            for account in accounts[row.unit_id]:
                yield Reminder(
                    account, DEMAND_DUE, demand_subject(row), due_on, step, wording, title
                )
        late = _OFFICE_LATE.step_on(due_on, day)
        if late is None:
            continue
        wording = Wording(f"{row.unit}{when}没有报告：{title}。", demand_office_link(row), loud)
        for account, said in _told(office, row, wording, demand_desk_link(row)):
            yield Reminder(account, DEMAND_LATE, demand_subject(row), due_on, late, said, title)


def _to_judge(day: dt.date, office: Office) -> Iterator[Reminder]:
    reported = Max("steps__taken_on", filter=Q(steps__step=DemandStepKind.REPORT))
    rows = Demand.objects.to_judge().annotate(reported=reported).select_related("unit")
    for row in rows.order_by("pk"):
        step = _WAITING.step_on(row.reported, day) if row.reported else None
        if step is None:
            continue
        waited = (day - row.reported).days
        text = f"{row.unit}的报告已经等了{waited}天，请审核：{row.title}。"
        wording = Wording(text, demand_office_link(row), Urgency.DUE)
        for account in office():
            yield Reminder(
                account, TO_JUDGE, judging_subject(row), row.reported, step, wording, row.title
            )


def _to_extend(day: dt.date, office: Office) -> Iterator[Reminder]:
    rows = DemandExtension.objects.filter(state=ExtensionState.ASKED)
    for row in rows.select_related("demand__unit").order_by("pk"):
        step = _WAITING.step_on(row.asked_on, day)
        if step is None:
            continue
        waited = (day - row.asked_on).days
        text = f"{row.demand.unit}申请延期，已经等了{waited}天，请决定：{row.demand.title}。"
        wording = Wording(text, demand_office_link(row.demand), Urgency.DUE)
        subject, title = extension_subject(row), row.demand.title
        for account in office():
            yield Reminder(account, EXTENSION_WAITS, subject, row.asked_on, step, wording, title)


def _projects(day: dt.date, office: Office) -> Iterator[Reminder]:
    """Work that should be finished, and money that should have arrived."""
    rows = SupervisionProject.objects.going_on().filter(
        planned_end__lasts_until=since(day), planned_end__started_by=day + dt.timedelta(days=14)
    )
    for row in rows.select_related("member").order_by("pk"):
        due_on = row.planned_end.latest() if row.planned_end else day
        step = _PROJECT_END.step_on(due_on, day)
        if step is None:
            continue
        when = days_in_words(due_on, day)
        wording = Wording(f"计划完工{when}：{row.name}。", _project_link(row), urgency(due_on, day))
        for account, said in _told(office, row, wording):
            yield Reminder(
                account, PROJECT_LATE, project_subject(row), due_on, step, said, row.name
            )
    unpaid = SupervisionProject.objects.in_arrears(on=day).filter(arrears_due_on__gte=since(day))
    for row in unpaid.select_related("member").order_by("pk"):
        due_on = row.arrears_due_on
        step = _ARREARS.step_on(due_on, day)
        if step is None:
            continue
        owed = yuan_in_words((row.planned_total or Decimal(0)) - row.arrived_total)
        text = f"资金尚有{owed}未到位，{days_in_words(due_on, day)}，请督促：{row.name}。"
        wording = Wording(text, _project_link(row), Urgency.LATE)
        for account, said in _told(office, row, wording):
            subject = f"{project_subject(row)}:money"
            yield Reminder(account, ARREARS, subject, due_on, step, said, row.name)


def _planned(day: dt.date, office: Office) -> Iterator[Reminder]:
    """Items of the year's plan whose month comes, or passed without anything recorded."""
    rows = PlanItem.objects.undone().filter(
        month__lasts_until=day - dt.timedelta(weeks=LAST_WEEKS),
        month__started_by=day + dt.timedelta(days=40),
    )
    for row in rows.select_related("plan", "member").order_by("pk"):
        planned = row.until or row.month
        due_on = planned.latest() if planned else day
        step = _PLANNED.step_on(due_on, day)
        if step is None:
            continue
        text = f"{row.plan}的“{row.title}”{days_in_words(due_on, day)}，还没有记录。"
        link = Link("admin:supervision_supervisionplan_change", {"object_id": row.plan_id})
        wording = Wording(text, link, urgency(due_on, day))
        for account, said in _told(office, row, wording):
            subject = f"plan-item:{row.public_id}"
            yield Reminder(account, PLANNED, subject, due_on, step, said, row.title)


def _county(day: dt.date, office: Office) -> Iterator[Reminder]:
    """What the county handed down; its number, because the title of a petition names people."""
    rows = CountyTask.objects.open().filter(
        due_on__lasts_until=since(day), due_on__started_by=day + dt.timedelta(days=7)
    )
    for row in rows.order_by("pk"):
        due_on = row.due_on.latest() if row.due_on else day
        step = _COUNTY.step_on(due_on, day)
        if step is None:
            continue
        link = Link("admin:supervision_countytask_change", {"object_id": row.pk})
        text = f"{row}{days_in_words(due_on, day)}，请办结并上报。"
        wording = Wording(text, link, urgency(due_on, day))
        for account in office():
            subject = f"county-task:{row.public_id}"
            yield Reminder(account, COUNTY_DUE, subject, due_on, step, wording, str(row))


def _project_link(project: SupervisionProject) -> Link:
    return Link("admin:supervision_supervisionproject_change", {"object_id": project.pk})


def _told(
    office: Office, row: Any, wording: Wording, own: Link | None = None
) -> Iterator[tuple[int, Wording]]:
    """The office, and who is in charge: he has the desk alone, where ``own`` is the page."""
    keys = office()
    for key in keys:
        yield key, wording
    member = row.member.user_id if row.member is not None else None
    if member and member not in keys:
        yield member, replace(wording, link=own)
