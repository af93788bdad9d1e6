"""What units and sponsors have to do after the assignment: talk, keep their word, judge.

What the office hears of the same is in ``proposals.office_reminders``.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from django.db.models import Exists, OuterRef

from congress.common.messaging.schedule import LAST_WEEKS, Schedule, days_in_words
from congress.common.partial_dates import in_force
from congress.common.registry import Link, MessageKind, Reminder, Urgency, Wording
from congress.common.roles import Role
from congress.township.models import RoleAssignment
from proposals.answer_notices import feedback_subject
from proposals.enums import AssignmentStatus, PromiseState, UnitRole
from proposals.models import Assignment, Contact, FeedbackRequest, Promise
from proposals.notices import contact_subject, desk_link, promise_subject, titles_in_words

Several = Callable[[Sequence[Reminder], Sequence[Reminder], dt.date], Wording]


def _several(what: str, place: str = "desk-proposals") -> Several:
    """有3件答复请您评价，其中1件已逾期：……。"""

    def several(new: Sequence[Reminder], own: Sequence[Reminder], day: dt.date) -> Wording:
        late = sum(reminder.counts_from < day for reminder in new)
        state = f"，其中{late}件已逾期" if late else ""
        text = f"有{len(new)}件{what}{state}：{titles_in_words(new)}。"
        return Wording(text, Link(place), Urgency.LATE if late else Urgency.DUE)

    return several


FEEDBACK_DUE = MessageKind("proposal-feedback-due", "评价到期", _several("答复请您评价"))
CONTACT_DUE = MessageKind("proposal-contact-due", "联系代表到期", _several("要和代表联系"))
PROMISE_DUE = MessageKind(
    "proposal-promise-due", "承诺到期", _several("承诺要落实", "desk-promises")
)
ANSWER_KINDS = (FEEDBACK_DUE, CONTACT_DUE, PROMISE_DUE)


def answers_due(day: dt.date, schedule: Schedule) -> Iterator[Reminder]:
    """All of it, by the town's schedule."""
    yield from _to_rate(day, schedule)
    yield from _to_talk(day, schedule)
    yield from _promised(day, schedule)


def _to_rate(day: dt.date, schedule: Schedule) -> Iterator[Reminder]:
    rows = FeedbackRequest.objects.open().filter(
        due_on__lte=soon(day, schedule), due_on__gte=since(day)
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
        wording = Wording(text, desk_link(proposal, "#feedback"), urgency(row.due_on, day))
        subject = feedback_subject(row)
        yield Reminder(account, FEEDBACK_DUE, subject, row.due_on, step, wording, proposal.title)


def _to_talk(day: dt.date, schedule: Schedule) -> Iterator[Reminder]:
    """Units that have not spoken with the deputies yet (代表法51②)."""
    # A week too late is the last time: from then on the reply itself is asked for.
    once = Schedule((*schedule.steps, 7))
    talks = Contact.objects.filter(assignment=OuterRef("pk"))
    rows = Assignment.objects.filter(
        status=AssignmentStatus.ASSIGNED,
        round=1,
        contact_due_on__lte=soon(day, schedule),
        contact_due_on__gte=since(day),
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
        wording = Wording(text, link, urgency(due_on, day))
        for account in accounts[row.unit_id]:
            subject, title = contact_subject(row), row.proposal.title
            yield Reminder(account, CONTACT_DUE, subject, due_on, step, wording, title)


def _promised(day: dt.date, schedule: Schedule) -> Iterator[Reminder]:
    """Promises that are not kept yet; a date that is only a month ends with it."""
    rows = Promise.objects.filter(state=PromiseState.OPEN, due_on__isnull=False).filter(
        due_on__lasts_until=since(day), due_on__started_by=soon(day, schedule)
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
        wording = Wording(text, link, urgency(due_on, day))
        for account in accounts[part.unit_id]:
            subject = promise_subject(row)
            yield Reminder(account, PROMISE_DUE, subject, due_on, step, wording, title)


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


def soon(day: dt.date, schedule: Schedule) -> dt.date:
    """The last due day of which the schedule says something on the day."""
    return day - dt.timedelta(days=min((*schedule.steps, 0)))


def since(day: dt.date) -> dt.date:
    """The first due day of which something is still said on the day."""
    return day - dt.timedelta(weeks=LAST_WEEKS)


def urgency(due_on: dt.date, day: dt.date) -> Urgency:
    """How loud it is said."""
    return Urgency.LATE if due_on < day else Urgency.DUE
