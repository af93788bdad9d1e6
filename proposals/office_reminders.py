"""What the office, and who presses for a key item, hear of the handling: owed, late, undecided."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from congress.common.messaging.recipients import office_accounts
from congress.common.messaging.schedule import Schedule, days_in_words
from congress.common.registry import Link, MessageKind, Reminder, Urgency, Wording
from congress.common.templatetags.portal import cn_date
from proposals.answer_notices import extension_subject
from proposals.answer_reminders import since, urgency
from proposals.enums import AssignmentStatus, UnitRole
from proposals.models import Assignment, Extension, FeedbackRequest, Promise
from proposals.notices import (
    assignment_subject,
    desk_link,
    office_link,
    promise_subject,
    silent_subject,
    titles_in_words,
)

_LIST = "admin:proposals_proposal_changelist"
_LEDGER = "admin:proposals_promise_changelist"
# The office sees everything on its first page; it is told when something begins to be urgent.
_OWED = Schedule((-3, 1), every=7)
_KEYS = Schedule((-7, 0), every=7)
_SILENT = Schedule((1,), every=7)
_LATE_PROMISE = Schedule((1,), every=28)
# Without a date of its own: after three days, then every week.
_WAITING = Schedule((3,), every=7)


def _several(text: str, link: Link) -> Callable[..., Wording]:
    """有3件……：……。 ``text`` has the place of the number and of the titles."""

    def wording(new: Sequence[Reminder], own: Sequence[Reminder], day: dt.date) -> Wording:
        late = any(reminder.wording.urgency == Urgency.LATE for reminder in new)
        said = text.format(number=len(new), titles=titles_in_words(new))
        return Wording(said, link, Urgency.LATE if late else Urgency.DUE)

    return wording


SILENT = MessageKind(
    "proposal-silent",
    "代表没有评价",
    _several(
        "有{number}件到期了还有代表没有评价，请提醒代表：{titles}。",
        Link(_LIST, {}, "?follow=unreminded"),
    ),
)
EXTENSION_WAITS = MessageKind(
    "proposal-extension-waits",
    "延期待决定",
    _several("有{number}件申请延期，等您决定：{titles}。", Link(_LIST, {}, "?decide=extension")),
)
OFFICE_DUE = MessageKind(
    "proposal-office-due",
    "办理期限",
    _several("有{number}件快到期或者逾期没有答复：{titles}。", Link(_LIST, {}, "?limit=now")),
)
KEY_DUE = MessageKind(
    "proposal-key-due",
    "重点督办到期",
    _several("您负责督办的有{number}件快到期或者逾期：{titles}。", Link("desk-proposals")),
)
OFFICE_PROMISE = MessageKind(
    "proposal-office-promise",
    "承诺逾期",
    _several("有{number}项承诺到期没有落实：{titles}。", Link(_LEDGER, {}, "?late=late")),
)
OFFICE_KINDS = (SILENT, EXTENSION_WAITS, OFFICE_DUE, KEY_DUE, OFFICE_PROMISE)


def office_due(day: dt.date) -> Iterator[Reminder]:
    """All of it; its days are the same in every town."""
    yield from _owed(day)
    yield from _silent(day)
    yield from _late_promises(day)
    yield from _to_extend(day)


def _owed(day: dt.date) -> Iterator[Reminder]:
    """What units owe, for the office and for who presses for a key item (重点督办)."""
    last = day + dt.timedelta(days=7)
    # Whole months compare by their text: "2026-04" comes before each of its days.
    rows = Assignment.objects.filter(
        status=AssignmentStatus.ASSIGNED,
        due_on__gte=since(day).isoformat()[:7],
        due_on__lte=last.isoformat(),
    )
    found = list(rows.select_related("unit", "proposal__key_member").order_by("due_on", "pk"))
    office = office_accounts() if found else []
    for row in found:
        due_on = row.due_on.latest() if row.due_on else day
        proposal, subject = row.proposal, assignment_subject(row)
        owes = "协办意见" if row.role == UnitRole.CO else "答复"
        said = f"{row.unit}还没有{owes}，{days_in_words(due_on, day)}：{proposal.title}。"
        loud, title = urgency(due_on, day), proposal.title
        step = _OWED.step_on(due_on, day)
        if step is not None:
            wording = Wording(said, office_link(proposal), loud)
            for account in office:
                yield Reminder(account.pk, OFFICE_DUE, subject, due_on, step, wording, title)
        member, step = proposal.key_member, _KEYS.step_on(due_on, day)
        if proposal.is_key and member is not None and member.user_id and step is not None:
            wording = Wording(f"您负责督办的，{said}", desk_link(proposal), loud)
            yield Reminder(member.user_id, KEY_DUE, subject, due_on, step, wording, title)


def _silent(day: dt.date) -> Iterator[Reminder]:
    """Who said nothing in time leaves the denominator only once the office has reminded him."""
    rows = FeedbackRequest.objects.unreminded(on=day).filter(due_on__gte=since(day))
    silent: dict[int, list[Any]] = defaultdict(list)
    for row in rows.select_related("reply__assignment__proposal").order_by("due_on", "pk"):
        silent[row.reply.assignment.proposal_id].append(row)
    accounts = office_accounts() if silent else []
    for waiting in silent.values():
        proposal, due_on = waiting[0].reply.assignment.proposal, waiting[0].due_on
        step = _SILENT.step_on(due_on, day)
        if step is None:
            continue
        text = (
            f"评价在{cn_date(due_on)}到期，还有{len(waiting)}名代表没有评价，"
            f"请提醒代表：{proposal.title}。"
        )
        wording, subject = (
            Wording(text, office_link(proposal), Urgency.DUE),
            silent_subject(proposal),
        )
        for account in accounts:
            yield Reminder(account.pk, SILENT, subject, due_on, step, wording, proposal.title)


def _late_promises(day: dt.date) -> Iterator[Reminder]:
    """The unit hears of it before and after the date, the office once it has passed."""
    rows = Promise.objects.late(on=day).filter(due_on__lasts_until=since(day))
    found = list(rows.select_related("reply__assignment__unit").order_by("due_on", "pk"))
    office = office_accounts() if found else []
    for row in found:
        due_on = row.due_on.latest() if row.due_on else day
        step = _LATE_PROMISE.step_on(due_on, day)
        if step is None:
            continue
        link = Link("admin:proposals_promise_change", {"object_id": row.pk})
        content, when = row.content.rstrip("。"), days_in_words(due_on, day)
        text = f"{row.reply.assignment.unit}承诺的到期没有落实，{when}：{content}。"
        wording, subject = Wording(text, link, Urgency.LATE), promise_subject(row)
        for account in office:
            yield Reminder(account.pk, OFFICE_PROMISE, subject, due_on, step, wording, content)


def _to_extend(day: dt.date) -> Iterator[Reminder]:
    """More time was asked for, and nobody has decided."""
    rows = Extension.objects.awaited().select_related("assignment__proposal", "assignment__unit")
    found = list(rows)
    accounts = office_accounts() if found else []
    for row in found:
        step = _WAITING.step_on(row.asked_on, day)
        if step is None:
            continue
        proposal = row.assignment.proposal
        waited = (day - row.asked_on).days
        text = f"{row.assignment.unit}申请延期，已经等了{waited}天，请决定：{proposal.title}。"
        wording, subject = Wording(text, office_link(proposal), Urgency.DUE), extension_subject(row)
        for account in accounts:
            title = proposal.title
            yield Reminder(account.pk, EXTENSION_WAITS, subject, row.asked_on, step, wording, title)
