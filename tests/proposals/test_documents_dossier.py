"""Everything of one proposal for the archive: nothing is left out, nothing is made up."""

import re

import pytest
from django.urls import reverse

from congress.common.attachments.services import attach_files, stage_upload
from congress.common.partial_dates import PartialDate
from proposals.documents.dossier import dossiers_pdf
from proposals.enums import ContactForm, PressingForm, Satisfaction
from proposals.models import FeedbackRequest, ProposalSettings
from proposals.services import feedback, following, handling
from proposals.services.publishing import PublicText, public_replies, publish_proposal
from tests.attachments.samples import pdf as a_pdf
from tests.attachments.test_services import upload
from tests.conftest import events
from tests.proposals.papers import drawn, numbered_text, pages_of
from tests.proposals.samples import proposal_of
from tests.proposals.stage import DAY, fresh
from tests.proposals.units import replied, says

pytestmark = pytest.mark.django_db
SECTIONS = (
    "提出",
    "建议全文",
    "登记",
    "审查",
    "交办",
    "面商、延期和协办意见",
    "答复",
    "代表评价",
    "承诺事项",
    "督办",
    "公开",
    "经过",
    "附件目录",
)


@pytest.fixture
def lived(handed_out):
    """第1号 with one of everything: handled twice, pressed, promised, published."""
    case, office = handed_out, handed_out.stage.office
    handling.accept_assignment(case.lead, actor=case.user)
    following.mark_key(case.proposal, actor=office, is_key=True, member=case.stage.others[2].deputy)
    handling.record_contact(
        case.lead,
        actor=case.user,
        held_on=DAY,
        form=ContactForm.MEETING,
        with_whom=list(handling.answered_sponsors(case.lead)),
        spoke_for_unit="雷雨，站长",
        content="商定先清到村口。",
    )
    wish = handling.ask_extension(case.lead, actor=case.user, reason="涵管要定做。")
    handling.decide_extension(wish, actor=office, approve=True, answer="同意，抓紧办。")
    following.record_pressing(
        case.proposal,
        actor=office,
        pressed_on=DAY,
        form=PressingForm.TELEPHONE,
        assignment=case.lead,
        member=case.stage.others[2].deputy,
        content="请先到现场看一遍。",
    )
    handling.give_opinion(case.co, actor=case.helper, content="田埂由本站修复。")
    promise = {"promise": "清通村口一段", "promised_for": PartialDate(2026, 5)}
    first = replied(case.user, case.lead, says("B", document_number="江水函〔2026〕3号", **promise))
    attach_files(first, [stage_upload(upload("答复函.pdf", a_pdf()), actor=office)], actor=office)
    case.second = case.stage.others[0]
    (own,) = FeedbackRequest.objects.filter(sponsorship__deputy=case.second.deputy)
    values = {"attitude": Satisfaction.BASICALLY, "result": Satisfaction.DISSATISFIED}
    feedback.rate_reply(own, actor=case.second, words="村口还是堵的。", **values)
    again = replied(case.user, case.lead, says("A", document_number="江水函〔2026〕9号"))
    for request in again.requests.all():
        good = {"attitude": Satisfaction.SATISFIED, "result": Satisfaction.SATISFIED}
        feedback.rate_reply(request, actor=office, **good)
    following.keep_promise(first.promised, actor=case.user, report="涵管十二节已经换好。")
    ProposalSettings.objects.update_or_create(singleton=True, defaults={"publishes_outcomes": True})
    (reply,) = public_replies(case.proposal)
    text = PublicText(case.proposal.title, "沟堵了三年。", "请清淤。", {reply.pk: "已经清淤。"})
    publish_proposal(fresh(case.proposal), text, actor=office)
    return case


def test_everything_stands_in_it_in_order(lived):
    cover, _, *pages = pages_of(drawn(dossiers_pdf, fresh(lived.proposal)))
    assert "办理卷宗关于疏通新洲村排水沟的建议" in cover
    assert "编号江湾镇第十九届人民代表大会第五次会议第1号建议" in cover
    assert "领衔代表甘霖等2人" in cover
    assert "承办单位镇水利站（主办）、镇农业站（协办）" in cover
    assert "状态已办结（2026年1月15日）" in cover
    body = "".join(pages)
    assert body.count("无。") == 0
    places = [body.index(heading) for heading in _headings()]
    assert places == sorted(places)
    for said in (
        "白露附议2026年1月15日在线确认",
        "沟堵了三年，下雨就淹田。",
        "2026年1月15日第1号文书小秦",
        "镇农业站协办2026年1月15日",
        "商定先清到村口。",
        "甘霖、白露",
        "理由：涵管要定做。",
        "人大办同意：同意，抓紧办。",
        "田埂由本站修复。",
        "江水函〔2026〕3号",
        "B类（正在解决或列入计划解决）",
        "镇水利站（第2次办理）",
        "A类（已解决或基本解决）",
        "村口还是堵的。",
        "没有评价，已经重新办理",
        "清通村口一段2026年5月已经落实",
        "涵管十二节已经换好。",
        "电话催办",
        "请先到现场看一遍。",
        "与原文不同，有删改",
        "代表不满意，由镇水利站重新办理。",
        "答复函.pdf镇水利站答复",
    ):
        assert said in body, said


def _headings() -> list[str]:
    numbers = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"]
    return [f"{number}、{heading}" for number, heading in zip(numbers, SECTIONS, strict=True)]


def test_contents_lead_to_the_pages(lived):
    lived.proposal.grounds = numbered_text(120)
    lived.proposal.save()
    _, contents, *pages = pages_of(drawn(dossiers_pdf, fresh(lived.proposal)))
    assert len(pages) > 4
    for heading in _headings():
        (number,) = re.findall(rf"(?<!十){heading}\W*(\d+)", contents)
        assert heading in pages[int(number) - 3]


def test_what_a_ledger_never_told_is_said(session, term):
    deputy = term.mandates.first().deputy
    proposal = proposal_of(deputy, session)
    body = "".join(pages_of(drawn(dossiers_pdf, proposal)))
    assert "据台账" in body
    assert "没有录入全文。" in body
    assert "还没有答复。" in body
    assert "没有公开。" in body
    assert "没有附件。" in body


def test_office_prints_it_from_the_item_and_from_the_list(client, lived):
    office = lived.stage.office
    client.force_login(office)
    page = client.get(reverse("admin:proposals_proposal_change", args=[lived.proposal.pk]))
    address = reverse("admin:proposals_proposal_print_dossier", args=[lived.proposal.pk])
    assert address in page.content.decode()
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert events().latest("at").subject == "办理卷宗-第1号"
    form = {"document": "dossier"}
    listed = client.post(reverse("admin:proposals_proposal_print_page"), form)
    assert pages_of(listed.content)[1:] == pages_of(answer.content)[1:]
