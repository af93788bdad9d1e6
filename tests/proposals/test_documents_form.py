"""The proposal form on paper: one page, everything on it, nothing cut off."""

import datetime as dt
import io

import pdfplumber
import pytest

from congress.township.models import Organ, Township
from proposals.documents.fitting import Fit, Step
from proposals.documents.form import Text, forms_pdf
from proposals.enums import (
    ProposalKind,
    ProposalStatus,
    ProposalStep,
    Proposer,
    SponsorshipStatus,
)
from proposals.models import Proposal, SetAsideGround, StepTaken
from tests.factories import DeputyFactory
from tests.proposals.papers import drawn, numbered_text, pages_of
from tests.proposals.samples import answered, joined, proposal_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(session):
    return session.term.mandates.select_related("deputy").first().deputy


@pytest.fixture
def unit(session):
    return Organ.objects.create(name="镇水利站")


def test_form_says_what_the_paper_form_says(session, lead, unit):
    words = {"grounds": "沟淤了。", "measures": "清沟。"}
    matter = proposal_of(lead, session, submitted_on="2026-01-14", status="closed", **words)
    others = [m.deputy for m in session.term.mandates.select_related("deputy")[1:3]]
    joined(matter, others[0])
    joined(matter, others[1], status=SponsorshipStatus.INVITED)
    answered(matter, unit)
    assignment = matter.assignments.get()
    assignment.due_rule = "自交办之日起三个月内答复（代表法第五十一条）"
    assignment.save()
    (page,) = pages_of(drawn(forms_pdf, matter))
    for words in (
        "代表建议、批评和意见表",
        "江湾镇第十九届人民代表大会第五次会议第1号",
        "2026年1月14日是否公开可以公开",
        f"领衔代表{lead.name}",
        f"{others[0].name}、{others[1].name}（待确认）共2人，已确认1人。",
        "沟淤了。",
        "清沟。",
        "受理，交有关单位办理。",
        "承办单位镇水利站（主办）",
        "2026年4月30日（自交办之日起三个月内答复（代表法第五十一条））",
        "镇水利站：2026年4月6日答复；办理结果：A已解决或基本解决；按时。",
        f"{lead.name}：对办理态度满意，对办理结果满意。",
    ):
        assert words in page, words


def test_nothing_sealed_is_printed(session, lead):
    lead.phone, lead.address = "13812345678", "新洲村三组"
    lead.save()
    (page,) = pages_of(drawn(forms_pdf, proposal_of(lead, session)))
    assert "13812345678" not in page
    assert "新洲村三组" not in page


@pytest.mark.parametrize(("sentences", "size"), [(4, 12), (15, 10.5), (27, 9)])
def test_longer_texts_stay_on_the_page_in_smaller_type(session, lead, sentences, size):
    matter = proposal_of(lead, session, grounds=numbered_text(sentences))
    pdf = drawn(forms_pdf, matter)
    (page,) = pages_of(pdf)
    assert all(f"甲{n}乙" in page for n in range(sentences))
    with pdfplumber.open(io.BytesIO(pdf)) as file:
        sizes = {round(c["size"], 1) for c in file.pages[0].chars if c["text"] in "甲乙"}
        assert max(c["bottom"] for c in file.pages[0].chars) < file.pages[0].height
    assert sizes == {size}


@pytest.mark.parametrize("kind", [ProposalKind.MOTION, ProposalKind.SUGGESTION])
def test_what_does_not_fit_goes_on_behind_and_none_is_lost(session, lead, unit, kind):
    text = numbered_text(120)
    matter = proposal_of(lead, session, kind=kind, grounds=text, measures=text.replace("甲", "丙"))
    answered(matter, unit)
    other = proposal_of(lead, session, title="关于修桥的建议")
    pages = pages_of(drawn(forms_pdf, matter, other))
    assert "代表评价" in pages[0]
    assert "续页）" in pages[0]
    assert "（续页）" in pages[1]
    assert "关于修桥的建议" in pages[-1]
    # The foot of a page stands between the halves of a sentence that goes on overleaf.
    whole = "".join(page.split("第1号" + matter.title)[0] for page in pages)
    assert [n for n in range(120) if f"甲{n}乙" not in whole] == []
    assert [n for n in range(120) if f"丙{n}乙" not in whole] == []


def test_twenty_sponsors_with_the_longest_names_fit(session, lead):
    matter = proposal_of(lead, session, title="关" * 100, grounds=numbered_text(3))
    for number in range(20):
        name = f"买合木提江·阿卜杜热合曼·吐尔逊巴依·艾{number}㐱𠅤"
        joined(matter, DeputyFactory(name=name))
    (page,) = pages_of(drawn(forms_pdf, matter))
    assert all(f"艾{number}㐱" in page for number in range(20))
    assert "共20人，都已确认。" in page


def test_form_of_a_town_without_anything_is_printed(session):
    Township.objects.all().delete()
    bare = Proposal.objects.create(
        term=session.term,
        kind=ProposalKind.MOTION,
        proposer=Proposer.PRESIDIUM,
        status=ProposalStatus.DRAFT,
    )
    (page,) = pages_of(drawn(forms_pdf, bare))
    assert "议案表" in page
    assert "未编号" in page


def test_text_is_divided_without_losing_a_character():
    texts = [Text("案据", ["一" * 100, "二" * 7, ""]), Text("方案", ["三" * 500])]
    step = Step("small", 10.5, 5.6, 143)
    for lines in range(25):
        fit = Fit(step, lines)
        left = {text.label: "".join(text.paragraphs) for text in fit.rest(texts)}
        for kept, text in zip(fit.first(texts), texts, strict=True):
            whole = "".join(kept.paragraphs) + left.get(text.label, "")
            assert whole == "".join(text.paragraphs)


def test_decisions_are_told_with_day_ground_and_reason(session, lead):
    matter = proposal_of(lead, session, status=ProposalStatus.SET_ASIDE)
    ground = SetAsideGround.objects.get(name="没有具体内容")
    for step, values in (
        (ProposalStep.ACCEPT, {}),
        (ProposalStep.REOPEN, {"reason": "看错了。"}),
        (ProposalStep.SET_ASIDE, {"ground": ground, "reason": "只有标题。"}),
    ):
        StepTaken.objects.create(
            proposal=matter,
            step=step,
            from_status=ProposalStatus.REGISTERED,
            to_status=ProposalStatus.REGISTERED,
            taken_on=dt.date(2026, 1, 20),
            **values,
        )
    (page,) = pages_of(drawn(forms_pdf, matter))
    assert "审查意见2026年1月20日不作为建议处理（没有具体内容）：只有标题。承办单位" in page
    assert "受理" not in page
