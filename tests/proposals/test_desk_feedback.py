"""Replies on a deputy's desk, and what he says of them: asked, told, refused, told to whom."""

import datetime as dt

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.common.attachments.services import stage_upload
from congress.common.models import Message
from congress.common.partial_dates import PartialDate
from proposals import services
from proposals.deskwork.waiting import waiting_for
from proposals.enums import ContactForm, ProposalStatus, Satisfaction, UnitRole
from proposals.models import FeedbackRequest, ProposalSettings, Reply, ReplyRating
from proposals.permissions import can_view_reply
from proposals.services import UnitPart, feedback, following, handling, replying
from tests.attachments.reports import upload
from tests.conftest import give_role
from tests.factories import OrganFactory
from tests.proposals.stage import DAY, fresh, unit_user
from tests.proposals.test_answering import BAD, GOOD, replied, says
from tests.proposals.test_desk_writing import page, said

pytestmark = pytest.mark.django_db
WORDS = "只清了一半，三组还堵着"


@pytest.fixture
def given(stage):
    """镇水利站 leads one suggestion, which 甘霖 brought with 白露."""
    user, unit = unit_user()
    proposal = services.accept_proposal(stage.registered(joining=1), actor=stage.office)
    (part,) = services.assign_proposal(proposal, [UnitPart(unit)], actor=stage.office)
    return user, part


@pytest.fixture
def as_user(client):
    def as_user(user):
        client.force_login(user)
        return client

    return as_user


def open_page(client, proposal) -> str:
    return said(client.get(reverse("desk-proposal", args=[proposal.public_id])))


def boxes(reply, attitude="satisfied", result="satisfied", **values):
    return {"reply": reply.public_id, "attitude": attitude, "result": result} | values


def rate(client, proposal, reply, *args, **values):
    return client.post(page("rate", proposal), boxes(reply, *args, **values), follow=True)


def asked_for(user) -> FeedbackRequest:
    return FeedbackRequest.objects.filter(sponsorship__deputy__user=user).latest("pk")


class TestReply:
    def test_says_all_that_the_unit_said(self, as_user, stage, given):
        unit, part = given
        sponsors = list(part.proposal.sponsorships.all())
        handling.record_contact(
            part,
            actor=unit,
            held_on=DAY,
            form=ContactForm.VISIT,
            with_whom=sponsors,
            spoke_for_unit="站长老秦",
            content="一起看了沟。",
        )
        values = says(
            "B",
            document_number="江水函〔2026〕3号",
            adoption="partly",
            contact_person="秦工",
            contact_phone="0716-5550123",
            promise="雨季前清完三组到五组",
            promised_for=PartialDate(2026, 5),
        )
        reply = replied(unit, part, values)
        file = stage_upload(upload("现场.jpg"), actor=unit)
        file.owner_type, file.owner_id = ContentType.objects.get_for_model(Reply), reply.pk
        file.save()
        answer = as_user(stage.others[3]).get(
            reverse("desk-proposal", args=[part.proposal.public_id])
        )
        text = said(answer)
        for told in (
            "镇水利站答复按时2026年1月15日，江水函〔2026〕3号，签发人：站长",
            "已经清淤三公里。",
            "（B类）",
            "部分采纳",
            "雨季前清完三组到五组2026年5月以前落实",
            "秦工0716-5550123",
            "2026年1月15日，上门征求意见，甘霖、白露，单位来的是站长老秦。一起看了沟。",
            "镇水利站上门征求甘霖、白露的意见。",
            "镇水利站承诺最迟在这时落实：雨季前清完三组到五组。",
        ):
            assert told in text, told
        assert 'href="tel:0716-5550123"' in answer.content.decode()
        assert 'alt="现场.jpg"' in answer.content.decode()
        assert "提交评价" not in text

    def test_promise_that_is_late_says_so_until_it_is_kept(
        self, as_user, stage, given, time_machine
    ):
        unit, part = given
        replied(unit, part, says("B", promise="清完", promised_for=PartialDate(2026, 2)))
        time_machine.move_to("2026-03-02T09:00+08:00")
        client = as_user(stage.lead)
        assert "清完逾期应在2026年2月以前落实" in open_page(client, part.proposal)
        promise = Reply.objects.get().promised
        following.keep_promise(promise, actor=unit, report="都清完了")
        text = open_page(client, part.proposal)
        assert "清完已经落实2026年3月2日都清完了" in text
        assert "镇水利站承诺的“清完”已经落实：都清完了。" in text

    def test_assisting_opinion_stays_between_units_and_office(self, as_user, stage):
        lead_user, lead_unit = unit_user()
        co_user, co_unit = unit_user("镇农业站", "nongye")
        lead, co = stage.assigned(UnitPart(lead_unit), UnitPart(co_unit, UnitRole.CO))
        handling.give_opinion(co, actor=co_user, content="渠道归我站清理。")
        replied(lead_user, lead)
        assert "渠道归我站清理" not in open_page(as_user(stage.lead), lead.proposal)

    def test_earlier_round_is_folded_and_keeps_its_own_limit(
        self, as_user, stage, given, time_machine
    ):
        unit, part = given
        time_machine.move_to("2026-04-15T09:00+08:00")
        replied(unit, part)
        feedback.rate_reply(asked_for(stage.lead), actor=stage.lead, words=WORDS, **BAD)
        part.refresh_from_db()
        time_machine.move_to("2026-05-18T09:00+08:00")
        replied(unit, part)
        answer = as_user(stage.lead).get(reverse("desk-proposal", args=[part.proposal.public_id]))
        shown = answer.context["replies"][0]
        assert shown.latest.answer.in_time == "逾期"
        assert [told.answer.in_time for told in shown.earlier] == ["按时"]
        assert "<summary>2026年4月15日的答复</summary>" in answer.content.decode()
        assert "镇水利站再次答复" in said(answer)


