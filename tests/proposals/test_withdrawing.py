"""Taken back before vote or reply, when all who brought it agree."""

import pytest
from django.core.exceptions import PermissionDenied

from congress.common.exceptions import RuleViolation
from congress.common.models import Message
from proposals import services
from proposals.enums import ProposalStatus
from proposals.models import Reply, Sponsorship
from tests.factories import OrganFactory
from tests.proposals.stage import DAY, fresh

pytestmark = pytest.mark.django_db


def test_alone_the_lead_has_it_back_at_once(stage):
    proposal = stage.registered()
    services.ask_to_withdraw(proposal, actor=stage.lead, reason="村里已经修好")
    assert fresh(proposal).status == ProposalStatus.WITHDRAWN
    assert [s.step for s in proposal.steps.all()][-2:] == ["ask_withdrawal", "withdraw"]


def test_all_have_to_agree(stage):
    proposal = stage.registered(joining=2)
    services.ask_to_withdraw(proposal, actor=stage.lead, reason="村里已经修好")
    asked = Message.objects.filter(kind="proposal-withdrawal-asked")
    assert {m.recipient for m in asked} == set(stage.others[:2])
    services.agree_to_withdraw(fresh(proposal), actor=stage.others[0])
    assert fresh(proposal).status == ProposalStatus.REGISTERED
    with pytest.raises(PermissionDenied):
        services.agree_to_withdraw(fresh(proposal), actor=stage.others[3])
    with pytest.raises(RuleViolation, match="还在等谷雨同意"):
        services.ask_to_withdraw(fresh(proposal), actor=stage.lead, reason="再问一次")
    services.agree_to_withdraw(fresh(proposal), actor=stage.others[1])
    assert fresh(proposal).status == ProposalStatus.WITHDRAWN


def test_one_who_does_not_agree_keeps_it(stage):
    proposal = stage.registered(joining=1)
    services.ask_to_withdraw(proposal, actor=stage.lead, reason="不想提了")
    services.drop_withdrawal(fresh(proposal), actor=stage.others[0])
    proposal = fresh(proposal)
    assert (proposal.status, proposal.withdrawal_asked_on) == (ProposalStatus.REGISTERED, None)
    assert not Sponsorship.objects.filter(withdraws_on__isnull=False).exists()


def test_from_the_agenda_with_the_presidium(stage):
    motion = stage.motion()
    services.put_on_agenda(motion, actor=stage.office, meeting=stage.meeting)
    services.ask_to_withdraw(fresh(motion), actor=stage.lead, reason="改日再提")
    with pytest.raises(RuleViolation, match="还没有同意撤回"):
        services.withdraw_from_agenda(fresh(motion), actor=stage.office, meeting=stage.meeting)
    for user in stage.others[:4]:
        services.agree_to_withdraw(fresh(motion), actor=user)
    assert fresh(motion).status == ProposalStatus.ON_AGENDA
    services.withdraw_from_agenda(fresh(motion), actor=stage.office, meeting=stage.meeting)
    assert fresh(motion).status == ProposalStatus.WITHDRAWN
    assert motion.steps.last().meeting == stage.meeting


def test_on_paper_short_of_one_it_waits(stage):
    proposal = stage.registered(joining=2)
    signed = proposal.sponsorships.exclude(deputy=stage.others[1].deputy)
    services.record_withdrawal(
        proposal, actor=stage.office, reason="书面撤回", agreed_on=DAY, sponsorships=signed
    )
    assert fresh(proposal).status == ProposalStatus.REGISTERED
    services.record_withdrawal(
        fresh(proposal), actor=stage.office, reason="书面撤回", agreed_on=DAY
    )
    assert fresh(proposal).status == ProposalStatus.WITHDRAWN


def test_units_need_not_answer_any_more(stage):
    (assignment,) = stage.assigned()
    services.ask_to_withdraw(fresh(assignment.proposal), actor=stage.lead, reason="村里已经修好")
    assignment.refresh_from_db()
    assert assignment.status == "revoked"


def test_not_once_it_was_answered(stage):
    (assignment,) = stage.assigned(services.UnitPart(OrganFactory()))
    Reply.objects.create(assignment=assignment, replied_on="2026-01-15")
    with pytest.raises(RuleViolation, match="已经答复，不能再撤回"):
        services.ask_to_withdraw(fresh(assignment.proposal), actor=stage.lead, reason="算了")
