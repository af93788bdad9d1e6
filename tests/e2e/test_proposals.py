"""A deputy writes a suggestion on a phone whose line is cut; another joins; it is submitted."""

import pytest
from django.urls import reverse

from proposals.enums import ProposalStatus, SponsorshipStatus
from proposals.models import Proposal
from tests.attachments.samples import photo
from tests.e2e.conftest import PHONE
from tests.proposals.samples import town_lists

TITLE = "关于疏通新洲村排水沟的建议"
GROUNDS = "沟堵了三年，下雨就淹田。"
MEASURES = "请清淤，装格栅。"


@pytest.fixture
def deputies(transactional_db, deputy, other_deputy):
    town_lists()
    return deputy, other_deputy


def test_suggestion_is_written_over_a_bad_line_joined_and_submitted(sit_down, deputies):
    phone = sit_down(PHONE, scripts=True)
    phone.log_in("deputy")
    phone.open(reverse("desk-proposal-new"))
    phone.page.get_by_label("案由").fill(TITLE)
    phone.page.get_by_text("已保存").wait_for()
    assert [p.title for p in Proposal.objects.all()] == [TITLE]

    phone.page.context.set_offline(True)
    phone.page.get_by_label("案据").fill(GROUNDS)
    phone.page.get_by_text("没有网络，写的都留在这台设备上").wait_for()
    phone.page.get_by_role(
        "button", name="核对并提交"
    ).click()  # stays here, with all that is written
    assert phone.page.get_by_label("案据").input_value() == GROUNDS
    phone.page.context.set_offline(False)
    phone.page.get_by_text("已保存").wait_for()
    assert Proposal.objects.get().grounds == GROUNDS

    # The line is cut again, and the page closed; what was typed is sent when it is opened again.
    phone.page.context.set_offline(True)
    phone.page.get_by_label("方案").fill(MEASURES)
    phone.page.get_by_text("没有网络，写的都留在这台设备上").wait_for()
    again = phone.page.context.new_page()
    phone.page.close()
    phone.page = again
    phone.page.context.set_offline(False)
    phone.open(reverse("desk-proposal-edit", args=[Proposal.objects.get().public_id]))
    phone.page.get_by_text("已保存").wait_for()
    assert Proposal.objects.get().measures == MEASURES

    phone.press("请别的代表联名")
    phone.page.get_by_label("鲁大江").check()
    phone.press("邀请打了勾的代表")
    assert "已请鲁大江联名" in phone.text()

    other = sit_down(PHONE, scripts=False)
    other.log_in("other_deputy")
    other.follow("看内容，再确认")
    assert GROUNDS in other.text("#cosign")
    other.press("确认联名")
    assert "您已确认联名" in other.text()

    phone.follow("核对并提交")
    assert "何秋萍" in phone.text() and "鲁大江" in phone.text()
    phone.page.get_by_label("这件只反映一件事").check()
    phone.press("提交")
    assert "等人大办登记" in phone.text()
    proposal = Proposal.objects.get()
    assert proposal.status == ProposalStatus.SUBMITTED
    assert proposal.sponsorships.filter(status=SponsorshipStatus.CONFIRMED).count() == 2


def test_what_a_page_refused_does_not_come_back_once_it_was_saved(sit_down, deputies):
    phone = sit_down(PHONE, scripts=True)
    phone.log_in("deputy")
    phone.open(reverse("desk-proposal-new"))
    dialogs = []
    phone.page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.accept()))

    # Taken back before anything was stored: nothing to be told, nothing kept.
    title = phone.page.get_by_label("案由")
    title.fill("路")
    title.fill("")
    assert phone.page.locator("[data-draft-state]").is_hidden()

    phone.page.evaluate("document.querySelector('[name=title]').removeAttribute('maxlength')")
    title.fill("长" * 101)
    phone.page.get_by_text("还没有保存：").wait_for()
    phone.press("保存草稿")
    assert "100" in phone.text(".error-summary")
    phone.page.get_by_label("案由").fill(TITLE)
    phone.page.get_by_label("选照片").or_(
        phone.page.locator("input[type=file]")
    ).first.set_input_files({"name": "沟.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    phone.press("保存草稿")
    # What the browser says of the refusals that this test is about.
    phone.complaints[:] = [said for said in phone.complaints if "422" not in said]
    assert "草稿已保存。" in phone.text()
    assert dialogs == []  # the files went along: nobody has to be warned of leaving them
    assert Proposal.objects.get().title == TITLE

    phone.open(reverse("desk-proposal-new"))
    phone.page.wait_for_load_state("networkidle")
    assert phone.page.get_by_label("案由").input_value() == ""
    assert Proposal.objects.count() == 1
