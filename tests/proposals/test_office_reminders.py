"""What the office and who presses for key items hear: what is owed, silent, promised."""

import datetime as dt

import pytest

from congress.common.messaging.reminders import remind
from congress.common.models import Message
from congress.common.partial_dates import PartialDate
from proposals.services import feedback, following
from proposals.services.replying import enter_reply
from tests.proposals.stage import DAY
from tests.proposals.units import says

pytestmark = pytest.mark.django_db
DUE = dt.date(2026, 4, 15)


@pytest.fixture
def spoken(time_machine):
    """``spoken(kind, first, last, user)``: on which days somebody hears of it."""

    def run(kind, first, last, user):
        heard, day = [], first
        while day <= last:
            time_machine.move_to(f"{day}T08:00+08:00")
            before = Message.objects.filter(recipient=user, kind=kind).count()
            remind(day)
            if Message.objects.filter(recipient=user, kind=kind).count() > before:
                heard.append(day)
            day += dt.timedelta(1)
        return heard

    return run


def test_office_and_who_is_in_charge_hear_of_what_units_owe(alone, spoken):
    member, office = alone.stage.others[3], alone.stage.office
    following.mark_key(alone.proposal, actor=office, is_key=True, member=member.deputy)
    first, last = DUE - dt.timedelta(8), DUE + dt.timedelta(8)
    heard = spoken("proposal-office-due", first, last, office)
    assert [(day - DUE).days for day in heard] == [-3, 1, 7]
    keys = Message.objects.filter(recipient=member, kind="proposal-key-due").order_by("pk")
    assert [row.text.partition("，")[2] for row in keys] == [
        "镇水利站还没有答复，还有7天：关于疏通新洲村排水沟的建议。",
        "镇水利站还没有答复，今天到期：关于疏通新洲村排水沟的建议。",
        "镇水利站还没有答复，已逾期7天：关于疏通新洲村排水沟的建议。",
    ]


def replied(alone, **values):
    return enter_reply(
        alone.lead, says(**values), actor=alone.stage.office, signed_by="闻水生", replied_on=DAY
    )


def test_office_is_told_no_more_when_all_silent_ones_were_reminded(alone, spoken):
    first, second = replied(alone).requests.order_by("-sponsorship__is_lead")
    due, office = first.due_on, alone.stage.office
    heard = spoken("proposal-silent", due, due + dt.timedelta(2), office)
    assert [(day - due).days for day in heard] == [1]
    told = Message.objects.filter(kind="proposal-silent", settled_at__isnull=True)
    feedback.remind_sponsor(first, actor=office, how="电话")
    assert told.exists()
    feedback.remind_sponsor(second, actor=office, how="电话")
    assert not told.exists()


def test_office_hears_of_promises_that_are_late(alone, spoken):
    values = {"promise": "修好泵站", "promised_for": PartialDate.of("2026-03")}
    promise = replied(alone, letter="B", **values).promised
    due, office = dt.date(2026, 3, 31), alone.stage.office
    heard = spoken("proposal-office-promise", due, due + dt.timedelta(2), office)
    assert [(day - due).days for day in heard] == [1]
    following.keep_promise(promise, actor=alone.user, report="修好了")
    open_ones = Message.objects.filter(kind__startswith="proposal-", settled_at__isnull=True)
    assert not open_ones.filter(text__contains="修好泵站").exists()