class TestAsked:
    def test_from_the_message_to_the_judgement(self, as_user, stage, given):
        unit, part = given
        reply = replied(unit, part)
        client = as_user(stage.lead)
        message = Message.objects.filter(recipient=stage.lead).latest("pk")
        address = client.get(reverse("message", args=[message.public_id])).url
        assert address.endswith("#feedback")
        answer = client.get(address)
        assert 'id="feedback"' in answer.content.decode()
        text = said(answer)
        due = asked_for(stage.lead).due_on
        assert f"镇水利站已经答复，请在{due.year}年{due.month}月{due.day}日以前评价。还有" in text
        assert "就由镇水利站重新办理，一个月内再次答复您" in text
        done = rate(client, part.proposal, reply, "satisfied", "basically", words="修得结实。")
        assert "您的评价已经记下。" in said(done)
        assert (
            "您2026年1月15日评价镇水利站的答复：对办理态度满意，对办理结果基本满意。意见：修得结实。"
            in said(done)
        )
        assert "提交评价" not in said(done)
        rating = ReplyRating.objects.get()
        assert (rating.attitude, rating.result, rating.words) == (
            Satisfaction.SATISFIED,
            Satisfaction.BASICALLY,
            "修得结实。",
        )

    def test_the_last_one_who_is_satisfied_closes_it(self, as_user, stage, given):
        reply = replied(*given)
        feedback.rate_reply(asked_for(stage.others[0]), actor=stage.others[0], **GOOD)
        text = said(rate(as_user(stage.lead), given[1].proposal, reply))
        assert "您的评价已经记下。代表都评价了，这件已经办结。" in text
        assert "2026年1月15日办结：代表都已评价，没有不满意。" in text

    def test_dissatisfied_has_it_done_again_and_is_asked_anew(self, as_user, stage, given):
        unit, part = given
        ProposalSettings.objects.create(second_months=2)
        first = replied(unit, part)
        client = as_user(stage.lead)
        refused = rate(client, part.proposal, first, "satisfied", "dissatisfied")
        assert "不满意的，请写明哪里不满意" in said(refused)
        assert not ReplyRating.objects.exists()
        done = rate(client, part.proposal, first, "satisfied", "dissatisfied", words=WORDS)
        text = said(done)
        assert "由镇水利站重新办理，2026年3月15日以前再次答复您。" in text
        assert "代表不满意，由镇水利站重新办理。" in text
        assert "镇水利站最迟在这时再次答复。" in text
        part.refresh_from_db()
        replied(unit, part)
        text = open_page(client, part.proposal)
        assert "提交评价" in text
        assert text.index("镇水利站再次答复") < text.index("提交评价")
        order = [
            "镇水利站答复，办理结果：A",
            f"甘霖评价：对办理态度满意，对办理结果不满意。意见：{WORDS}。",
            "代表不满意，由镇水利站重新办理。",
            "镇水利站再次答复，办理结果：A",
        ]
        places = [text.rfind(each) for each in order]
        assert -1 not in places
        assert places == sorted(places)

    def test_sponsor_of_what_was_merged_reads_and_judges_on_his_own_page(
        self, as_user, stage, given
    ):
        unit, part = given
        stage.lead = stage.others[2]
        other = stage.registered(title="关于同一条沟的建议")
        services.merge_proposal(other, into=fresh(part.proposal), actor=stage.office)
        reply = replied(unit, part)
        client = as_user(stage.lead)
        text = open_page(client, other)
        assert "镇水利站已经答复，请在" in text
        assert "已经清淤三公里。" in text
        assert "关于同一条沟的建议镇水利站已经答复。" in said(client.get(reverse("desk")))
        assert "您的评价已经记下。" in said(rate(client, other, reply))
        assert ReplyRating.objects.get().sponsorship.proposal == other
        stage.lead.role_assignments.update(ends_on=DAY - dt.timedelta(1))
        former = type(stage.lead).objects.get(pk=stage.lead.pk)
        assert can_view_reply(former, reply)  # out of office he still reads what he was answered
        assert "已经清淤三公里。" in open_page(as_user(former), other)

    def test_of_two_units_each_is_judged(self, as_user, stage):
        accounts = [unit_user("甲站", "jia"), unit_user("乙站", "yi")]
        parts = stage.assigned(*[UnitPart(unit, UnitRole.SEPARATE) for _, unit in accounts])
        first, second = (
            replied(user, part) for (user, _), part in zip(accounts, parts, strict=True)
        )
        client = as_user(stage.lead)
        assert "甲站、乙站已经答复。" in said(client.get(reverse("desk")))
        answer = client.get(reverse("desk-proposal", args=[parts[0].proposal.public_id]))
        ids = [each.form["words"].id_for_label for each in answer.context["asked"]]
        assert len(set(ids)) == 2
        rate(client, parts[0].proposal, second, "basically", "basically")
        assert "乙站已经答复。" not in said(client.get(reverse("desk")))
        rate(client, parts[0].proposal, first)
        assert fresh(parts[0].proposal).status == ProposalStatus.CLOSED

    def test_who_left_office_still_says_what_he_thinks(self, as_user, stage, given):
        reply = replied(*given)
        stage.lead.role_assignments.update(ends_on=DAY - dt.timedelta(1))
        client = as_user(stage.lead)
        assert "请您评价答复" in said(client.get(reverse("desk-proposals")))
        assert "您的评价已经记下。" in said(rate(client, given[1].proposal, reply))

    def test_after_the_limit_and_after_it_was_closed(self, as_user, stage, given, time_machine):
        reply = replied(*given)
        proposal = given[1].proposal
        time_machine.move_to("2026-03-20T09:00+08:00")
        client = as_user(stage.lead)
        assert "已经过了，还没有办结，仍可以评价。" in open_page(client, proposal)
        feedback.close_proposal(fresh(proposal), actor=stage.office, reason="代表外出")
        assert waiting_for(stage.lead).to_rate == []
        assert "这件已经办结，您还没有评价镇水利站的答复" in open_page(client, proposal)
        assert "办结：代表外出。" in open_page(client, proposal)
        assert "您的评价已经记下" in said(rate(client, proposal, reply))


