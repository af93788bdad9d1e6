"""What the office enters for others: from paper, and what was finished long ago."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from congress.common.exceptions import RuleViolation
from congress.common.partial_dates import PartialDate
from proposals.enums import (
    AssignmentStatus,
    Occasion,
    ProposalKind,
    ProposalSource,
    ProposalStatus,
    Proposer,
)
from proposals.models import Proposal, Reply, ReplyRating, StepTaken
from proposals.services import FieldProblems, PaperProposal, enter_finished, enter_proposal
from tests.factories import OrganFactory
from tests.proposals.stage import DAY

pytestmark = pytest.mark.django_db


def paper(stage, signing=0, **values):
    given = {
        "session": stage.session,
        "occasion": Occasion.IN_SESSION,
        "kind": ProposalKind.SUGGESTION,
        "title": "关于安装路灯的建议",
        "grounds": "夜里看不见路。",
        "submitted_on": DAY,
        "lead": stage.lead.deputy,
        "co": [user.deputy for user in stage.others[:signing]],
    }
    return PaperProposal(**(given | values))


class TestFromPaper:
    def test_submitted_and_registered_in_one_go(self, stage):
        proposal = enter_proposal(paper(stage, 2), actor=stage.office, register=True)
        assert (proposal.source, proposal.status, proposal.number) == (
            ProposalSource.OFFICE,
            ProposalStatus.REGISTERED,
            1,
        )
        rows = list(proposal.sponsorships.all())
        assert [r.deputy.name for r in rows] == ["甘霖", "白露", "谷雨"]
        assert {(r.is_on_paper, r.settled_by, r.settled_on) for r in rows} == {
            (True, stage.office, PartialDate.of(DAY))
        }
        assert [s.step for s in StepTaken.objects.all()] == ["submit", "register"]
        with pytest.raises(PermissionDenied):
            enter_proposal(paper(stage), actor=stage.lead)

    def test_of_presidium_and_government(self, stage):
        motion = {"kind": ProposalKind.MOTION, "measures": "请修堤。", "lead": None}
        proposal = enter_proposal(
            paper(stage, proposer=Proposer.GOVERNMENT, **motion), actor=stage.office
        )
        assert not proposal.sponsorships.exists()
        with pytest.raises(RuleViolation, match="只提议案"):
            enter_proposal(paper(stage, proposer=Proposer.PRESIDIUM), actor=stage.office)

    @pytest.mark.parametrize(
        ("values", "says"),
        [
            ({"kind": ProposalKind.MOTION, "measures": "请修堤。"}, "还差4名"),
            ({"kind": ProposalKind.MOTION, "occasion": Occasion.INTERSESSIONAL}, "议案只能向"),
            ({"grounds": " "}, "请写清楚是什么情况"),
            ({"lead": None}, "请选领衔代表"),
            ({"submitted_on": DAY + dt.timedelta(1)}, "还没有到"),
            (
                {"occasion": Occasion.INTERSESSIONAL, "submitted_on": dt.date(2026, 1, 13)},
                "提出日期在那以前",
            ),
        ],
    )
    def test_what_does_not_hold_leaves_nothing(self, stage, values, says):
        with pytest.raises(RuleViolation, match=says):
            enter_proposal(paper(stage, **values), actor=stage.office)
        assert not Proposal.objects.exists()


class TestFinished:
    ROW = {
        "kind": "建议",
        "title": "关于安装路灯的建议",
        "lead": "甘霖",
        "co": "白露、谷雨",
        "submitted_on": "2025年1月",
        "unit": "镇城建办",
        "assigned_on": "2025-02-10",
        "replied_on": "2025年5月",
        "outcome": "A",
        "contact_form": "电话联系",
        "attitude": "满意",
        "result": "满意",
    }

    @pytest.fixture(autouse=True)
    def _unit(self, stage):
        OrganFactory(name="镇城建办")

    def test_with_all_that_became_of_it(self, stage):
        proposal, notes = enter_finished(stage.session, self.ROW, actor=stage.office)
        proposal = Proposal.objects.get(pk=proposal.pk)
        assert (proposal.source, proposal.status, proposal.number_label) == (
            ProposalSource.AFTERWARDS,
            ProposalStatus.CLOSED,
            "第1号",
        )
        assert proposal.submitted_on == PartialDate(2025, 1)
        (part,) = proposal.assignments.all()
        assert (part.status, part.due_on) == (AssignmentStatus.REPLIED, PartialDate(2025, 5, 10))
        assert Reply.objects.get().replied_on == PartialDate(2025, 5)
        assert ReplyRating.objects.get().sponsorship.deputy.name == "甘霖"
        assert notes == []
        assert proposal.history.first().history_user == stage.office

    def test_given_numbers_are_kept_and_taken_ones_refused(self, stage):
        first, _ = enter_finished(
            stage.session, {**self.ROW, "number": "第7号"}, actor=stage.office
        )
        second, _ = enter_finished(stage.session, self.ROW, actor=stage.office)
        assert (first.number, second.number) == (7, 8)
        with pytest.raises(FieldProblems) as refused:
            enter_finished(stage.session, {**self.ROW, "number": "7"}, actor=stage.office)
        assert refused.value.problems == {"number": ["7已经有了，请核对编号。"]}
        assert Proposal.objects.count() == 2

    def test_unknown_stays_unknown(self, stage):
        said = {"title": "关于修桥的建议", "lead": "甘霖", "occasion": "闭会期间"}
        proposal, _ = enter_finished(stage.session, said, actor=stage.office)
        assert (proposal.number_label, proposal.submitted_on) == ("闭会第1号", None)
        assert Proposal.objects.get().status == ProposalStatus.REGISTERED

    @pytest.mark.parametrize(
        ("values", "field", "says"),
        [
            ({"lead": "王大"}, "lead", "本届没有叫“王大”的代表"),
            ({"unit": "镇航天局"}, "unit", "镇航天局"),
            ({"submitted_on": "去年冬天"}, "submitted_on", "去年冬天"),
            ({"replied_on": "2024年1月"}, "replied_on", "早于"),
            ({"title": ""}, "title", "没有填写案由"),
            ({"title": "长" * 101}, "title", "100"),
            ({"number": "第99999999号"}, "number", ""),
        ],
    )
    def test_what_is_wrong_stands_at_its_field(self, stage, values, field, says):
        with pytest.raises(FieldProblems) as refused:
            enter_finished(stage.session, {**self.ROW, **values}, actor=stage.office)
        assert says in "".join(refused.value.problems[field])
        assert not Proposal.objects.exists()

    def test_a_due_date_of_its_own_is_pointed_out(self, stage):
        _, notes = enter_finished(
            stage.session, {**self.ROW, "due_on": "2025-04-01"}, actor=stage.office
        )
        assert notes[0].startswith("台账所载的应答复日期是2025年4月1日")
