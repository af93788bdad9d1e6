"""After the assignment: who still has to talk, judge, keep his word, decide; in time, once."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.common.messaging.reminders import remind
from congress.common.models import Message
from congress.common.partial_dates import PartialDate
from congress.township.models import TownSettings
from proposals.answer_reminders import answers_due
from proposals.models import FeedbackRequest, Promise
from proposals.office_reminders import office_due
from proposals.services import UnitPart, feedback, following, handling
from tests.factories import OrganFactory
from tests.proposals.stage import DAY, unit_user
from tests.proposals.test_answering import GOOD, replied, says

pytestmark = pytest.mark.django_db


@pytest.fixture
def given(stage):
    user, unit = unit_user()
    (part,) = stage.assigned(UnitPart(unit))
    return user, part


@pytest.fixture
def spoken(time_machine):
    """``spoken(kind, due)``: on which days around the due day the kind is said."""

    def spoken(kind, due, first=-9, last=16):
        days = [due + dt.timedelta(n) for n in range(first, last)]
        said = []
        for day in days:
            time_machine.move_to(f"{day}T08:00+08:00")
            if dict(remind(day).messages).get(kind):
                said.append((day - due).days)
        return said

    return spoken


def text_for(user) -> str:
    return Message.objects.filter(recipient=user).latest("pk").text


def test_a_sponsor_is_reminded_until_he_has_judged(stage, given, spoken):
    replied(*given)
    request = FeedbackRequest.objects.get()
    assert spoken("proposal-feedback-due", request.due_on) == [-5, -1, 0, 7, 14]
    assert text_for(stage.lead) == (
        "请评价镇水利站的答复，已逾期14天：关于疏通新洲村排水沟的建议。"
    )


def test_who_has_judged_is_left_alone_and_the_office_too(stage, given, spoken):
    replied(*given)
    request = FeedbackRequest.objects.get()
    feedback.rate_reply(request, actor=stage.lead, **GOOD)
    assert spoken("proposal-feedback-due", request.due_on) == []
    assert spoken("proposal-silent", request.due_on) == []


def test_office_reminds_who_said_nothing_and_then_it_is_done(stage, given, spoken):
    replied(*given)
    request = FeedbackRequest.objects.get()
    assert spoken("proposal-silent", request.due_on, last=3) == [1]
    assert text_for(stage.office).endswith(
        "到期，还有1名代表没有评价，请提醒代表：关于疏通新洲村排水沟的建议。"
    )
    feedback.remind_sponsor(request, actor=stage.office, how="打电话")
    assert spoken("proposal-silent", request.due_on, first=3, last=12) == []


def test_unit_has_to_speak_with_the_deputies(stage, given, spoken):
    user, part = given
    due = part.contact_due_on
    assert spoken("proposal-contact-due", due, last=1) == [-5, -1, 0]
    link = Message.objects.filter(recipient=user).latest("pk").link
    assert link.address == reverse("desk-part-contact", args=[part.public_id])
    assert text_for(user) == "请和代表联系，听取意见，今天到期：关于疏通新洲村排水沟的建议。"
    handling.record_contact(part, actor=user, held_on=due, form="visit")
    assert spoken("proposal-contact-due", due, first=1, last=9) == []


def test_promises_are_followed_until_they_are_kept(stage, given, spoken):
    user, part = given
    replied(user, part, says("B", promise="雨季前清完", promised_for=PartialDate(2026, 5)))
    last = dt.date(2026, 5, 31)
    assert spoken("proposal-promise-due", last, last=2) == [-5, -1, 0]
    assert text_for(user) == ("请落实承诺，今天到期：雨季前清完（关于疏通新洲村排水沟的建议）。")
    following.keep_promise(Promise.objects.get(), actor=user, report="都清完了")
    assert spoken("proposal-promise-due", last, first=2, last=9) == []


def test_more_time_waits_for_the_office(stage, given, spoken):
    user, part = given
    extension = handling.ask_extension(part, actor=user, reason="要等汛期")
    assert spoken("proposal-extension-waits", DAY, first=0, last=8) == [3, 7]
    assert text_for(stage.office) == (
        "镇水利站申请延期，已经等了7天，请决定：关于疏通新洲村排水沟的建议。"
    )
    handling.decide_extension(extension, actor=stage.office, approve=True)
    assert spoken("proposal-extension-waits", DAY, first=8, last=16) == []


def test_several_of_a_day_are_one_message(stage, time_machine):
    user, unit = unit_user()
    parts = [stage.assigned(UnitPart(unit))[0] for _ in range(2)]
    for part in parts:
        replied(user, part)
    due = FeedbackRequest.objects.earliest("pk").due_on
    time_machine.move_to(f"{due}T08:00+08:00")
    assert dict(remind(due).messages)["proposal-feedback-due"] == 1
    assert text_for(stage.lead).startswith("有2件答复请您评价：关于疏通新洲村排水沟的建议、")


def listed_behind(client, user, kind):
    """The rows of the list that the last message of this kind opens."""
    client.force_login(user)
    message = Message.objects.filter(recipient=user, kind=kind).latest("pk")
    assert message.text.startswith("有2")
    rows = client.get(message.link.address).context["cl"].result_list
    return {row.pk for row in rows}


def test_a_message_on_several_opens_the_list_of_them(client, stage, time_machine):
    user, unit = unit_user()
    late, soon, later, alone = (stage.assigned(UnitPart(unit))[0] for _ in range(4))
    day = dt.date(2026, 3, 10)
    for part, due in ((late, 9), (soon, 13), (later, 25), (alone, 31)):
        part.due_on = PartialDate(2026, 3, due)
        part.save()
    time_machine.move_to(f"{day}T08:00+08:00")
    remind(day)
    assert listed_behind(client, stage.office, "proposal-office-due") == {
        late.proposal_id,
        soon.proposal_id,
    }
    for part in (late, soon):
        handling.ask_extension(part, actor=user, reason="汛期", asked_on=dt.date(2026, 3, 1))
    day = dt.date(2026, 3, 13)
    time_machine.move_to(f"{day}T08:00+08:00")
    remind(day)
    assert listed_behind(client, stage.office, "proposal-extension-waits") == {
        late.proposal_id,
        soon.proposal_id,
    }
    for part in (later, alone):
        replied(user, part, says("B", promise="清完", promised_for=PartialDate(2026, 4)))
    promises = {promise.pk for promise in Promise.objects.all()}
    silent = FeedbackRequest.objects.earliest("pk").due_on + dt.timedelta(1)
    time_machine.move_to(f"{silent}T08:00+08:00")
    remind(silent)
    assert listed_behind(client, stage.office, "proposal-silent") == {
        later.proposal_id,
        alone.proposal_id,
    }
    day = dt.date(2026, 5, 1)
    time_machine.move_to(f"{day}T08:00+08:00")
    remind(day)
    assert listed_behind(client, stage.office, "proposal-office-promise") == promises


def test_asks_as_often_for_many_as_for_few(stage):
    schedule, asked = TownSettings.load().reminder_schedule(), []
    user, unit = unit_user()
    for number in (1, 2):
        for _ in range(number):
            (part,) = stage.assigned(UnitPart(unit))
            replied(user, part, says("B", promise="清完", promised_for=PartialDate(2026, 2)))
            stage.assigned(UnitPart(OrganFactory()), UnitPart(unit, "co"))
        with CaptureQueriesContext(connection) as captured:
            list(answers_due(dt.date(2026, 2, 14), schedule))
            list(office_due(dt.date(2026, 2, 14)))
        asked.append(len(captured))
    assert asked[0] == asked[1]