class TestFirstPage:
    def test_badge_counts_what_waits_for_his_word(self, as_user, stage, given):
        client = as_user(stage.lead)
        assert "件请您评价" not in said(client.get(reverse("desk")))
        reply = replied(*given)
        assert "议案建议1件请您评价" in said(client.get(reverse("desk")))
        other = stage.others[0]
        stage.lead, stage.others = other, [stage.lead]
        stage.invited(stage.draft(title="关于修桥的建议"), stage.others)
        assert "议案建议2件等您办" in said(client.get(reverse("desk")))
        rate(client, given[1].proposal, reply)
        assert "议案建议1件请您确认" in said(client.get(reverse("desk")))

    def test_asks_as_often_for_many_as_for_few(self, stage):
        asked = []
        for number in (1, 2):
            for _ in range(number):
                (part,) = stage.assigned(UnitPart(OrganFactory()))
                replying.enter_reply(
                    part, says(), actor=stage.office, signed_by="站长", replied_on=DAY
                )
            with CaptureQueriesContext(connection) as captured:
                waiting_for(stage.lead)
            asked.append(len(captured))
        assert asked[0] == asked[1]
        assert len(waiting_for(stage.lead).to_rate) == 3


class TestWrongOrder:
    def test_twice_from_a_second_tab_keeps_what_was_typed(self, as_user, stage, given):
        reply = replied(*given)
        client = as_user(stage.lead)
        rate(client, given[1].proposal, reply)
        answer = rate(client, given[1].proposal, reply, "basically", "dissatisfied", words=WORDS)
        text = said(answer)
        assert "甘霖已经评价过这份答复。" in text
        assert f"没有记下：对办理态度基本满意对办理结果不满意意见{WORDS}" in text
        assert ReplyRating.objects.get().result == Satisfaction.SATISFIED

    def test_overtaken_by_a_second_round(self, as_user, stage, given):
        unit, part = given
        reply = replied(unit, part)
        other = stage.others[0]
        feedback.rate_reply(asked_for(other), actor=other, words=WORDS, **BAD)
        client = as_user(stage.lead)
        text = said(rate(client, part.proposal, reply, words="办得好。"))
        assert "这件已经重新办理，请等新的答复再评价。" in text
        assert "办得好。" in text
        assert "您没有评价，这件后来由镇水利站重新办理了。新的答复到了，再请您评价。" in text

    @pytest.mark.parametrize(
        ("attitude", "result", "words"),
        [
            ("", "", ""),
            ("excellent", "satisfied", ""),
            ("satisfied", "\0", ""),
            ("satisfied", "satisfied", "好" * 501),
            ("satisfied", "satisfied", "好\0"),
            ("dissatisfied", "satisfied", " "),
        ],
    )
    def test_nonsense_comes_back_with_the_words(
        self, as_user, stage, given, attitude, result, words
    ):
        reply = replied(*given)
        answer = rate(as_user(stage.lead), given[1].proposal, reply, attitude, result, words=words)
        assert answer.status_code == 200
        assert answer.context["asked"][0].form.errors
        assert not ReplyRating.objects.exists()

    def test_somebody_elses_and_unknown_replies(self, as_user, stage, given):
        unit, part = given
        reply = replied(unit, part)
        client = as_user(stage.lead)
        for key in ("nobody", "", "\0", "a b", "9" * 5000):
            answer = client.post(page("rate", part.proposal), {**boxes(reply), "reply": key})
            assert answer.status_code == 404, key
        other = stage.submitted(title="关于修桥的建议")
        assert client.post(page("rate", other), boxes(reply)).status_code == 404
        for user in (stage.others[3], unit, stage.office):
            answer = as_user(user).post(page("rate", part.proposal), boxes(reply))
            assert answer.status_code == 403
        assert not ReplyRating.objects.exists()


