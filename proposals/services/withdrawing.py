"""Taking a proposal back, with the consent of all who brought it.

组织法22, 代表法15: a motion before it is put to the vote; once it is on the agenda the presidium
has to agree. A suggestion until it is answered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.history import bulk_update_recorded
from congress.common.messaging.services import settle
from congress.common.partial_dates import PartialDate
from deputies.models import PresidiumMeeting
from proposals.enums import (
    AssignmentStatus,
    ProposalStatus,
    ProposalStep,
    Proposer,
    SponsorshipStatus,
)
from proposals.models import Assignment, Proposal, Reply, Sponsorship
from proposals.notices import (
    tell_of_withdrawal_asked,
    tell_sponsors,
    tell_unit_it_is_over,
    withdrawal_subject,
)
from proposals.permissions import can_decide_proposal, can_edit_draft, can_enter_for_others
from proposals.services.acting import (
    advance,
    locked,
    needed_reason,
    require,
    require_past,
    require_seen,
    what_happened,
    write,
)
from proposals.services.deciding import require_meeting
from proposals.workflow import next_status

_ASKED = ("withdrawal_asked_on", "withdrawal_reason")


def ask_to_withdraw(
    proposal: Proposal, *, actor: Any, reason: str, seen_version: int | None = None
) -> Proposal:
    """The lead wants it back; the others are asked. Alone, he has it back at once."""
    reason = needed_reason(reason, "请写明为什么撤回。")[:500]
    with transaction.atomic():
        proposal = _locked(proposal, ProposalStep.ASK_WITHDRAWAL, seen_version)
        require(can_edit_draft(actor, proposal) or can_enter_for_others(actor))
        _require_unasked(proposal)
        asked = {"withdrawal_asked_on": timezone.localdate(), "withdrawal_reason": reason}
        advance(proposal, ProposalStep.ASK_WITHDRAWAL, actor=actor, changes=asked, reason=reason)
        lead = _confirmed(proposal).filter(is_lead=True).first()
        if lead is not None and lead.deputy.user_id == actor.pk:
            _agree(proposal, [lead], timezone.localdate(), actor)
        if not _withdrawn_if_all_agree(proposal, actor, timezone.localdate()):
            tell_of_withdrawal_asked(proposal, str(lead.deputy if lead else actor), actor=actor)
    return proposal


def agree_to_withdraw(
    proposal: Proposal, *, actor: Any, seen_version: int | None = None
) -> Proposal:
    """A sponsor agrees; with the last one it is withdrawn, unless the presidium has to agree."""
    with transaction.atomic():
        proposal = _locked(proposal, ProposalStep.ASK_WITHDRAWAL, seen_version)
        own = list(_confirmed(proposal).filter(deputy__user=actor))
        require(bool(own))
        _require_asked(proposal)
        _agree(proposal, own, timezone.localdate(), actor)
        write(proposal, [], actor=actor, reason="同意撤回")
        _withdrawn_if_all_agree(proposal, actor, timezone.localdate())
    return proposal


def drop_withdrawal(proposal: Proposal, *, actor: Any, seen_version: int | None = None) -> Proposal:
    """It stays: the lead thinks better of it, or a sponsor doesn't agree."""
    with transaction.atomic():
        proposal = _locked(proposal, ProposalStep.ASK_WITHDRAWAL, seen_version)
        own = _confirmed(proposal).filter(deputy__user=actor).exists()
        require(own or can_enter_for_others(actor))
        _require_asked(proposal)
        proposal.withdrawal_asked_on, proposal.withdrawal_reason = None, ""
        write(proposal, _ASKED, actor=actor, reason="不撤回")
        agreed = list(proposal.sponsorships.filter(withdraws_on__isnull=False))
        for sponsorship in agreed:
            sponsorship.withdraws_on = None
        bulk_update_recorded(Sponsorship, agreed, ["withdraws_on"], actor=actor, reason="不撤回")
        settle(withdrawal_subject(proposal))
        tell_sponsors(proposal, f"{actor}不同意撤回，继续办理", actor=actor)
    return proposal


def record_withdrawal(
    proposal: Proposal,
    *,
    actor: Any,
    reason: str,
    agreed_on: dt.date,
    sponsorships: Iterable[Sponsorship] | None = None,
    seen_version: int | None = None,
) -> Proposal:
    """The office enters a withdrawal that came on paper, or the consents that came so.

    ``sponsorships`` are those who signed (None: all). What presidium or government brought has no
    sponsors: their letter is enough. Short of everybody's consent it stays, and waits for the rest.
    """
    reason = needed_reason(reason, "请写明为什么撤回。")[:500]
    require_past(agreed_on, "同意撤回的日期")
    with transaction.atomic():
        proposal = _locked(proposal, ProposalStep.ASK_WITHDRAWAL, seen_version)
        require(can_enter_for_others(actor))
        if proposal.withdrawal_asked_on is None:
            asked = {"withdrawal_asked_on": agreed_on, "withdrawal_reason": reason}
            step = ProposalStep.ASK_WITHDRAWAL
            advance(proposal, step, actor=actor, changes=asked, reason=reason, taken_on=agreed_on)
        rows = _confirmed(proposal)
        if sponsorships is not None:
            rows = rows.filter(pk__in=[s.pk for s in sponsorships])
        _agree(proposal, list(rows), agreed_on, actor)
        if not _withdrawn_if_all_agree(proposal, actor, agreed_on):
            tell_of_withdrawal_asked(proposal, _lead_name(proposal), actor=actor)
    return proposal


