"""Studying a suggestion: taken up, merged, sent back, or set aside on one of the town's grounds."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from congress.common.exceptions import RuleViolation
from congress.common.history import bulk_update_recorded
from proposals.enums import ProposalKind, ProposalStatus, ProposalStep
from proposals.models import Proposal, SetAsideGround
from proposals.notices import tell_sponsors
from proposals.permissions import can_decide_proposal
from proposals.services.acting import (
    advance,
    locked,
    locked_all,
    needed_reason,
    require,
    require_seen,
)

# What another can be merged into: it is still to be answered.
MERGEABLE_INTO = (
    ProposalStatus.REGISTERED,
    ProposalStatus.ACCEPTED,
    ProposalStatus.IN_HANDLING,
)


def accept_proposal(
    proposal: Proposal, *, actor: Any, reason: str = "", seen_version: int | None = None
) -> Proposal:
    """Take it up as a suggestion (受理): now it can be assigned."""
    with transaction.atomic():
        proposal = _for_decision(proposal, actor, seen_version)
        advance(proposal, ProposalStep.ACCEPT, actor=actor, reason=reason.strip()[:1000])
        tell_sponsors(proposal, f"{proposal.number_label}已经受理，接着交办", actor=actor)
    return proposal


def accept_many(proposals: Iterable[Proposal], *, actor: Any) -> tuple[list[Proposal], list[str]]:
    """Take up many: all that can be, in one transaction.

    Gives those that were taken up, and a sentence for each that was not.
    """
    done, refused = [], []
    with transaction.atomic():
        require(can_decide_proposal(actor))
        for proposal in locked_all(proposals).values():
            try:
                with transaction.atomic():
                    done.append(accept_proposal(proposal, actor=actor))
            except RuleViolation as error:
                refused.append(error.message)
    return done, refused


def send_back_proposal(
    proposal: Proposal, *, actor: Any, reason: str, seen_version: int | None = None
) -> Proposal:
    """Have the sponsors put it right (退回补正); the reason says what. The number stays."""
    reason = needed_reason(reason, "请写明要补正什么，会告诉提出的代表。")
    with transaction.atomic():
        proposal = _for_decision(proposal, actor, seen_version)
        advance(proposal, ProposalStep.SEND_BACK, actor=actor, reason=reason)
        text = "退回，请补正后再提交"
        tell_sponsors(proposal, text, actor=actor, detail=f"要补正的：{reason}", urgent=True)
    return proposal


def set_aside_proposal(
    proposal: Proposal,
    *,
    actor: Any,
    ground: SetAsideGround,
    reason: str,
    seen_version: int | None = None,
) -> Proposal:
    """Not handled as a suggestion (不作为建议处理), on one of the town's grounds.

    The sponsors are told why: 代表法51 wants each to be studied and answered.
    """
    reason = needed_reason(reason, "请写明理由，会告诉提出的代表。")
    if not ground.is_in_use:
        raise RuleViolation(f"“{ground}”已经不再使用，请另选一种情形。")
    with transaction.atomic():
        proposal = _for_decision(proposal, actor, seen_version)
        advance(proposal, ProposalStep.SET_ASIDE, actor=actor, reason=reason, ground=ground)
        detail = f"情形：{ground}。理由：{reason}"
        tell_sponsors(proposal, "不作为建议处理", actor=actor, detail=detail)
    return proposal


def merge_proposal(
    proposal: Proposal,
    *,
    into: Proposal,
    actor: Any,
    reason: str = "",
    seen_version: int | None = None,
) -> Proposal:
    """Have it answered together with another (并案). Its sponsors get that one's reply too.

    What was merged into it before goes along. Raises RuleViolation when the other is a motion, is
    itself merged, or has been answered.
    """
    if proposal.pk == into.pk:
        raise RuleViolation("不能并入自己，请另选一件。")
    with transaction.atomic():
        rows = locked_all([proposal, into])
        proposal, into = rows[proposal.pk], rows[into.pk]
        require(can_decide_proposal(actor))
        require_seen(proposal, seen_version)
        _require_target(into)
        advance(
            proposal,
            ProposalStep.MERGE,
            actor=actor,
            changes={"merged_into": into},
            reason=reason.strip()[:1000],
            other=into,
        )
        _take_along(proposal, into, actor)
        text = f"与{into.number_label}“{into.title}”并案办理，答复一并给您"
        tell_sponsors(proposal, text, actor=actor, detail=reason.strip())
        tell_sponsors(into, f"{proposal.number_label}“{proposal.title}”并入您提的", actor=actor)
    return proposal


def reopen_proposal(
    proposal: Proposal, *, actor: Any, reason: str, seen_version: int | None = None
) -> Proposal:
    """Take a decision anew that set it aside or merged it: it is to be studied again."""
    reason = needed_reason(reason, "请写明为什么恢复审查。")
    with transaction.atomic():
        proposal = _for_decision(proposal, actor, seen_version)
        advance(
            proposal,
            ProposalStep.REOPEN,
            actor=actor,
            changes={"merged_into": None},
            reason=reason,
            other=proposal.merged_into,
        )
        tell_sponsors(proposal, "重新审查", actor=actor, detail=reason)
    return proposal


def _for_decision(proposal: Proposal, actor: Any, seen_version: int | None) -> Proposal:
    proposal = locked(proposal)
    require(can_decide_proposal(actor))
    require_seen(proposal, seen_version)
    return proposal


def _require_target(into: Proposal) -> None:
    if ProposalKind(into.kind).is_motion:
        raise RuleViolation(f"“{into.title}”是议案，建议不能并入议案，请另选一件。")
    if into.status not in MERGEABLE_INTO:
        state = into.get_status_display()
        raise RuleViolation(f"“{into.title}”现在是“{state}”，不能再并入别的件，请另选一件。")


def _take_along(proposal: Proposal, into: Proposal, actor: Any) -> None:
    along = list(proposal.merged.select_for_update().order_by("pk"))
    for row in along:
        row.merged_into = into
        row.version += 1
    reason = f"随“{proposal.title}”并案"[:100]
    bulk_update_recorded(Proposal, along, ["merged_into", "version"], actor=actor, reason=reason)
