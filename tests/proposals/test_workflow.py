"""Every state against every step: what may be done, and that everything else is refused in words.

The table is written out here once more, from the field's words, and each service is tried from
each state in which its step may not be taken.
"""

import datetime as dt

import pytest

from congress.common.exceptions import RuleViolation
from deputies.models import PresidiumMeeting
from proposals import services
from proposals.enums import ProposalKind, ProposalStatus, ProposalStep
from proposals.models import (
    OutcomeClass,
    Proposal,
    ProposalSettings,
    Publication,
    Reply,
    SetAsideGround,
    StepTaken,
)
from proposals.services import feedback, publishing, replying
from proposals.services.deciding import Tally
from proposals.workflow import TRANSITIONS, allows
from tests.factories import OrganFactory, SessionFactory
from tests.proposals.samples import assigned, joined, proposal_of, town_lists

BOTH = {
    "draft": "edit discard invite submit",
    "cosigning": "edit discard invite join leave sign submit",
    "submitted": "sign register send_back ask_withdrawal withdraw",
    "sent_back": "edit invite join leave sign submit ask_withdrawal withdraw",
    "registered": "send_back ask_withdrawal withdraw",
    "on_agenda": "ask_withdrawal withdraw",
    "accepted": "assign ask_withdrawal withdraw",
    "in_handling": "assign return take_back reply complete ask_withdrawal withdraw",
    "replied": "rehandle close publish take_down",
    "rehandling": "reply complete take_down",
    "closed": "rehandle publish take_down",
    "adopted": "publish take_down",
    "not_adopted": "publish take_down",
    "set_aside": "reopen",
    "merged": "reopen",
}
OF_SUGGESTIONS = {"registered": "accept merge set_aside", "accepted": "merge set_aside"}
OF_MOTIONS = {"registered": "put_on_agenda convert", "on_agenda": "adopt reject"}
PAIRS = [(status, step) for status in ProposalStatus for step in ProposalStep]


def expected(status, step, kind) -> bool:
    own = OF_MOTIONS if kind == ProposalKind.MOTION else OF_SUGGESTIONS
    return step in (BOTH.get(status, "") + " " + own.get(status, "")).split()


@pytest.mark.parametrize("kind", list(ProposalKind))
def test_table(kind):
    found = {
        pair: allows(Proposal(status=pair[0], kind=kind), ProposalStep(pair[1])) for pair in PAIRS
    }
    assert found == {pair: expected(*pair, kind) for pair in PAIRS}


def test_every_state_but_the_last_ones_leads_on():
    ends = {"adopted", "not_adopted", "withdrawn"}
    assert {status for (status, _), to in TRANSITIONS.items() if to != status} == set(
        ProposalStatus.values
    ) - ends


