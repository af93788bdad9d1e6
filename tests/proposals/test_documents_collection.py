"""The session's collection: contents that lead to the right pages."""

import io
import re

import pdfplumber
import pytest

from congress.common.exceptions import RuleViolation
from proposals.documents.collection import collection_pdf
from proposals.enums import Occasion, ProposalKind, ProposalSource, ProposalStatus
from tests.documents.measure import MM, page_number
from tests.factories import SessionFactory
from tests.proposals.papers import drawn, numbered_text, pages_of
from tests.proposals.samples import proposal_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(session):
    return session.term.mandates.select_related("deputy").first().deputy


@pytest.fixture
def matters(session, lead):
    """A suggestion of four pages before a motion, one in recess, one withdrawn."""
    long = proposal_of(lead, session, title="关于清沟的建议", grounds=numbered_text(45))
    motion = proposal_of(
        lead,
        session,
        title="关于修桥的议案",
        kind=ProposalKind.MOTION,
        grounds="桥危险。",
        measures="今年修。",
    )
    motion.source = ProposalSource.DESK
    motion.save()
    short = proposal_of(lead, session, title="关于装路灯的建议")
    recess = proposal_of(lead, session, title="关于通校车的建议", occasion=Occasion.INTERSESSIONAL)
    gone = proposal_of(lead, session, title="关于收回的建议", status=ProposalStatus.WITHDRAWN)
    return [long, motion, short, recess, gone]


def test_contents_are_in_order_and_their_page_numbers_are_right(matters):
    with pdfplumber.open(io.BytesIO(drawn(collection_pdf, *matters))) as file:
        texts = [re.sub(r"\s", "", page.extract_text()) for page in file.pages]
        cover, contents = texts[0], texts[2]
        assert "江湾镇第十九届人民代表大会第五次会议代表议案和建议、批评和意见汇编" in cover
        assert cover.endswith("江湾镇人民代表大会主席团2026年2月3日")
        entries = re.findall(r"号(关于.+?)…+(\d+)", contents)
        assert [title for title, _ in entries] == [
            "关于修桥的议案",
            "关于清沟的建议",
            "关于装路灯的建议",
            "关于通校车的建议",
        ]
        for title, number in entries:
            page = next(n for n, text in enumerate(texts) if n > 2 and text.startswith(title))
            assert page_number(file.pages[page]).text == f"— {number} —"
    assert [number for _, number in entries] == ["1", "2", "6", "7"]
    heads = [
        "一、议案（1件）",
        "二、建议、批评和意见（2件）",
        "三、闭会期间提出的建议",
    ]
    assert sorted(heads, key=contents.index) == heads


def test_texts_are_whole_and_what_is_missing_is_said(matters):
    text = "".join(pages_of(drawn(collection_pdf, *matters)))
    assert all(f"甲{n}乙" in text for n in range(45))
    assert "一、案据桥危险。二、方案今年修。" in text
    assert text.count("（台账没有记载正文。）") == 2
    assert "关于收回的建议" not in text


def test_collection_is_of_one_session(matters, session, lead):
    other = proposal_of(lead, SessionFactory(term=session.term, ordinal=4))
    with pytest.raises(RuleViolation, match="按一次会议编"):
        drawn(collection_pdf, *matters, other)
    with pytest.raises(RuleViolation, match="没有可以编入汇编"):
        drawn(collection_pdf, matters[-1])


def test_word_without_an_end_stays_on_the_page(session, lead):
    odd = proposal_of(lead, session, title="x" * 100, grounds="y" * 500)
    with pdfplumber.open(io.BytesIO(drawn(collection_pdf, odd))) as file:
        for page in file.pages:
            assert all(char["x1"] * MM < 210 - 25 for char in page.chars)
        assert sum(page.extract_text().count("y") for page in file.pages) == 500
