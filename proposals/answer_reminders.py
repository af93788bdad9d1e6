"""What is due after the assignment: talks, promises, judgements of sponsors, the office's word."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import Exists, OuterRef

from congress.common.messaging.recipients import office_accounts
from congress.common.messaging.schedule import LAST_WEEKS, Schedule, days_in_words
from congress.common.partial_dates import in_force
from congress.common.registry import Link, MessageKind, Reminder, Urgency, Wording
from congress.common.roles import Role
from congress.common.templatetags.portal import cn_date
from congress.township.models import RoleAssignment
from proposals.answer_notices import extension_subject, feedback_subject
from proposals.enums import AssignmentStatus, ExtensionState, PromiseState, UnitRole
from proposals.models import Assignment, Contact, Extension, FeedbackRequest, Promise
from proposals.notices import desk_link, office_link, titles_in_words

# Without a date of its own: after three days, then every week.
_WAITING = Schedule((3,), every=7)
Several = Callable[[Sequence[Reminder], Sequence[Reminder], dt.date], Wording]


def _several(what: str, place: str = "desk-proposals") -> Several:
    """有3件答复请您评价，其中1件已逾期：……。"""

    def several(new: Sequence[Reminder], own: Sequence[Reminder], day: dt.date) -> Wording:
        late = sum(reminder.counts_from < day for reminder in new)
        state = f"，其中{late}件已逾期" if late else ""
        text = f"有{len(new)}件{what}{state}：{titles_in_words(new)}。"
        return Wording(text, Link(place), Urgency.LATE if late else Urgency.DUE)

    return several


def _several_silent(new: Sequence[Reminder], own: Sequence[Reminder], day: dt.date) -> Wording:
    text = f"有{len(new)}件到期了还有代表没有评价，请提醒代表：{titles_in_words(new)}。"
    return Wording(text, Link("admin:proposals_proposal_changelist"), Urgency.DUE)


def _several_asked(new: Sequence[Reminder], own: Sequence[Reminder], day: dt.date) -> Wording:
    text = f"有{len(own)}件申请延期，等您决定：{titles_in_words(own)}。"
    return Wording(text, Link("admin:proposals_proposal_changelist"), Urgency.DUE)


FEEDBACK_DUE = MessageKind("proposal-feedback-due", "评价到期", _several("答复请您评价"))
CONTACT_DUE = MessageKind("proposal-contact-due", "联系代表到期", _several("要和代表联系"))
PROMISE_DUE = MessageKind(
    "proposal-promise-due", "承诺到期", _several("承诺要落实", "desk-promises")
)
SILENT = MessageKind("proposal-silent", "代表没有评价", _several_silent)
EXTENSION_WAITS = MessageKind("proposal-extension-waits", "延期待决定", _several_asked)
ANSWER_KINDS = (FEEDBACK_DUE, CONTACT_DUE, PROMISE_DUE, SILENT, EXTENSION_WAITS)


def answers_due(day: dt.date, schedule: Schedule) -> Iterator[Reminder]:
    """All of it, by the town's schedule."""
    yield from _to_rate(day, schedule)
    yield from _silent(day)
    yield from _to_talk(day, schedule)
    yield from _promised(day, schedule)
    yield from _to_extend(day)


def _to_rate(day: dt.date, schedule: Schedule) -> Iterator[Reminder]:
    rows = FeedbackRequest.objects.open().filter(
        due_on__lte=_soon(day, schedule), due_on__gte=_since(day)
    )
    rows = rows.filter(sponsorship__deputy__user__is_active=True)
    related = ("sponsorship__deputy", "sponsorship__proposal", "reply__assignment__unit")
    for row in rows.select_related(*related).order_by("due_on", "pk"):
        step, account = schedule.step_on(row.due_on, day), row.sponsorship.deputy.user_id
        if step is None or account is None:
            continue
        proposal, unit = row.sponsorship.proposal, row.reply.assignment.unit
        when = days_in_words(row.due_on, day)
        text = f"请评价{unit}的答复，{when}：{proposal.title}。"
        wording = Wording(text, desk_link(proposal, "#feedback"), _urgency(row.due_on, day))
        subject = feedback_subject(row)
        yield Reminder(account, FEEDBACK_DUE, subject, row.due_on, step, wording, proposal.title)


def _silent(day: dt.date) -> Iterator[Reminder]:
    """Who said nothing in time leaves the denominator only once the office has reminded him."""
    rows = FeedbackRequest.objects.open().filter(
        due_on__lt=day, due_on__gte=_since(day), reminded_on__isnull=True
    )
    silent: dict[int, list[Any]] = defaultdict(list)
    for row in rows.select_related("reply__assignment__proposal").order_by("due_on", "pk"):
        silent[row.reply.assignment.proposal_id].append(row)
    accounts = office_accounts() if silent else []
    for waiting in silent.values():
        proposal, due_on = waiting[0].reply.assignment.proposal, waiting[0].due_on
        step = Schedule((1,), every=7).step_on(due_on, day)
        if step is None:
            continue
        text = (
            f"评价在{cn_date(due_on)}到期，还有{len(waiting)}名代表没有评价，"
            f"请提醒代表：{proposal.title}。"
        )
        wording = Wording(text, office_link(proposal), Urgency.DUE)
        for account in accounts:
            subject = f"proposal-silent:{proposal.public_id}"
            yield Reminder(account.pk, SILENT, subject, due_on, step, wording, proposal.title)


