"""Sheets on which sponsors say what they think of a reply, blank and filled in."""

import io

import pdfplumber
import pytest
from django.urls import reverse

from congress.common.exceptions import RuleViolation
from proposals.documents.feedback_form import feedback_forms_pdf, feedback_tables_pdf
from proposals.models import ProposalSettings, Reply
from proposals.services.feedback import rate_reply
from tests.documents.measure import MM
from tests.proposals.papers import drawn, pages_of
from tests.proposals.units import replied, says

pytestmark = pytest.mark.django_db
CHOICES = ("满意", "基本满意", "不满意", "未表态")
WORDS = "沟口还是堵的，雨后路上仍积水。"


@pytest.fixture
def reply(alone):
    values = says(document_number="江水函〔2026〕3号", contact_person="雷雨")
    return replied(alone.user, alone.lead, values)


def rated(alone, reply, *, result="satisfied", words="", actor=None):
    asked = reply.requests.get(sponsorship__is_lead=True)
    values = {"attitude": "basically", "result": result, "words": words}
    rate_reply(asked, actor=actor or alone.stage.lead, **values)


def ticks(pdf: bytes, page: int = 0) -> list[str]:
    """The words behind the boxes that are ticked, from top to bottom."""
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        words = file.pages[page].extract_words(keep_blank_chars=False)
        marks = [char for char in file.pages[page].chars if char["text"] == "√"]
    found = []
    for mark in sorted(marks, key=lambda char: char["top"]):
        right = [
            word
            for word in words
            if abs(word["bottom"] - mark["bottom"]) < 6 and word["x1"] > mark["x1"] + 2
        ]
        if right:
            text = min(right, key=lambda word: word["x0"])["text"].lstrip("√")
            found.append(text)
    return found


def test_each_sponsor_has_a_page_with_what_is_known(alone, reply):
    first, second = pages_of(drawn(feedback_forms_pdf, alone.proposal))
    for page, name in ((first, "甘霖"), (second, "白露")):
        assert "江湾镇人民代表大会代表建议答复征求意见表" in page
        assert "江湾镇第十九届人民代表大会第五次会议第1号案由" in page
        assert "承办单位镇水利站答复文号江水函〔2026〕3号" in page
        assert "答复日期2026年1月15日办理结果A已解决或基本解决" in page
        assert f"评价代表{name}" in page
        assert page.count("".join(CHOICES)) == 2
        assert "请在2026年2月12日以前填好，交江湾镇人民代表大会主席团。" in page
        assert "日期年月日" in page
        assert "√" not in page.replace("打“√”", "")


def test_what_was_said_is_ticked(alone, reply):
    rated(alone, reply, result="dissatisfied", words=WORDS)
    pdf = drawn(feedback_forms_pdf, alone.proposal)
    first, second = pages_of(pdf)
    assert WORDS in first
    assert "代表签名甘霖（本人网上评价）日期2026年1月15日" in first
    assert first.replace("打“√”", "").count("√") == 2
    assert [text[:3] for text in ticks(pdf)[:2]] == ["基本满", "不满意"]
    assert WORDS not in second


def test_what_the_office_entered_says_so(alone, reply):
    rated(alone, reply, actor=alone.stage.office)
    assert "甘霖（人大办录入）" in pages_of(drawn(feedback_forms_pdf, alone.proposal))[0]


def test_one_sheet_for_all(alone, reply):
    rated(alone, reply, result="dissatisfied", words=WORDS)
    (page,) = pages_of(drawn(feedback_tables_pdf, alone.proposal))
    assert "代表对办理态度对办理结果意见签名和日期" in page
    assert "甘霖" in page
    assert "白露" in page
    assert page.replace("打“√”", "").count("√") == 2


def test_second_round_is_asked_anew(alone, reply):
    rated(alone, reply, result="dissatisfied", words=WORDS)
    replied(alone.user, alone.lead)
    first, second = pages_of(drawn(feedback_forms_pdf, alone.proposal))
    assert "代表建议再次答复征求意见表" in first
    assert WORDS not in first + second


def test_long_words_stay_on_the_page(alone, reply):
    rated(alone, reply, result="dissatisfied", words="堵" * 500)
    pdf = drawn(feedback_forms_pdf, alone.proposal)
    assert len(pages_of(pdf)) == 2
    assert pages_of(pdf)[0].count("堵") == 500
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        assert max(char["x1"] for char in file.pages[0].chars) * MM < 210 - 19


def test_lead_alone_is_asked_where_the_town_says_so(alone):
    ProposalSettings.objects.create(feedback_from="lead")
    replied(alone.user, alone.lead)
    (page,) = pages_of(drawn(feedback_forms_pdf, alone.proposal))
    assert "评价代表甘霖" in page


def test_reply_of_a_ledger_has_sheets_for_all_sponsors(alone):
    Reply.objects.create(assignment=alone.lead, replied_on="2026-01")
    first, _ = pages_of(drawn(feedback_forms_pdf, alone.proposal))
    assert "答复日期2026年1月" in first
    assert "请填好以后交江湾镇人民代表大会主席团。" in first


def test_nothing_answered_is_said(alone):
    for make in (feedback_forms_pdf, feedback_tables_pdf):
        with pytest.raises(RuleViolation, match="还没有答复"):
            drawn(make, alone.proposal)


def test_sponsor_takes_his_own_sheet_the_unit_all(alone, reply, as_user):
    address = reverse("desk-reply-feedback", args=[reply.public_id])
    (own,) = pages_of(as_user(alone.stage.others[0]).get(address).content)
    assert "评价代表白露" in own
    assert len(pages_of(as_user(alone.user).get(address).content)) == 2
    assert len(pages_of(as_user(alone.stage.office).get(address + "?together").content)) == 1
    assert as_user(alone.stage.others[1]).get(address).status_code == 404


def test_who_is_not_asked_is_told(alone, as_user):
    ProposalSettings.objects.create(feedback_from="lead")
    reply = replied(alone.user, alone.lead)
    address = reverse("desk-reply-feedback", args=[reply.public_id])
    page = as_user(alone.stage.others[0]).get(address, follow=True).content.decode()
    assert "没有要征求意见的代表" in page


def test_pages_offer_what_one_may_print(alone, reply, as_user):
    stage = alone.stage
    page = reverse("desk-proposal", args=[alone.proposal.public_id])
    letter = reverse("desk-reply-letter", args=[reply.public_id])
    sheet = reverse("desk-reply-feedback", args=[reply.public_id])
    expected = [
        (alone.user, True, True),
        (stage.lead, True, True),
        (stage.others[2], True, False),
    ]
    for who, *offered in expected:
        text = as_user(who).get(page).content.decode()
        assert [letter in text, sheet in text] == offered, who
