"""The page of one proposal: what happened with who and when, sent back, withdrawn, given back."""

import datetime as dt

import pytest
from django.urls import reverse

from proposals import services
from proposals.enums import AssignmentStatus, ProposalKind, ProposalStatus
from tests.proposals.stage import fresh, unit_user
from tests.proposals.test_desk_writing import page, said

pytestmark = pytest.mark.django_db


def open_page(client, proposal) -> str:
    return said(client.get(reverse("desk-proposal", args=[proposal.public_id])))


class TestStory:
    def test_every_step_with_who_and_when(self, as_user, stage):
        proposal = stage.assigned()[0].proposal
        text = open_page(as_user(stage.lead), proposal)
        steps = [
            "2026年1月15日甘霖提出。",
            "2026年1月15日人大办文书小秦登记，编为第1号。",
            "2026年1月15日人大办文书小秦审查受理。",
            "2026年1月15日人大办文书小秦交镇水利站主办。",
            "2026年4月15日镇水利站最迟在这时答复",
        ]
        places = [text.find(step) for step in steps]
        assert -1 not in places
        assert places == sorted(places)
        assert "镇水利站应在2026年4月15日以前答复。还有90天。" in text

    def test_due_dates_say_how_they_came_about(self, as_user, stage):
        text = open_page(as_user(stage.lead), stage.assigned()[0].proposal)
        assert "应联系日期：2026年2月" in text
        assert "交办后20个工作日内与代表联系（本镇规定）" in text
        assert "自交办之日起三个月内答复（代表法第五十一条）。从2026年1月15日算起。" in text

    def test_set_aside_with_ground_and_reason(self, as_user, stage):
        proposal = services.set_aside_proposal(
            stage.registered(), actor=stage.office, ground=stage.ground, reason="这是个人纠纷。"
        )
        text = open_page(as_user(stage.lead), proposal)
        assert "不作为建议处理（没有具体内容）：这是个人纠纷。经办：人大办文书小秦。" in text

    def test_merged_leads_to_the_other(self, as_user, stage):
        into = stage.registered(title="关于整治新洲村水沟的建议")
        merged = services.merge_proposal(stage.registered(), into=into, actor=stage.office)
        answer = as_user(stage.lead).get(reverse("desk-proposal", args=[merged.public_id]))
        assert "答复一并给您" in said(answer)
        link = reverse("desk-proposal", args=[into.public_id])
        assert f'<a href="{link}">关于整治新洲村水沟的建议</a>' in answer.content.decode()

    def test_motion_with_its_meeting(self, as_user, stage):
        motion = services.put_on_agenda(stage.motion(), actor=stage.office, meeting=stage.meeting)
        text = open_page(as_user(stage.lead), motion)
        assert "2026年1月15日主席团会议决定列入大会议程。人大办文书小秦录入。" in text
        assert "已列入镇十九届人大五次会议的议程，等大会表决。" in text

    def test_other_deputies_read_it_without_buttons(self, as_user, stage):
        text = open_page(as_user(stage.others[0]), stage.submitted())
        assert "等人大办登记。" in text
        assert "撤回" not in text
        assert "接着写" not in text


class TestSentBack:
    @pytest.fixture
    def back(self, stage):
        return services.send_back_proposal(
            stage.registered(), actor=stage.office, reason="请写明在哪一段。"
        )

    def test_reason_stands_on_top_with_a_button(self, as_user, stage, back):
        client = as_user(stage.lead)
        text = open_page(client, back)
        assert "退回补正，2026年1月15日请写明在哪一段。修改" in text
        desk = said(client.get(reverse("desk")))
        assert "退回补正，2026年1月15日关于疏通新洲村排水沟的建议请写明在哪一段。" in desk

    def test_put_right_and_submitted_again_it_keeps_its_number(self, as_user, stage, back):
        client = as_user(stage.lead)
        boxes = {
            "kind": "suggestion",
            "title": back.title,
            "grounds": "三组到五组之间堵了。",
            "occasion": "in_session",
            "seen_version": back.version,
        }
        client.post(page("edit", back), boxes | {"then": "submit"})
        boxes = {"seen_version": fresh(back).version, "one_matter": "on"}
        client.post(page("submit", back), boxes)
        after = fresh(back)
        assert (after.status, after.number) == (ProposalStatus.SUBMITTED, 1)
        assert "甘霖补正后重新提出。" in open_page(client, after)


