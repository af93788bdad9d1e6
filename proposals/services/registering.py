"""Entering in the register: the next number, never double, without a gap."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from proposals.enums import ProposalStep
from proposals.models import Proposal, ProposalSettings
from proposals.notices import tell_sponsors
from proposals.numbering import give_number
from proposals.permissions import can_decide_proposal
from proposals.services.acting import advance, locked, locked_all, require, require_seen
from proposals.services.submitting import missing_sponsors
from proposals.workflow import allows


def register_proposal(
    proposal: Proposal, *, actor: Any, seen_version: int | None = None
) -> Proposal:
    """Give the next number of its series. What came back after correction keeps the one it has."""
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_decide_proposal(actor))
        require_seen(proposal, seen_version)
        _register(proposal, actor)
    return proposal


def register_many(proposals: Iterable[Proposal], *, actor: Any) -> tuple[list[Proposal], list[str]]:
    """Register in the order in which they were brought; all that can be, in one transaction.

    Gives those that were registered, and a sentence for each that was not.
    """
    done, refused = [], []
    with transaction.atomic():
        require(can_decide_proposal(actor))
        rows = locked_all(proposals).values()
        for proposal in sorted(rows, key=lambda p: (str(p.submitted_on or ""), p.pk)):
            if not allows(proposal, ProposalStep.REGISTER):
                state = proposal.get_status_display()
                refused.append(f"“{proposal.title}”现在是“{state}”，没有登记。")
                continue
            try:
                with transaction.atomic():
                    _register(proposal, actor)
            except RuleViolation as error:
                refused.append(error.message)
            else:
                done.append(proposal)
    return done, refused


def _register(proposal: Proposal, actor: Any) -> None:
    if not allows(proposal, ProposalStep.REGISTER) and proposal.number is not None:
        raise RuleViolation(
            f"“{proposal.title}”已经登记为{proposal.number_label}，不用再登记。请刷新页面。"
        )
    if proposal.number is None and allows(proposal, ProposalStep.REGISTER):
        _require_sponsors(proposal)
        give_number(proposal, ProposalSettings.load())
    advance(
        proposal,
        ProposalStep.REGISTER,
        actor=actor,
        changes={"series": proposal.series, "number": proposal.number},
        reason=f"编为{proposal.number_label}",
    )
    tell_sponsors(proposal, f"已经登记，编为{proposal.number_label}", actor=actor)


def _require_sponsors(proposal: Proposal) -> None:
    """A motion whose sponsors signed on paper is counted here (组织法22)."""
    brought = proposal.submitted_on
    missing = missing_sponsors(proposal, brought.latest() if brought else timezone.localdate())
    if missing:
        raise RuleViolation(
            f"“{proposal.title}”还不能登记：{missing[0]}请录入纸面签名，或者退回补正。"
        )