def withdraw_from_agenda(
    proposal: Proposal,
    *,
    actor: Any,
    meeting: PresidiumMeeting,
    seen_version: int | None = None,
) -> Proposal:
    """The presidium agrees that a motion leaves the agenda; all sponsors have agreed before."""
    with transaction.atomic():
        proposal = _locked(proposal, ProposalStep.WITHDRAW, seen_version)
        require(can_decide_proposal(actor))
        _require_asked(proposal)
        waiting = _waiting(proposal)
        if waiting:
            raise RuleViolation(f"{'、'.join(waiting)}还没有同意撤回，不能撤回。")
        require_meeting(proposal, meeting)
        _withdraw(proposal, actor, meeting.held_on, meeting)
    return proposal


def waits_for_presidium(proposal: Proposal) -> bool:
    """Whether all have agreed and the presidium has to."""
    asked = proposal.withdrawal_asked_on is not None
    return asked and proposal.status == ProposalStatus.ON_AGENDA and not _waiting(proposal)


def _locked(proposal: Proposal, step: ProposalStep, seen_version: int | None) -> Proposal:
    proposal = locked(proposal)
    next_status(proposal, step, what_happened)
    require_seen(proposal, seen_version)
    if Reply.objects.filter(assignment__proposal=proposal).exists():
        raise RuleViolation(f"“{proposal.title}”已经答复，不能再撤回。")
    return proposal


def _confirmed(proposal: Proposal) -> Any:
    rows = proposal.sponsorships.filter(status=SponsorshipStatus.CONFIRMED)
    return rows.select_related("deputy")


def _require_asked(proposal: Proposal) -> None:
    if proposal.withdrawal_asked_on is None:
        raise RuleViolation(f"没有人申请撤回“{proposal.title}”，请刷新页面，查看最新情况。")


def _require_unasked(proposal: Proposal) -> None:
    if proposal.withdrawal_asked_on is not None:
        waiting = "、".join(_waiting(proposal))
        still = f"还在等{waiting}同意" if waiting else "还在等主席团会议同意"
        raise RuleViolation(f"已经申请撤回“{proposal.title}”，{still}。")


def _agree(proposal: Proposal, rows: list[Sponsorship], on: dt.date, actor: Any) -> None:
    for row in rows:
        row.withdraws_on = PartialDate.of(on)
    bulk_update_recorded(Sponsorship, rows, ["withdraws_on"], actor=actor, reason="同意撤回")


def _waiting(proposal: Proposal) -> list[str]:
    """Who has not agreed yet, by name."""
    return [s.deputy.name for s in _confirmed(proposal).filter(withdraws_on__isnull=True)]


def _lead_name(proposal: Proposal) -> str:
    lead = _confirmed(proposal).filter(is_lead=True).first()
    return lead.deputy.name if lead else Proposer(proposal.proposer).label


def _withdrawn_if_all_agree(proposal: Proposal, actor: Any, on: dt.date) -> bool:
    if _waiting(proposal):
        return False
    if proposal.status == ProposalStatus.ON_AGENDA:
        tell_sponsors(proposal, "联名代表都同意撤回，等主席团会议同意", actor=actor)
        return True
    _withdraw(proposal, actor, on, None)
    return True


def _withdraw(
    proposal: Proposal, actor: Any, on: dt.date, meeting: PresidiumMeeting | None
) -> None:
    over = list(Assignment.objects.current().filter(proposal=proposal).select_related("unit"))
    for assignment in over:
        assignment.status = AssignmentStatus.REVOKED
        assignment.version += 1
    fields = ["status", "version"]
    bulk_update_recorded(Assignment, over, fields, actor=actor, reason="代表撤回")
    advance(
        proposal,
        ProposalStep.WITHDRAW,
        actor=actor,
        reason=proposal.withdrawal_reason,
        taken_on=on,
        meeting=meeting,
    )
    settle(withdrawal_subject(proposal))
    tell_sponsors(proposal, "已经撤回", actor=actor)
    for assignment in over:
        assignment.proposal = proposal
        tell_unit_it_is_over(assignment, "代表撤回", actor=actor)
