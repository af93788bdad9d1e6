"""The register, what the office and the presidium decide, and what the sponsors are told."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.models import Message
from deputies.models import PresidiumMeeting
from proposals import services
from proposals.enums import Occasion, ProposalKind, ProposalStatus
from proposals.models import MotionVote, Proposal, ProposalSettings
from proposals.services.deciding import Tally, entitled_deputies, tally_in_words
from tests.factories import TermFactory
from tests.proposals.samples import proposal_of
from tests.proposals.stage import DAY, fresh

pytestmark = pytest.mark.django_db


def last_told(user) -> Message:
    return Message.objects.filter(recipient=user).latest("pk")


class TestRegister:
    def test_all_kinds_in_one_sequence_recess_apart(self, stage, time_machine):
        first, second = stage.registered(), stage.motion()
        time_machine.move_to("2026-03-01T09:00+08:00")
        third, fourth = stage.registered(), stage.registered()
        labels = [p.number_label for p in (first, second, third, fourth)]
        assert labels == ["第1号", "第2号", "闭会第1号", "闭会第2号"]
        assert third.session == stage.session

    def test_motions_apart_where_the_town_wants(self, stage):
        ProposalSettings.objects.create(numbers_motions_apart=True)
        assert [stage.registered().number, stage.motion().number] == [1, 1]

    def test_many_in_the_order_in_which_they_came(self, stage):
        rows = [stage.submitted(title=f"关于第{n}件事的建议") for n in range(3)]
        registered = stage.registered(title="关于早就登记的建议")
        done, refused = services.register_many([registered, *reversed(rows)], actor=stage.office)
        assert [(p.title, p.number) for p in done] == [
            (f"关于第{n}件事的建议", n + 2) for n in range(3)
        ]
        assert refused == ["“关于早就登记的建议”现在是“已登记”，没有登记。"]

    def test_deputies_register_nothing(self, stage):
        with pytest.raises(PermissionDenied):
            services.register_proposal(stage.submitted(), actor=stage.lead)

    def test_the_second_clerk_is_told_what_happened(self, stage, chair):
        proposal = stage.submitted()
        seen = proposal.version
        services.register_proposal(proposal, actor=stage.office, seen_version=seen)
        with pytest.raises(StaleRecord, match="文书小秦已经办了“登记”"):
            services.send_back_proposal(proposal, actor=chair, reason="缺内容", seen_version=seen)
        with pytest.raises(RuleViolation, match="已经登记为第1号"):
            services.register_proposal(proposal, actor=chair)


@pytest.mark.django_db(transaction=True)
def test_at_once_no_number_is_given_twice_and_none_is_left_out(stage):
    rows = [
        proposal_of(stage.lead.deputy, stage.session, status=ProposalStatus.DRAFT)
        for _ in range(24)
    ]
    Proposal.objects.update(status=ProposalStatus.SUBMITTED)

    def register(proposal):
        try:
            return services.register_proposal(proposal, actor=stage.office).number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(register, rows))
    assert sorted(numbers) == list(range(1, 25))


class TestReview:
    def test_taken_up(self, stage):
        proposal = stage.accepted()
        assert proposal.status == ProposalStatus.ACCEPTED
        assert last_told(stage.lead).text.startswith("第1号已经受理")

    def test_sent_back_with_what_is_missing(self, stage):
        with pytest.raises(RuleViolation, match="请写明要补正什么"):
            services.send_back_proposal(stage.registered(), actor=stage.office, reason=" ")
        proposal = fresh(Proposal.objects.get())
        services.send_back_proposal(proposal, actor=stage.office, reason="请写明地点。")
        assert last_told(stage.lead).detail == "要补正的：请写明地点。"

    def test_set_aside_on_a_ground_of_the_town(self, stage):
        proposal = stage.registered()
        services.set_aside_proposal(
            proposal, actor=stage.office, ground=stage.ground, reason="没有说是什么事"
        )
        step = proposal.steps.last()
        assert (step.ground, step.reason) == (stage.ground, "没有说是什么事")
        assert last_told(stage.lead).detail == "情形：没有具体内容。理由：没有说是什么事"
        services.reopen_proposal(fresh(proposal), actor=stage.office, reason="代表补充了")
        assert fresh(proposal).status == ProposalStatus.REGISTERED

    def test_a_ground_out_of_use(self, stage):
        stage.ground.is_in_use = False
        with pytest.raises(RuleViolation, match="不再使用"):
            services.set_aside_proposal(
                stage.registered(), actor=stage.office, ground=stage.ground, reason="空"
            )

    def test_merged_with_a_trail_and_all_that_was_merged_before(self, stage):
        small, middle, large = (stage.registered(title=f"关于第{n}条沟的建议") for n in "一二三")
        services.merge_proposal(small, into=middle, actor=stage.office)
        services.merge_proposal(middle, into=large, actor=stage.office, reason="同一条沟")
        assert {p.merged_into for p in (fresh(small), fresh(middle))} == {large}
        step = fresh(middle).steps.last()
        assert (step.step, step.other, step.reason) == ("merge", large, "同一条沟")
        texts = [m.text for m in Message.objects.filter(recipient=stage.lead)]
        assert any("与第3号“关于第三条沟的建议”并案办理，答复一并给您" in t for t in texts)

    def test_nothing_is_merged_into_what_is_closed_or_a_motion(self, stage):
        one, other = stage.registered(), stage.registered()
        services.merge_proposal(other, into=one, actor=stage.office)
        with pytest.raises(RuleViolation, match="现在是“已并案”"):
            services.merge_proposal(fresh(one), into=fresh(other), actor=stage.office)
        with pytest.raises(RuleViolation, match="是议案"):
            services.merge_proposal(fresh(one), into=stage.motion(), actor=stage.office)
        with pytest.raises(RuleViolation, match="不能并入自己"):
            services.merge_proposal(one, into=one, actor=stage.office)


class TestMotions:
    def test_on_the_agenda_and_voted(self, stage):
        motion = stage.motion()
        services.put_on_agenda(motion, actor=stage.office, meeting=stage.meeting)
        assert motion.pk in stage.meeting.steps.values_list("proposal", flat=True)
        everybody = entitled_deputies(motion, DAY)
        assert everybody == 6
        vote = services.record_vote(
            fresh(motion), Tally(DAY, 6, 5, 4, 0, 0), actor=stage.office, resolution_title="决议"
        )
        assert fresh(motion).status == ProposalStatus.ADOPTED
        assert tally_in_words(vote) == (
            "全体代表6名，出席5名；赞成4票，反对0票，弃权0票，未表决1人；须4票通过。"
        )

    def test_more_than_half_of_all_not_of_those_present(self, stage):
        motion = stage.motion()
        services.put_on_agenda(motion, actor=stage.office, meeting=stage.meeting)
        services.record_vote(fresh(motion), Tally(DAY, 6, 4, 3, 1, 0), actor=stage.office)
        assert fresh(motion).status == ProposalStatus.NOT_ADOPTED

    @pytest.mark.parametrize(
        ("numbers", "says"),
        [
            ((6, 7, 4, 0, 0), "多于全体代表6名"),
            ((6, 5, 4, 1, 1), "合计6票，多于出席的5名"),
            ((6, 3, 3, 0, 0), "不到全体代表的三分之二（4名）"),
        ],
    )
    def test_impossible_counts(self, stage, numbers, says):
        motion = stage.motion()
        services.put_on_agenda(motion, actor=stage.office, meeting=stage.meeting)
        with pytest.raises(RuleViolation, match=says):
            services.record_vote(fresh(motion), Tally(DAY, *numbers), actor=stage.office)
        assert not MotionVote.objects.exists()

    def test_not_on_the_agenda_it_becomes_a_suggestion(self, stage):
        motion = stage.motion()
        services.convert_to_suggestion(
            motion, actor=stage.office, meeting=stage.meeting, reason="属政府日常工作"
        )
        motion = fresh(motion)
        assert (motion.kind, motion.was_motion, motion.status, motion.number) == (
            ProposalKind.SUGGESTION,
            True,
            ProposalStatus.ACCEPTED,
            1,
        )

    def test_numbered_apart_it_goes_over_to_the_suggestions(self, stage):
        ProposalSettings.objects.create(numbers_motions_apart=True)
        stage.registered()
        motion = stage.motion()
        assert (motion.number, motion.series.proposals.count()) == (1, 1)
        services.convert_to_suggestion(
            motion, actor=stage.office, meeting=stage.meeting, reason="属政府日常工作。"
        )
        now = fresh(motion)
        assert (now.number, now.kind) == (2, ProposalKind.SUGGESTION)
        assert now.series.key.endswith(":suggestions")
        step = now.steps.latest("pk")
        assert step.reason == "属政府日常工作。原为议案第1号，改编为建议第2号"
        told = Message.objects.filter(recipient=stage.lead).latest("pk").text
        assert "转为建议，接着交办，原为议案第1号，改编为建议第2号" in told
        assert stage.motion().number == 2  # the first number stands in the minutes
        assert stage.registered(title="关于修桥的建议").number == 3

    def test_only_at_a_meeting_that_was_held_with_somebody_there(self, stage):
        motion = stage.motion()
        empty = PresidiumMeeting.objects.create(term=stage.term, held_on=DAY)
        early = PresidiumMeeting.objects.create(term=stage.term, held_on=DAY - dt.timedelta(1))
        late = PresidiumMeeting.objects.create(term=stage.term, held_on=DAY + dt.timedelta(1))
        other_term = TermFactory(ordinal=18, starts_on="2017-01")
        other = PresidiumMeeting.objects.create(term=other_term, held_on=DAY)
        for meeting in (early, other, late):
            meeting.present.add(stage.lead.deputy)
        for meeting, says in (
            (empty, "请先写明谁出席了"),
            (early, "在提出日期"),
            (late, "还没有到"),
            (other, "不是第十九届的会议|不是第十八届"),
        ):
            with pytest.raises(RuleViolation, match=says):
                services.put_on_agenda(motion, actor=stage.office, meeting=meeting)

    def test_no_vote_before_it_is_on_the_agenda(self, stage):
        motion = services.put_on_agenda(stage.motion(), actor=stage.office, meeting=stage.meeting)
        early = Tally(DAY - dt.timedelta(1), 80, 76, 70, 2, 3)
        with pytest.raises(RuleViolation, match="表决日期在列入议程（2026年1月15日）以前"):
            services.record_vote(motion, early, actor=stage.office)
        assert not MotionVote.objects.exists()

    def test_a_suggestion_is_no_matter_for_the_agenda(self, stage):
        with pytest.raises(RuleViolation, match="这一步只用于议案"):
            services.put_on_agenda(stage.registered(), actor=stage.office, meeting=stage.meeting)
        with pytest.raises(RuleViolation, match="议案由主席团会议决定"):
            services.accept_proposal(stage.motion(), actor=stage.office)

    def test_recess_has_its_own_occasion(self, stage, time_machine):
        time_machine.move_to("2026-03-01T09:00+08:00")
        assert stage.submitted().occasion == Occasion.INTERSESSIONAL
