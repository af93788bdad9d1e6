"""What is due in motions and suggestions: from units, from who was asked, from the office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from django.db.models import Max, OuterRef, Q, Subquery
from django.utils import timezone

from congress.common.messaging.recipients import office_accounts
from congress.common.messaging.schedule import LAST_WEEKS, Schedule, days_in_words
from congress.common.registry import Link, MessageKind, Reminder, Urgency, Wording
from congress.common.templatetags.portal import cn_date
from congress.township.models import TownSettings
from proposals.answer_reminders import accounts_of, answers_due
from proposals.enums import (
    AssignmentStatus,
    ProposalStatus,
    ProposalStep,
    SponsorshipStatus,
    UnitRole,
)
from proposals.models import Assignment, Proposal, Sponsorship
from proposals.notices import (
    ARRIVED,
    COSIGN_ASKED,
    RETURNED,
    assignment_subject,
    desk_link,
    invitation_subject,
    office_link,
    subject_of,
    titles_in_words,
)
from proposals.office_reminders import office_due

# What waits for somebody without a date of its own: after three days, then every week.
_WAITING = Schedule((3,), every=7)


def several_due(new: Sequence[Reminder], own: Sequence[Reminder], day: dt.date) -> Wording:
    """您有5件要答复，其中2件已逾期：……。最早的一件已逾期3天。"""
    ordered = sorted(new, key=lambda reminder: reminder.counts_from)
    late = sum(reminder.counts_from < day for reminder in ordered)
    state = f"，其中{late}件已逾期" if late else ""
    when = days_in_words(ordered[0].counts_from, day)
    text = f"有{len(new)}件要答复{state}：{titles_in_words(ordered)}。最早的一件{when}。"
    return Wording(text, Link("desk-proposals"), Urgency.LATE if late else Urgency.DUE)


REPLY_DUE = MessageKind("proposal-reply-due", "答复到期", several_due)


def due_things(day: dt.date) -> Iterator[Reminder]:
    """All that this app reminds of on the day."""
    schedule = TownSettings.load().reminder_schedule()
    yield from _owed_by_units(day, schedule)
    yield from _invitations(day)
    yield from _to_register(day)
    yield from _to_assign_anew(day)
    yield from answers_due(day, schedule)
    yield from office_due(day)


def _owed_by_units(day: dt.date, schedule: Schedule) -> Iterator[Reminder]:
    """Replies and assisting opinions; a limit that is only a month ends with it."""
    soon = day - dt.timedelta(days=min(schedule.steps))
    since = day - dt.timedelta(weeks=LAST_WEEKS)
    owed = Assignment.objects.filter(status=AssignmentStatus.ASSIGNED, due_on__isnull=False)
    # Whole months compare by their text: "2026-04" comes before each of its days.
    owed = owed.filter(due_on__gte=since.isoformat()[:7], due_on__lte=soon.isoformat())
    rows = list(owed.select_related("unit", "proposal").order_by("due_on", "pk"))
    accounts = accounts_of({row.unit_id for row in rows}, day)
    for row in rows:
        due_on = row.due_on.latest() if row.due_on else day
        step = schedule.step_on(due_on, day)
        if step is None:
            continue
        for account in accounts[row.unit_id]:
            subject, title = assignment_subject(row), row.proposal.title
            wording = _owed_wording(row, due_on, day)
            yield Reminder(account, REPLY_DUE, subject, due_on, step, wording, title)


def _owed_wording(row: Assignment, due_on: dt.date, day: dt.date) -> Wording:
    when, link = days_in_words(due_on, day), desk_link(row.proposal)
    what = "提出协办意见" if row.role == UnitRole.CO else "答复"
    if due_on < day:
        return Wording(f"{when}，请尽快{what}：{row.proposal.title}。", link, Urgency.LATE)
    text = f"请在{cn_date(due_on)}以前{what}：{row.proposal.title}，{when}。"
    return Wording(text, link, Urgency.DUE)


def _invitations(day: dt.date) -> Iterator[Reminder]:
    """Who was asked to join and hasn't answered; the day is that of the last invitation."""
    asked = Sponsorship.objects.filter(
        status=SponsorshipStatus.INVITED,
        proposal__status__in=[ProposalStatus.COSIGNING, ProposalStatus.SENT_BACK],
        deputy__user__is_active=True,
    ).select_related("deputy", "proposal")
    invited = Sponsorship.history.filter(id=OuterRef("pk"), status=SponsorshipStatus.INVITED)
    since = invited.order_by("-history_date").values("history_date")[:1]
    for row in asked.annotate(since=Subquery(since)):
        asked_on = timezone.localdate(row.since) if row.since else day
        step = _WAITING.step_on(asked_on, day)
        if step is None or row.deputy.user_id is None:
            continue
        text = f"请您答复是否联名提出，已经等了{(day - asked_on).days}天：{row.proposal.title}。"
        wording = Wording(text, desk_link(row.proposal, "#cosign"), Urgency.DUE)
        subject = invitation_subject(row)
        yield Reminder(
            row.deputy.user_id, COSIGN_ASKED, subject, asked_on, step, wording, row.proposal.title
        )


def _to_register(day: dt.date) -> Iterator[Reminder]:
    submitted = Proposal.objects.filter(status=ProposalStatus.SUBMITTED)
    since = Max("steps__taken_at", filter=Q(steps__step=ProposalStep.SUBMIT))
    rows = [row for row in submitted.annotate(since=since) if row.since is not None]
    accounts = office_accounts() if rows else []
    for row in rows:
        came = timezone.localdate(row.since)
        step = _WAITING.step_on(came, day)
        if step is None:
            continue
        text = f"已经等了{(day - came).days}天，请登记：{row.title}。"
        wording = Wording(text, office_link(row), Urgency.DUE)
        for account in accounts:
            yield Reminder(account.pk, ARRIVED, subject_of(row), came, step, wording, row.title)


def _to_assign_anew(day: dt.date) -> Iterator[Reminder]:
    """What was returned and nobody has yet; the presidium has its own days for that."""
    returned = Assignment.objects.filter(
        status=AssignmentStatus.RETURNED,
        reassign_due_on__isnull=False,
        reassign_due_on__lte=day + dt.timedelta(days=1),
        proposal__status=ProposalStatus.ACCEPTED,
    )
    rows = list(returned.select_related("proposal", "unit"))
    accounts = office_accounts() if rows else []
    for row in rows:
        due_on = row.reassign_due_on
        step = Schedule((-1, 0), every=7).step_on(due_on, day) if due_on else None
        if due_on is None or step is None:
            continue
        when = days_in_words(due_on, day)
        text = f"{row.unit}退办的还没有重新交办，{when}：{row.proposal.title}。"
        urgency = Urgency.LATE if due_on < day else Urgency.DUE
        wording = Wording(text, office_link(row.proposal), urgency)
        for account in accounts:
            subject, title = subject_of(row.proposal), row.proposal.title
            yield Reminder(account.pk, RETURNED, subject, due_on, step, wording, title)
