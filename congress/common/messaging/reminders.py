"""The daily round: what is due is said once, several things to one person in one message."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.contrib.auth import get_user_model
from django.db import transaction

from congress.common.messaging.services import Notice, send_notices, settle
from congress.common.models import Message, SaidReminder
from congress.common.registry import MessageKind, Reminder, Wording, reminders

Said = dict[tuple[int, str, dt.date], int]


@dataclass
class Round:
    """What a round said (or, on trial, would say): things and messages by kind of message."""

    things: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    messages: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    settled: int = 0

    def count(self, kind: MessageKind, things: int) -> None:
        self.things[kind.slug] += things
        self.messages[kind.slug] += 1


def remind(day: dt.date, *, dry_run: bool = False) -> Round:
    """Say what is due on ``day`` and wasn't said before; settle what is no longer true.

    Safe to run at any time and twice at once: each person's round is one transaction behind a
    lock on the account, and the database refuses a reminder that was said. A day that was missed
    is made up for with the true number of days; what has been done meanwhile isn't mentioned.
    """
    done = Round()
    found: list[Reminder] = reminders.collect(day)
    known = _said(found)  # all at once: on a second round of the day there is nothing to lock for
    for (recipient, _), own in _by_person_and_kind(found).items():
        if _new(own, known):
            _remind_one(recipient, own, day, done, dry_run)
    if not dry_run:
        # Asked anew: what was done while this round was speaking found no message to settle.
        done.settled = _settle_what_is_over(reminders.collect(day))
    return done


def _by_person_and_kind(found: Iterable[Reminder]) -> dict[tuple[int, str], list[Reminder]]:
    groups: dict[tuple[int, str], list[Reminder]] = defaultdict(list)
    for reminder in found:
        groups[reminder.recipient, reminder.kind.slug].append(reminder)
    return dict(sorted(groups.items()))


def _remind_one(
    recipient: int, own: list[Reminder], day: dt.date, done: Round, dry_run: bool
) -> None:
    with transaction.atomic():
        accounts = get_user_model().objects.filter(pk=recipient, is_active=True)
        if accounts.select_for_update(no_key=True).first() is None:
            return
        new = _new(own, _said(own))
        if not new:
            return
        kind = new[0].kind
        if not dry_run and not _say(recipient, kind, new, own, day):
            return
        done.count(kind, len(new))


def _said(found: Sequence[Reminder]) -> Said:
    """The last step that was said of each thing to each person."""
    said: Said = {}
    people = {reminder.recipient for reminder in found}
    subjects = {reminder.subject for reminder in found}
    rows = SaidReminder.objects.filter(recipient__in=people, subject__in=subjects)
    for recipient, subject, counts_from, step in rows.values_list(
        "recipient", "subject", "counts_from", "step"
    ):
        key = recipient, subject, counts_from
        said[key] = max(step, said.get(key, step))
    return said


def _new(own: list[Reminder], said: Said) -> list[Reminder]:
    """Without those of which this step, or a later one, was said."""
    return [
        reminder
        for reminder in own
        if (last := said.get((reminder.recipient, reminder.subject, reminder.counts_from))) is None
        or last < reminder.step
    ]


def _say(
    recipient: int, kind: MessageKind, new: list[Reminder], own: list[Reminder], day: dt.date
) -> bool:
    """One message about all that is new; it takes the place of older ones about the same."""
    subjects = tuple(reminder.subject for reminder in new)
    settle(*subjects, recipient=recipient, kind=kind.slug)
    # What the message leaves out was said before; its first subject and step name it for good.
    first = min(new, key=lambda reminder: (reminder.subject, reminder.step))
    key = f"{kind.slug}:{first.subject}:{first.counts_from}:{first.step}"
    wording = _wording(kind, new, own, day)
    sent = send_notices(kind, [Notice(recipient, wording, key, subjects)], actor=None)
    SaidReminder.objects.bulk_create(
        SaidReminder(
            message=message,
            recipient_id=recipient,
            subject=reminder.subject,
            counts_from=reminder.counts_from,
            step=reminder.step,
        )
        for message in sent
        for reminder in new
    )
    return bool(sent)


def _wording(kind: MessageKind, new: list[Reminder], own: list[Reminder], day: dt.date) -> Wording:
    if len(new) == 1:
        return new[0].wording
    if kind.several is None:
        return replace(new[0].wording, text="".join(one.wording.text for one in new))
    return kind.several(new, own, day)


def _settle_what_is_over(found: list[Reminder]) -> int:
    """Old reminders of what was done, taken back, put off or given to somebody else."""
    alive = {(reminder.recipient, reminder.subject) for reminder in found}
    open_ones = Message.objects.filter(settled_at__isnull=True, reminders__isnull=False)
    over: dict[int, set[str]] = defaultdict(set)
    for recipient, about in open_ones.distinct().values_list("recipient", "about"):
        over[recipient] |= {one for one in about if (recipient, one) not in alive}
    for recipient, subjects in over.items():
        settle(*subjects, recipient=recipient)
    return sum(map(len, over.values()))
