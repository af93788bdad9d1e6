"""What was said is asked for all at once: nothing else is said, and a second round costs little."""

import datetime as dt
import random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congress.common.messaging.reminders import remind
from congress.common.models import Message, SaidReminder
from congress.common.registry import MessageKind, Reminder, Wording, reminders
from tests.deputies.liaison import visit_for
from tests.factories import DeputyFactory, GroupFactory, MandateFactory, UserFactory

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 12, 26)
DUE = [dt.date(2026, 12, 31), dt.date(2027, 1, 15)]


def several(new, own, day):
    return Wording("、".join(sorted(one.title for one in new)))


KINDS = [MessageKind("test-due", "到期", several), MessageKind("test-wait", "等待", several)]


def spoken(found, known, active):
    """The rule, one person and one reminder at a time: (recipient, kind, what is said)."""
    said = set()
    known = set(known)
    for recipient, kind in sorted({(one.recipient, one.kind.slug) for one in found}):
        own = [one for one in found if (one.recipient, one.kind.slug) == (recipient, kind)]
        new = [
            one
            for one in own
            if not any(
                (recipient, one.subject, one.counts_from) == (who, what, since) and step >= one.step
                for who, what, since, step in known
            )
        ]
        if new and recipient in active:
            said.add((recipient, kind, "、".join(sorted(one.title for one in new))))
            known |= {(recipient, one.subject, one.counts_from, one.step) for one in new}
    return said, known


@pytest.mark.parametrize("seed", range(12))
def test_round_says_what_was_not_said_to_that_person(clock, monkeypatch, seed):
    """Also where two hear of one thing, one thing is of two kinds, or an account rests."""
    chance = random.Random(seed)
    people = [UserFactory(is_active=number != 3) for number in range(5)]
    active = {person.pk for person in people if person.is_active}
    known = set()
    for number, step in enumerate((-5, -5, -1, 0, -1)):
        day = DAY + dt.timedelta(days=number)
        found = [
            Reminder(person.pk, kind, f"thing:{thing}", due, step, Wording(title), title)
            for person in people
            for thing in range(6)
            for kind in KINDS
            for due in DUE
            if chance.random() < 0.25
            for title in (f"第{thing}件{due:%m%d}",)
        ]
        chance.shuffle(found)
        # A thing is due on one day for one person: a second one would be said once as well.
        found = list({(one.recipient, one.kind.slug, one.subject): one for one in found}.values())
        monkeypatch.setattr(reminders, "collect", lambda _, found=found: found)
        clock(day)
        before = set(Message.objects.values_list("pk", flat=True))
        planned = remind(day, dry_run=True)
        done = remind(day)
        expected, known = spoken(found, known, active)
        messages = Message.objects.exclude(pk__in=before)
        assert {(m.recipient_id, m.kind, m.text) for m in messages} == expected
        assert sum(done.messages.values()) == len(expected)
        assert planned.messages.keys() >= done.messages.keys()
        rows = SaidReminder.objects.values_list("recipient", "subject", "counts_from", "step")
        assert set(rows) == known
        assert sum(remind(day).messages.values()) == 0


def test_second_round_asks_as_often_for_many_people_as_for_one(clock, term):
    clock(DAY)
    asked = []
    for people in (1, 29):
        for _ in range(people):
            person = DeputyFactory(user=UserFactory())
            MandateFactory(deputy=person, term=term)
            visit_for(person, GroupFactory(term=term))
        assert remind(DAY).messages["liaison-task-due"] == people
        with CaptureQueriesContext(connection) as second:
            assert not remind(DAY).messages
        asked.append(len(second))
        assert not any("FOR NO KEY UPDATE" in one["sql"] for one in second)
    assert asked[0] == asked[1]