class TestWhoReadsWhat:
    @pytest.fixture
    def rated(self, stage, given):
        replied(*given)
        feedback.rate_reply(
            asked_for(stage.others[0]), actor=stage.others[0], words="尽力了", **GOOD
        )
        return given[1].proposal

    def test_sponsors_office_presidium_and_unit_read_names(self, as_user, stage, given, rated):
        member = give_role(stage.users[4], "presidium_member")
        for user in (stage.lead, stage.office, given[0], member):
            text = open_page(as_user(user), rated)
            assert "白露：对办理态度满意，对办理结果满意。尽力了" in text
            assert "还没有评价：甘霖。" in text
            assert "白露评价：对办理态度满意，对办理结果满意。意见：尽力了。" in text

    def test_other_deputies_read_how_many(self, as_user, stage, rated):
        text = open_page(as_user(stage.others[3]), rated)
        assert "1名代表评价：对办理态度满意1人；对办理结果满意1人。" in text
        assert "代表评价对办理态度满意1人；对办理结果满意1人。" in text
        assert "尽力了" not in text
        assert "还没有评价" not in text

    def test_why_it_is_done_again_is_no_ones_business(self, as_user, stage, given, rated):
        feedback.rate_reply(asked_for(stage.lead), actor=stage.lead, words=WORDS, **BAD)
        text = open_page(as_user(stage.others[3]), rated)
        assert "代表不满意，由镇水利站重新办理。" in text
        assert WORDS not in text
        assert "不满意1人" in text

    def test_what_the_office_entered_from_paper_says_so(self, as_user, stage, given):
        replied(*given)
        feedback.rate_reply(asked_for(stage.lead), actor=stage.office, **GOOD)
        text = open_page(as_user(stage.lead), given[1].proposal)
        assert "由人大办文书小秦照您的纸面意见录入。" in text


class TestStory:
    def test_more_time_and_pressing_are_told(self, as_user, stage, given):
        unit, part = given
        handling.accept_assignment(part, actor=unit)
        extension = handling.ask_extension(part, actor=unit, reason="要等汛期过后测量")
        handling.decide_extension(extension, actor=stage.office, approve=True)
        following.record_pressing(
            part.proposal, actor=stage.office, pressed_on=DAY, form="telephone", assignment=part
        )
        text = open_page(as_user(stage.lead), part.proposal)
        for told in (
            "镇水利站接办。",
            "镇水利站申请延期：要等汛期过后测量。",
            "人大办同意延期，2026年7月15日以前答复。",
            "主席团电话催办，督促镇水利站。",
        ):
            assert told in text
        replied(unit, part)
        feedback.rate_reply(asked_for(stage.lead), actor=stage.lead, words=WORDS, **BAD)
        assert "人大办同意延期，2026年7月15日以前答复。" in open_page(
            as_user(stage.lead), part.proposal
        )

    def test_presidium_has_it_done_again(self, as_user, stage, given):
        replied(*given)
        feedback.close_proposal(fresh(given[1].proposal), actor=stage.office, reason="代表外出")
        feedback.rehandle_proposal(
            fresh(given[1].proposal), given[1], actor=stage.office, reason="沟又堵了"
        )
        text = open_page(as_user(stage.lead), given[1].proposal)
        assert "由镇水利站再办一次：沟又堵了。" in text