class TestWithdrawal:
    def test_alone_it_is_withdrawn_at_once(self, as_user, stage):
        proposal = stage.submitted()
        client = as_user(stage.lead)
        boxes = {"seen_version": proposal.version, "withdrawal_reason": "已经修好了。"}
        answer = client.post(page("withdraw", proposal), boxes, follow=True)
        assert "已经撤回。" in said(answer)
        assert fresh(proposal).status == ProposalStatus.WITHDRAWN

    def test_needs_a_reason(self, as_user, stage):
        proposal = stage.submitted()
        boxes = {"seen_version": proposal.version, "withdrawal_reason": " "}
        answer = as_user(stage.lead).post(page("withdraw", proposal), boxes)
        assert "请写明为什么撤回。" in said(answer)
        assert fresh(proposal).withdrawal_asked_on is None

    def test_all_have_to_agree(self, as_user, stage):
        proposal = stage.submitted(joining=1)
        boxes = {"seen_version": proposal.version, "withdrawal_reason": "已经修好了。"}
        answer = as_user(stage.lead).post(page("withdraw", proposal), boxes, follow=True)
        assert "等联名代表同意" in said(answer)
        assert "已同意：甘霖。还没有表态：白露。" in said(answer)
        client = as_user(stage.others[0])
        assert "请您表明是否同意撤回" in said(client.get(reverse("desk")))
        client.post(page("agree", proposal), {"seen_version": fresh(proposal).version})
        assert fresh(proposal).status == ProposalStatus.WITHDRAWN

    def test_one_refuses_and_it_stays(self, as_user, stage):
        proposal = stage.submitted(joining=1)
        services.ask_to_withdraw(proposal, actor=stage.lead, reason="已经修好了。")
        client = as_user(stage.others[0])
        seen = {"seen_version": fresh(proposal).version}
        assert "不撤回，继续办理。" in said(client.post(page("drop", proposal), seen, follow=True))
        after = fresh(proposal)
        assert (after.status, after.withdrawal_asked_on) == (ProposalStatus.SUBMITTED, None)

    def test_registered_meanwhile_the_second_is_told_who_did_what(self, as_user, stage):
        proposal = stage.submitted()
        services.register_proposal(proposal, actor=stage.office)
        boxes = {"seen_version": proposal.version, "withdrawal_reason": "已经修好了。"}
        answer = as_user(stage.lead).post(page("withdraw", proposal), boxes)
        assert answer.status_code == 409
        assert "文书小秦已经办了“登记”。" in said(answer)
        assert "已经修好了。" in answer.content.decode()


class TestGivingBack:
    @pytest.fixture
    def unit(self):
        return unit_user()

    @pytest.fixture
    def part(self, stage, unit):
        proposal = stage.assigned(services.UnitPart(unit[1]))[0].proposal
        return proposal.assignments.get()

    def boxes(self, part, **values):
        seen = {"assignment": part.public_id, "seen_version": part.version}
        return seen | {"return_reason": "属于镇农业农村办。"} | values

    def test_within_its_days_with_a_reason(self, as_user, part, unit):
        client = as_user(unit[0])
        text = open_page(client, part.proposal)
        assert "2026年1月22日以前可以退办，还有7天。" in text
        assert "交办后5个工作日内可以退办（本镇规定）。从2026年1月15日交办算起" in text
        answer = client.post(page("return", part.proposal), self.boxes(part))
        assert answer.url == reverse("desk-proposals")
        part.refresh_from_db()
        assert (part.status, part.return_reason) == (
            AssignmentStatus.RETURNED,
            "属于镇农业农村办。",
        )

    def test_lead_reads_until_when_it_is_assigned_anew(self, as_user, stage, part, unit):
        services.return_assignment(part, actor=unit[0], reason="属于镇农业农村办。")
        text = open_page(as_user(stage.lead), part.proposal)
        assert "镇水利站退办了，人大办应在2026年1月22日以前重新交办。" in text
        assert "镇水利站退办：属于镇农业农村办。" in text

    def test_afterwards_only_the_sentence(self, as_user, part, unit, time_machine):
        time_machine.move_to(dt.datetime(2026, 2, 1, 1, 0, tzinfo=dt.UTC))
        client = as_user(unit[0])
        text = open_page(client, part.proposal)
        assert "退办要在2026年1月22日以前，现在已经过了。" in text
        answer = client.post(page("return", part.proposal), self.boxes(part))
        assert "请与人大办联系。" in said(answer)
        part.refresh_from_db()
        assert part.is_waiting

    def test_wrong_keys(self, as_user, stage, part, unit):
        client = as_user(unit[0])
        for key in ("nobody", "", "\0", "a b"):
            answer = client.post(page("return", part.proposal), self.boxes(part, assignment=key))
            assert answer.status_code == 404
        assert (
            as_user(stage.others[0])
            .post(page("return", part.proposal), self.boxes(part))
            .status_code
            == 403
        )

    def test_taken_from_it_meanwhile(self, as_user, stage, part, unit):
        services.revoke_assignment(part, actor=stage.office, reason="改由农业农村办办理")
        answer = as_user(unit[0]).post(page("return", part.proposal), self.boxes(part))
        assert answer.status_code == 404


def test_drafts_are_listed_apart_from_what_was_brought(as_user, stage):
    stage.draft(title="关于修桥的建议")
    stage.draft(ProposalKind.MOTION, title="关于修建长江干堤的议案")
    brought = stage.submitted()
    answer = as_user(stage.lead).get(reverse("desk-proposals"))
    assert "草稿2件，还没有提交" in said(answer)
    assert [p.pk for p in answer.context["page"]] == [brought.pk]
