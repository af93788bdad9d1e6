"""Which step of a proposal may follow which. No other code compares states.

A motion and a suggestion share the way to the register; there the presidium decides on a motion
(组织法22: on the agenda or not) and studies a suggestion (代表法51). Who may take a step is told by
proposals.permissions, what else has to hold by the service that takes it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from congress.common.exceptions import RuleViolation
from proposals.enums import ProposalKind, ProposalStatus, ProposalStep

if TYPE_CHECKING:
    from proposals.models import Proposal

S, Do = ProposalStatus, ProposalStep

# A published one that is handled again stays where people found it, and says so.
PUBLISHABLE = (S.REPLIED, S.CLOSED, S.ADOPTED, S.NOT_ADOPTED)
_TAKEN_DOWN_FROM = (*PUBLISHABLE, S.REHANDLING)

# None: the row is gone afterwards, its history stays.
TRANSITIONS: dict[tuple[ProposalStatus, ProposalStep], ProposalStatus | None] = {
    (S.DRAFT, Do.EDIT): S.DRAFT,
    (S.DRAFT, Do.DISCARD): None,
    (S.DRAFT, Do.INVITE): S.COSIGNING,
    (S.DRAFT, Do.SUBMIT): S.SUBMITTED,
    (S.COSIGNING, Do.EDIT): S.COSIGNING,
    (S.COSIGNING, Do.DISCARD): None,
    (S.COSIGNING, Do.INVITE): S.COSIGNING,
    (S.COSIGNING, Do.JOIN): S.COSIGNING,
    (S.COSIGNING, Do.LEAVE): S.COSIGNING,
    (S.COSIGNING, Do.SIGN): S.COSIGNING,
    (S.COSIGNING, Do.SUBMIT): S.SUBMITTED,
    # Who signed on paper is entered until it is registered.
    (S.SUBMITTED, Do.SIGN): S.SUBMITTED,
    (S.SUBMITTED, Do.REGISTER): S.REGISTERED,
    (S.SUBMITTED, Do.SEND_BACK): S.SENT_BACK,
    (S.SUBMITTED, Do.ASK_WITHDRAWAL): S.SUBMITTED,
    (S.SUBMITTED, Do.WITHDRAW): S.WITHDRAWN,
    # What has a number keeps it while it is put right.
    (S.SENT_BACK, Do.EDIT): S.SENT_BACK,
    (S.SENT_BACK, Do.INVITE): S.SENT_BACK,
    (S.SENT_BACK, Do.JOIN): S.SENT_BACK,
    (S.SENT_BACK, Do.LEAVE): S.SENT_BACK,
    (S.SENT_BACK, Do.SIGN): S.SENT_BACK,
    (S.SENT_BACK, Do.SUBMIT): S.SUBMITTED,
    (S.SENT_BACK, Do.ASK_WITHDRAWAL): S.SENT_BACK,
    (S.SENT_BACK, Do.WITHDRAW): S.WITHDRAWN,
    (S.REGISTERED, Do.ACCEPT): S.ACCEPTED,
    (S.REGISTERED, Do.MERGE): S.MERGED,
    (S.REGISTERED, Do.SEND_BACK): S.SENT_BACK,
    (S.REGISTERED, Do.SET_ASIDE): S.SET_ASIDE,
    (S.REGISTERED, Do.PUT_ON_AGENDA): S.ON_AGENDA,
    (S.REGISTERED, Do.CONVERT): S.ACCEPTED,
    (S.REGISTERED, Do.ASK_WITHDRAWAL): S.REGISTERED,
    (S.REGISTERED, Do.WITHDRAW): S.WITHDRAWN,
    (S.ON_AGENDA, Do.ADOPT): S.ADOPTED,
    (S.ON_AGENDA, Do.REJECT): S.NOT_ADOPTED,
    (S.ON_AGENDA, Do.ASK_WITHDRAWAL): S.ON_AGENDA,
    (S.ON_AGENDA, Do.WITHDRAW): S.WITHDRAWN,
    (S.ACCEPTED, Do.ASSIGN): S.IN_HANDLING,
    (S.ACCEPTED, Do.MERGE): S.MERGED,
    (S.ACCEPTED, Do.SET_ASIDE): S.SET_ASIDE,
    (S.ACCEPTED, Do.ASK_WITHDRAWAL): S.ACCEPTED,
    (S.ACCEPTED, Do.WITHDRAW): S.WITHDRAWN,
    (S.IN_HANDLING, Do.ASSIGN): S.IN_HANDLING,
    (S.IN_HANDLING, Do.RETURN): S.IN_HANDLING,
    # The last unit gave it back, or it was taken from it: the presidium assigns it anew.
    (S.IN_HANDLING, Do.TAKE_BACK): S.ACCEPTED,
    (S.IN_HANDLING, Do.ASK_WITHDRAWAL): S.IN_HANDLING,
    (S.IN_HANDLING, Do.WITHDRAW): S.WITHDRAWN,
    (S.IN_HANDLING, Do.REPLY): S.IN_HANDLING,
    (S.IN_HANDLING, Do.COMPLETE): S.REPLIED,
    (S.REPLIED, Do.REHANDLE): S.REHANDLING,
    (S.REPLIED, Do.CLOSE): S.CLOSED,
    (S.REHANDLING, Do.REPLY): S.REHANDLING,
    (S.REHANDLING, Do.COMPLETE): S.REPLIED,
    (S.CLOSED, Do.REHANDLE): S.REHANDLING,
    # The public reads of what was answered or voted on; taking it down is always possible.
    **{(state, Do.PUBLISH): state for state in PUBLISHABLE},
    **{(state, Do.TAKE_DOWN): state for state in _TAKEN_DOWN_FROM},
    # A decision that turns out wrong is taken anew, with its reason; nothing is rubbed out.
    (S.SET_ASIDE, Do.REOPEN): S.REGISTERED,
    (S.MERGED, Do.REOPEN): S.REGISTERED,
}

_OF_MOTIONS = frozenset({Do.PUT_ON_AGENDA, Do.CONVERT, Do.ADOPT, Do.REJECT})
_OF_SUGGESTIONS = frozenset({Do.ACCEPT, Do.MERGE, Do.SET_ASIDE})


def allows(proposal: Proposal, step: ProposalStep) -> bool:
    """Whether ``step`` may be taken now."""
    if (ProposalStatus(proposal.status), step) not in TRANSITIONS:
        return False
    return step not in (_OF_SUGGESTIONS if _is_motion(proposal) else _OF_MOTIONS)


def next_status(
    proposal: Proposal,
    step: ProposalStep,
    happened: Callable[[Proposal], str] | None = None,
) -> ProposalStatus | None:
    """The state after ``step``; None when the proposal is gone then.

    Raises RuleViolation when the step may not be taken; ``happened`` is then asked who led it
    where it is.
    """
    if allows(proposal, step):
        return TRANSITIONS[ProposalStatus(proposal.status), step]
    now = ProposalStatus(proposal.status).label
    if (ProposalStatus(proposal.status), step) in TRANSITIONS:
        kind = "议案" if _is_motion(proposal) else "建议、批评、意见"
        raise RuleViolation(f"“{proposal.title}”是{kind}，不能“{step.label}”。{_OTHERWISE[step]}")
    who = happened(proposal) if happened else ""
    raise RuleViolation(
        f"“{proposal.title}”现在是“{now}”，不能“{step.label}”。{who}请刷新页面，查看最新情况。"
    )


def _is_motion(proposal: Proposal) -> bool:
    return ProposalKind(proposal.kind).is_motion


_AT_A_MEETING = "议案由主席团会议决定：列入议程，或转为建议。"
_OF_MOTIONS_ALONE = "这一步只用于议案。"
_OTHERWISE = {
    **dict.fromkeys(_OF_SUGGESTIONS, _AT_A_MEETING),
    **dict.fromkeys(_OF_MOTIONS, _OF_MOTIONS_ALONE),
}
