"""A suggestion written on a phone whose line is cut, joined by another deputy, submitted."""

import datetime as dt

import pytest
from django.utils import timezone

from proposals.enums import ProposalStatus, SponsorshipStatus
from proposals.models import Proposal
from tests.e2e.conftest import PHONE
from tests.factories import SessionFactory

TITLE = "关于疏通新洲村排水沟的建议"
STATE = "[data-draft-state]"


@pytest.fixture
def recess(transactional_db, term, deputy, other_deputy):
    """Between two sessions."""
    past = timezone.localdate() - dt.timedelta(days=100)
    return SessionFactory(term=term, ordinal=5, starts_on=past, ends_on=past)


def wait_for(phone, words: str) -> None:
    phone.page.locator(STATE).filter(has_text=words).wait_for()


def test_draft_outlives_the_line_and_is_submitted(sit_down, recess):
    phone = sit_down(PHONE, scripts=True)
    phone.log_in("deputy")
    phone.follow("写一件议案建议")
    phone.page.get_by_label("案由").fill(TITLE)
    phone.page.get_by_label("案据").fill("沟堵了三年。")
    wait_for(phone, "已保存")
    draft = Proposal.objects.get()
    assert phone.page.url.endswith(f"/desk/proposals/{draft.public_id}/edit/")

    phone.page.context.set_offline(True)
    phone.page.get_by_label("方案").fill("请清淤，装格栅。")
    wait_for(phone, "没有网络，写的都留在这部手机上")
    phone.page.get_by_role("button", name="核对并提交").click()  # nothing is sent, nothing lost
    assert phone.page.get_by_label("方案").input_value() == "请清淤，装格栅。"
    phone.page.context.set_offline(False)
    wait_for(phone, "已保存")
    draft.refresh_from_db()
    assert (draft.title, draft.measures) == (TITLE, "请清淤，装格栅。")

    # Closed while the line is down, opened again when it is back.
    phone.page.context.set_offline(True)
    phone.page.get_by_label("案据").fill("沟堵了三年，下雨就淹田。")
    wait_for(phone, "没有网络")
    phone.page.close()
    phone.page.context.set_offline(False)
    phone.complaints.clear()
    phone.page = phone.page.context.new_page()
    phone.open(f"/desk/proposals/{draft.public_id}/edit/")
    wait_for(phone, "已保存")
    draft.refresh_from_db()
    assert draft.grounds == "沟堵了三年，下雨就淹田。"

    phone.press("请别的代表联名")
    phone.page.get_by_label("鲁大江").check()
    phone.press("邀请打了勾的代表")
    assert "已请鲁大江联名。" in phone.text()

    other = sit_down(PHONE, scripts=False)
    other.log_in("other_deputy")
    assert "请您确认联名" in other.text(".urgent")
    other.follow("看内容，再确认")
    assert "沟堵了三年，下雨就淹田。" in other.text("#cosign")
    other.press("确认联名")
    joined = draft.sponsorships.get(is_lead=False)
    assert joined.status == SponsorshipStatus.CONFIRMED

    phone.follow("核对并提交")
    assert "附议代表鲁大江" in phone.text()
    phone.page.get_by_label("这件只反映一件事（一事一议）").check()
    phone.press("提交")
    assert "等人大办登记" in phone.text(".standing")
    draft.refresh_from_db()
    assert draft.status == ProposalStatus.SUBMITTED
    assert phone.complaints == []