@pytest.fixture
def calls(term, office, deputy, other_deputy):
    """For each step the services that take it, by who may, on a proposal that lacks nothing."""
    town_lists()
    session = SessionFactory(term=term, ordinal=5, starts_on="2020-01-01", ends_on="2199-01-01")
    title = {"title": "关于新洲村引水的建议", "grounds": "水沟堵了", "measures": "请疏通"}
    proposal = proposal_of(deputy.deputy, session, status=ProposalStatus.DRAFT, **title)
    asked = joined(proposal, other_deputy.deputy)
    other = proposal_of(deputy.deputy, session, title="关于引水的另一件建议")
    meeting = PresidiumMeeting.objects.create(term=term, held_on=dt.date(2026, 1, 14))
    meeting.present.add(deputy.deputy)
    unit = OrganFactory(name="镇自来水站")
    part = assigned(proposal, OrganFactory(name="镇农业站"))
    ground = SetAsideGround.objects.first()
    tally = Tally(dt.date(2026, 1, 15), 3, 3, 3, 0, 0)
    answer = replying.ReplyValues("已疏通", outcome=OutcomeClass.objects.first())
    lost = Tally(dt.date(2026, 1, 15), 3, 3, 1, 2, 0)
    day = dt.date(2026, 1, 20)
    by_step = {
        ProposalStep.EDIT: lambda: services.save_draft(
            services.DraftValues("换个案由"), actor=deputy, proposal=proposal
        ),
        ProposalStep.DISCARD: lambda: services.discard_draft(proposal, actor=deputy),
        ProposalStep.INVITE: lambda: services.invite_sponsors(proposal, [], actor=deputy),
        ProposalStep.JOIN: lambda: services.join_proposal(asked, actor=other_deputy),
        ProposalStep.LEAVE: lambda: services.leave_proposal(asked, actor=other_deputy),
        ProposalStep.SIGN: lambda: services.record_signatures(
            proposal, [office], actor=office, signed_on=day
        ),
        ProposalStep.SUBMIT: lambda: services.submit_proposal(proposal, actor=deputy),
        ProposalStep.REGISTER: lambda: services.register_proposal(proposal, actor=office),
        ProposalStep.ACCEPT: lambda: services.accept_proposal(proposal, actor=office),
        ProposalStep.MERGE: lambda: services.merge_proposal(proposal, into=other, actor=office),
        ProposalStep.SEND_BACK: lambda: services.send_back_proposal(
            proposal, actor=office, reason="缺数字"
        ),
        ProposalStep.SET_ASIDE: lambda: services.set_aside_proposal(
            proposal, actor=office, ground=ground, reason="没有写什么事"
        ),
        ProposalStep.PUT_ON_AGENDA: lambda: services.put_on_agenda(
            proposal, actor=office, meeting=meeting
        ),
        ProposalStep.CONVERT: lambda: services.convert_to_suggestion(
            proposal, actor=office, meeting=meeting
        ),
        ProposalStep.ADOPT: lambda: services.record_vote(proposal, tally, actor=office),
        ProposalStep.REJECT: lambda: services.record_vote(proposal, lost, actor=office),
        ProposalStep.ASK_WITHDRAWAL: lambda: services.record_withdrawal(
            proposal, actor=office, reason="另有安排", agreed_on=day
        ),
        ProposalStep.WITHDRAW: lambda: services.withdraw_from_agenda(
            proposal, actor=office, meeting=meeting
        ),
        ProposalStep.ASSIGN: lambda: services.assign_proposal(
            proposal, [services.UnitPart(unit)], actor=office, assigned_on=day
        ),
        ProposalStep.RETURN: lambda: services.return_assignment(
            part, actor=office, reason="不归我管"
        ),
        ProposalStep.TAKE_BACK: lambda: services.revoke_assignment(
            part, actor=office, reason="给错了"
        ),
        ProposalStep.REPLY: lambda: replying.enter_reply(
            part, answer, actor=office, signed_by="站长", replied_on=day
        ),
        ProposalStep.COMPLETE: lambda: replying.enter_reply(
            part, answer, actor=office, signed_by="站长", replied_on=day
        ),
        ProposalStep.REHANDLE: lambda: feedback.rehandle_proposal(
            proposal, part, actor=office, reason="还没办好"
        ),
        ProposalStep.CLOSE: lambda: feedback.close_proposal(
            proposal, actor=office, reason="办完了"
        ),
        ProposalStep.REOPEN: lambda: services.reopen_proposal(
            proposal, actor=office, reason="弄错了"
        ),
    }
    ProposalSettings.objects.create(publishes_outcomes=True)
    text = publishing.PublicText("关于引水的建议")
    Publication.objects.create(proposal=proposal, title="关于引水的建议")
    by_step[ProposalStep.PUBLISH] = lambda: publishing.publish_proposal(
        proposal, text, actor=office
    )
    by_step[ProposalStep.TAKE_DOWN] = lambda: publishing.take_down_proposal(
        proposal, actor=office, reason="写错了"
    )
    Reply.objects.create(assignment=part, replied_on="2026-01-20")
    assert set(by_step) == set(ProposalStep)
    return proposal, other, by_step


def put(proposal, other, status, kind):
    """The proposal as it would lie there, without the way."""
    merged = other if status == ProposalStatus.MERGED else None
    Proposal._base_manager.filter(pk=proposal.pk).update(
        status=status, kind=kind, merged_into=merged
    )


@pytest.mark.django_db
@pytest.mark.parametrize("step", list(ProposalStep))
def test_a_step_that_may_not_follow_changes_nothing(calls, step):
    proposal, other, by_step = calls
    for status in ProposalStatus:
        for kind in (ProposalKind.MOTION, ProposalKind.SUGGESTION):
            if expected(status, step, kind):
                continue
            put(proposal, other, status, kind)
            before = Proposal.objects.values().get(pk=proposal.pk)
            with pytest.raises(RuleViolation) as refused:
                by_step[step]()
            assert refused.value.message.endswith("。"), (status, step)
            assert Proposal.objects.values().get(pk=proposal.pk) == before
    assert not StepTaken.objects.exists()
