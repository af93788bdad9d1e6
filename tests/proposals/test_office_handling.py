"""The office enters from paper what units without a computer did, and decides what they ask."""

import datetime as dt

import pytest
from django.urls import reverse

from congress.common.models import Message
from proposals.enums import ExtensionState
from proposals.enums import ProposalStatus as S
from proposals.models import Extension, OutcomeClass, Reply, ReplyDraft
from proposals.services.replying import ReplyValues, save_reply_draft
from tests.attachments.reports import upload
from tests.proposals.backoffice import Desk, errors
from tests.proposals.stage import DAY, fresh

pytestmark = pytest.mark.django_db
TODAY = DAY.isoformat()


@pytest.fixture
def desk(client, stage):
    client.force_login(stage.office)
    return Desk(client)


def paper_reply(part, **values):
    """The boxes of a reply that came on paper."""
    boxes = {
        "assignment": part.pk,
        "replied_on": TODAY,
        "document_number": "江水函〔2026〕3号",
        "signed_by": "闻水生",
        "outcome": OutcomeClass.objects.get(letter="A").pk,
        "adoption": "adopted",
        "contact_form": "visit",
        "contact_person": "韩露",
        "contact_phone": "0719-0000000",
        "content": "沟已经疏通，装了格栅。",
        "promise": "",
        "promised_for": "",
    }
    return boxes | values


def test_unit_is_offered_by_what_it_still_owes(desk, handed_out):
    proposal = handed_out.proposal
    buttons = desk.buttons(proposal)
    assert buttons[0] == "录入答复"
    wanted = {"录入接办", "录入面商", "录入协办意见", "不等协办意见", "录入延期申请", "录入督办"}
    assert wanted <= set(buttons)
    assert not {"同意延期", "录入代表评价", "提醒评价", "重新办理", "办结", "录入回访"} & set(
        buttons
    )
    address = reverse("admin:proposals_proposal_step", args=[proposal.pk, "opinion"])
    offered = desk.client.get(address).context["form"].fields["assignment"].queryset
    assert list(offered) == [handed_out.co]
    address = reverse("admin:proposals_proposal_step", args=[proposal.pk, "reply"])
    assert list(desk.client.get(address).context["form"].fields["assignment"].queryset) == [
        handed_out.lead
    ]


def test_page_says_first_what_matters_now(desk, handed_out, time_machine):
    proposal = handed_out.proposal
    assert "镇水利站应在2026年4月15日以前答复代表。" in desk.text(proposal)
    time_machine.move_to("2026-04-10T08:00+08:00")
    desk.client.force_login(handed_out.stage.office)
    said = desk.text(proposal)
    assert "镇水利站应在2026年4月15日以前答复代表，还有5天。" in said
    assert "镇农业站应在2026年2月15日以前提出协办意见，逾期54天。" in said
    desk.done(proposal, "waive-opinions", assignment=handed_out.lead.pk, reason="不等了")
    desk.done(proposal, "reply", **paper_reply(handed_out.lead, replied_on="2026-04-10"))
    said = desk.text(proposal)
    assert "名代表还没有评价，截止" in said
    assert "应在2026年4月15日以前" not in said


def test_taking_up_and_talks_are_entered_with_their_own_days(desk, handed_out, time_machine):
    proposal, lead = handed_out.proposal, handed_out.lead
    time_machine.move_to("2026-01-20T09:00+08:00")
    desk.client.force_login(handed_out.stage.office)
    early = desk.step(proposal, "take-up", assignment=lead.pk, accepted_on="2026-01-14")
    assert errors(early) == ["接办日期在交办（2026年1月15日）以前，请核对。"]
    desk.done(proposal, "take-up", assignment=lead.pk, accepted_on="2026-01-16")
    lead.refresh_from_db()
    assert lead.accepted_on == dt.date(2026, 1, 16)
    people = [s.pk for s in proposal.sponsorships.all()]
    talk = {"held_on": "2026-01-19", "form": "visit", "with_whom": people, "content": "去看了沟"}
    desk.done(proposal, "contact", assignment=lead.pk, spoke_for_unit="韩露", **talk)
    again = desk.step(proposal, "contact", assignment=lead.pk, spoke_for_unit="韩露", **talk)
    assert errors(again) == ["这次面商已经录过了，不用再录。"]
    assert "去看了沟" in again.content.decode()
    assert [c.held_on for c in lead.contacts.all()] == [dt.date(2026, 1, 19)]


def test_reply_waits_for_the_opinion_until_the_office_waives_it(desk, handed_out):
    proposal, lead = handed_out.proposal, handed_out.lead
    refused = desk.step(proposal, "reply", **paper_reply(lead))
    assert errors(refused) == [
        "还没有收到镇农业站的协办意见。确实不用等的，先办“不等协办意见”，再录入答复。"
    ]
    assert "江水函〔2026〕3号" in refused.content.decode()
    assert errors(desk.step(proposal, "waive-opinions", assignment=lead.pk)) == ["请写理由。"]
    desk.done(proposal, "waive-opinions", assignment=lead.pk, reason="镇农业站已并入水利站")
    assert "不等协办意见" not in desk.buttons(proposal)
    assert desk.done(proposal, "reply", **paper_reply(lead)).status == S.REPLIED


