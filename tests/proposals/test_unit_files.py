"""Who sees the files of drafts, replies, assisting opinions and promises, and who changes them."""

import pytest

from congress.common.attachments.owners import can_remove_attachment, can_view_attachment
from congress.common.attachments.services import attach_files, stage_upload
from congress.common.models import Attachment
from congress.common.partial_dates import PartialDate
from proposals.enums import DraftState
from proposals.models import AssistingOpinion, Promise
from proposals.services import following, handling, replying
from tests.attachments.reports import upload
from tests.proposals.stage import unit_user
from tests.proposals.units import says

pytestmark = pytest.mark.django_db


def file_of(record) -> Attachment:
    return Attachment.objects.of(record).get()


def photo(user) -> list[Attachment]:
    return [stage_upload(upload("清淤.jpg"), actor=user)]


@pytest.fixture
def people(handed_out, auditor):
    stranger, _ = unit_user("镇司法所", "sifa")
    stage = handed_out.stage
    return {
        "unit": handed_out.user,
        "helper": handed_out.helper,
        "office": stage.office,
        "auditor": auditor,
        "sponsor": stage.lead,
        "deputy": stage.others[3],
        "stranger": stranger,
    }


def who(predicate, people, record) -> set[str]:
    row = file_of(record)
    return {name for name, user in people.items() if predicate(user, row)}


def test_draft_is_the_units_and_the_offices(handed_out, people):
    part, user = handed_out.lead, handed_out.user
    draft = replying.save_reply_draft(part, says(), actor=user, files=photo(user))
    assert who(can_view_attachment, people, draft) == {"unit", "office"}
    assert who(can_remove_attachment, people, draft) == {"unit", "office"}
    handling.waive_opinions(part, actor=handed_out.stage.office, reason="撤并")
    draft = replying.ask_for_signature(draft, actor=user)
    assert draft.state == DraftState.TO_SIGN
    assert who(can_remove_attachment, people, draft) == set()


def test_reply_is_everybodys_who_sees_the_proposal(handed_out, people):
    part, user = handed_out.lead, handed_out.user
    handling.waive_opinions(part, actor=handed_out.stage.office, reason="撤并")
    draft = replying.save_reply_draft(part, says(), actor=user, files=photo(user))
    reply = replying.sign_reply(
        replying.ask_for_signature(draft, actor=user), actor=user, signed_by="雷雨"
    )
    sees = {"unit", "helper", "office", "auditor", "sponsor", "deputy"}
    assert who(can_view_attachment, people, reply) == sees
    assert who(can_remove_attachment, people, reply) == {"office"}


def test_opinion_is_the_units_and_the_back_offices(handed_out, people):
    user = handed_out.helper
    handling.give_opinion(handed_out.co, actor=user, content="同意。", files=photo(user))
    opinion = AssistingOpinion.objects.get()
    sees = {"unit", "helper", "office", "auditor"}
    assert who(can_view_attachment, people, opinion) == sees
    assert who(can_remove_attachment, people, opinion) == {"office"}


def test_promise_is_open_to_its_unit_until_it_is_settled(handed_out, people):
    part, user = handed_out.lead, handed_out.user
    handling.waive_opinions(part, actor=handed_out.stage.office, reason="撤并")
    values = says("B", promise="雨季前清完", promised_for=PartialDate(2026, 5))
    draft = replying.save_reply_draft(part, values, actor=user)
    replying.sign_reply(replying.ask_for_signature(draft, actor=user), actor=user, signed_by="雷雨")
    promise = Promise.objects.get()
    attach_files(promise, photo(user), actor=user)
    sees = {"unit", "helper", "office", "auditor", "sponsor", "deputy"}
    assert who(can_view_attachment, people, promise) == sees
    assert who(can_remove_attachment, people, promise) == {"unit", "office"}
    following.keep_promise(promise, actor=user, report="清完")
    assert who(can_remove_attachment, people, promise) == {"office"}