def _to_talk(day: dt.date, schedule: Schedule) -> Iterator[Reminder]:
    """Units that have not spoken with the deputies yet (代表法51②)."""
    # A week too late is the last time: from then on the reply itself is asked for.
    once = Schedule((*schedule.steps, 7))
    talks = Contact.objects.filter(assignment=OuterRef("pk"))
    rows = Assignment.objects.filter(
        status=AssignmentStatus.ASSIGNED,
        round=1,
        contact_due_on__lte=_soon(day, schedule),
        contact_due_on__gte=_since(day),
    ).exclude(role=UnitRole.CO)
    rows = rows.exclude(Exists(talks)).select_related("proposal")
    found = list(rows.order_by("contact_due_on", "pk"))
    accounts = accounts_of({row.unit_id for row in found}, day)
    for row in found:
        due_on = row.contact_due_on
        step = once.step_on(due_on, day) if due_on else None
        if due_on is None or step is None:
            continue
        text = f"请和代表联系，听取意见，{days_in_words(due_on, day)}：{row.proposal.title}。"
        link = Link("desk-part-contact", {"part_id": row.public_id})
        wording = Wording(text, link, _urgency(due_on, day))
        for account in accounts[row.unit_id]:
            subject, title = f"proposal-contact:{row.public_id}", row.proposal.title
            yield Reminder(account, CONTACT_DUE, subject, due_on, step, wording, title)


def _promised(day: dt.date, schedule: Schedule) -> Iterator[Reminder]:
    """Promises that are not kept yet; a date that is only a month ends with it."""
    rows = Promise.objects.filter(state=PromiseState.OPEN, due_on__isnull=False).filter(
        due_on__lasts_until=_since(day), due_on__started_by=_soon(day, schedule)
    )
    related = ("reply__assignment__proposal",)
    found = list(rows.select_related(*related).order_by("due_on", "pk"))
    accounts = accounts_of({row.reply.assignment.unit_id for row in found}, day)
    for row in found:
        due_on = row.due_on.latest() if row.due_on else day
        step = schedule.step_on(due_on, day)
        if step is None:
            continue
        part = row.reply.assignment
        title, link = part.proposal.title, Link("desk-promise", {"public_id": row.public_id})
        when = days_in_words(due_on, day)
        text = f"请落实承诺，{when}：{row.content.rstrip('。')}（{title}）。"
        wording = Wording(text, link, _urgency(due_on, day))
        for account in accounts[part.unit_id]:
            subject = promise_subject(row)
            yield Reminder(account, PROMISE_DUE, subject, due_on, step, wording, title)


def _to_extend(day: dt.date) -> Iterator[Reminder]:
    """More time was asked for, and nobody has decided."""
    rows = Extension.objects.filter(state=ExtensionState.ASKED).select_related(
        "assignment__proposal", "assignment__unit"
    )
    found = list(rows)
    accounts = office_accounts() if found else []
    for row in found:
        step = _WAITING.step_on(row.asked_on, day)
        if step is None:
            continue
        proposal = row.assignment.proposal
        waited = (day - row.asked_on).days
        text = f"{row.assignment.unit}申请延期，已经等了{waited}天，请决定：{proposal.title}。"
        wording = Wording(text, office_link(proposal), Urgency.DUE)
        for account in accounts:
            subject = extension_subject(row)
            title = proposal.title
            yield Reminder(account.pk, EXTENSION_WAITS, subject, row.asked_on, step, wording, title)


def promise_subject(promise: Promise) -> str:
    """A promise, as something to be kept."""
    return f"proposal-promise:{promise.public_id}"


def accounts_of(units: set[int], day: dt.date) -> dict[int, list[int]]:
    """Who answers for each unit on the day."""
    held = RoleAssignment.objects.filter(
        in_force(day), role=Role.UNIT, organ__in=units, user__is_active=True
    )
    found: dict[int, list[int]] = defaultdict(list)
    for unit, user in held.order_by("pk").values_list("organ", "user"):
        if unit is not None:
            found[unit].append(user)
    return found


def _soon(day: dt.date, schedule: Schedule) -> dt.date:
    return day - dt.timedelta(days=min((*schedule.steps, 0)))


def _since(day: dt.date) -> dt.date:
    return day - dt.timedelta(weeks=LAST_WEEKS)


def _urgency(due_on: dt.date, day: dt.date) -> Urgency:
    return Urgency.LATE if due_on < day else Urgency.DUE