def test_opinion_comes_with_its_scan(desk, handed_out):
    proposal, co = handed_out.proposal, handed_out.co
    letter = {"scans-documents": upload("意见.pdf")}
    said = {"assignment": co.pk, "given_on": TODAY, "content": "涵管由本站更换"}
    desk.done(proposal, "opinion", **said, **letter)
    co.refresh_from_db()
    assert co.opinion.content == "涵管由本站更换"
    assert [f.is_scan for f in co.opinion.attachments.all()] == [True]
    assert "录入协办意见" not in desk.buttons(proposal)


def test_reply_on_paper_reaches_everybody_with_its_scans_and_promise(desk, alone):
    proposal, lead = alone.proposal, alone.lead
    promised = OutcomeClass.objects.get(letter="B").pk
    missing = desk.step(proposal, "reply", **paper_reply(lead, outcome=promised))
    assert errors(missing) == ["办理结果是“B 正在解决或列入计划解决”，请写计划落实什么。"]
    boxes = paper_reply(lead, outcome=promised, promise="修好泵站", promised_for="2026年10月")
    scans = {"scans-documents": [upload("答复函.pdf")]}
    assert desk.done(proposal, "reply", **boxes, **scans).status == S.REPLIED
    reply = Reply.objects.get(assignment=lead)
    assert (reply.signed_by, reply.document_number) == ("闻水生", "江水函〔2026〕3号")
    assert (reply.outcome.letter, reply.get_adoption_display()) == ("B", "采纳")
    assert str(reply.promised.due_on) == "2026年10月"
    assert [f.is_scan for f in reply.attachments.all()] == [True]
    assert reply.requests.count() == 2
    told = Message.objects.filter(recipient=alone.stage.others[0], text__contains="已经答复")
    assert told.count() == 1


def test_draft_of_the_unit_fills_the_boxes_and_is_named(desk, alone):
    values = ReplyValues(content="正在清淤", document_number="江水函〔2026〕9号")
    save_reply_draft(alone.lead, values, actor=alone.user)
    address = reverse("admin:proposals_proposal_step", args=[alone.proposal.pk, "reply"])
    page = desk.client.get(address).content.decode()
    assert "镇水利站在系统里有一份答复稿（起草）" in page
    assert "江水函〔2026〕9号" in page
    desk.done(alone.proposal, "reply", **paper_reply(alone.lead))
    assert not ReplyDraft.objects.exists()


def test_extension_is_entered_then_decided(desk, alone, time_machine):
    proposal, lead = alone.proposal, alone.lead
    time_machine.move_to("2026-04-20T09:00+08:00")
    desk.client.force_login(alone.stage.office)
    late = desk.step(
        proposal, "ask-extension", assignment=lead.pk, asked_on="2026-04-20", reason="要清两公里"
    )
    assert "已经过了，不能再申请延期" in errors(late)[0]
    letter = {"scans-documents": upload("延期申请.pdf")}
    asked = {"assignment": lead.pk, "asked_on": "2026-04-10", "reason": "要清两公里"}
    answer = desk.step(proposal, "ask-extension", **asked, **letter)
    assert answer.url == reverse(
        "admin:proposals_proposal_step", args=[proposal.pk, "approve-extension"]
    )
    page = desk.client.get(answer.url).content.decode()
    assert "同意的话延到2026年7月15日" in page
    assert "要清两公里" in page
    extension = Extension.objects.get()
    refused = desk.step(proposal, "refuse-extension", extension=extension.pk, answer=" ")
    assert errors(refused) == ["请写理由。"]
    desk.done(proposal, "approve-extension", extension=extension.pk, answer="")
    lead.refresh_from_db()
    assert str(lead.due_on) == "2026年7月15日"
    assert Extension.objects.get().state == ExtensionState.APPROVED
    late = desk.client.post(
        reverse("admin:proposals_proposal_step", args=[proposal.pk, "refuse-extension"]),
        {"seen_version": proposal.version, "extension": extension.pk, "answer": "来不及"},
    )
    assert late.status_code == 409
    assert "来不及" in late.content.decode()


@pytest.mark.parametrize("slug", ["take-up", "contact", "reply", "ask-extension", "press", "key"])
@pytest.mark.parametrize("text", ["\0", "9" * 5000, "水" * 100000])
def test_nonsense_is_refused_in_words(desk, alone, slug, text):
    proposal = alone.proposal
    address = reverse("admin:proposals_proposal_step", args=[proposal.pk, slug])
    names = list(desk.client.get(address).context["form"].fields)
    answer = desk.client.post(address, {name: text for name in names if name != "scans"})
    assert answer.status_code == 200
    assert errors(answer)
    assert fresh(proposal).status == S.IN_HANDLING


def test_who_comes_second_keeps_his_words_and_is_shown_the_way(desk, alone):
    proposal = alone.proposal
    address = reverse("admin:proposals_proposal_step", args=[proposal.pk, "reply"])
    seen = desk.client.get(address).context["form"]["seen_version"].value()
    desk.done(proposal, "reply", **paper_reply(alone.lead))
    sent = paper_reply(alone.lead, content="另一份答复。", seen_version=seen)
    late = desk.client.post(address, sent)
    page = late.content.decode()
    assert late.status_code == 409
    assert "另一份答复。" in page and "最新情况请按“查看这一件”。" in page
    assert "下面是最新情况" not in page
