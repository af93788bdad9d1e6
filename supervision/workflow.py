"""Which step of a demand, and of an interpellation, may follow which. Nothing else compares states.

Who may take a step is told by supervision.permissions, what else has to hold by its service.
"""

from __future__ import annotations

from typing import Any

from congress.common.exceptions import RuleViolation
from supervision.enums import (
    DemandState,
    DemandStepKind,
    InterpellationState,
    InterpellationStep,
)

S, Do = DemandState, DemandStepKind
I, Ask = InterpellationState, InterpellationStep  # noqa: E741  beside S and Do

# The unit has to report.
WAITING = (S.ISSUED, S.SENT_BACK)
# The presidium has to judge what was reported.
TO_JUDGE = (S.REPORTED,)
# Not over yet.
OPEN = (S.ISSUED, S.REPORTED, S.SENT_BACK, S.ESCALATED)

DEMANDS: dict[tuple[DemandState, DemandStepKind], DemandState] = {
    (S.DRAFT, Do.ISSUE): S.ISSUED,
    (S.DRAFT, Do.DROP): S.DROPPED,
    (S.ISSUED, Do.REPORT): S.REPORTED,
    (S.ISSUED, Do.EXTEND): S.ISSUED,
    (S.ISSUED, Do.ESCALATE): S.ESCALATED,
    (S.ISSUED, Do.DROP): S.DROPPED,
    # The unit adds to what it reported until the presidium has judged it.
    (S.REPORTED, Do.REPORT): S.REPORTED,
    (S.REPORTED, Do.SEND_BACK): S.SENT_BACK,
    (S.REPORTED, Do.CLOSE): S.CLOSED,
    (S.REPORTED, Do.ESCALATE): S.ESCALATED,
    (S.SENT_BACK, Do.REPORT): S.REPORTED,
    (S.SENT_BACK, Do.EXTEND): S.SENT_BACK,
    (S.SENT_BACK, Do.ESCALATE): S.ESCALATED,
    (S.SENT_BACK, Do.DROP): S.DROPPED,
    (S.ESCALATED, Do.REPORT): S.REPORTED,
    (S.ESCALATED, Do.CLOSE): S.CLOSED,
    (S.CLOSED, Do.REOPEN): S.SENT_BACK,
}

INTERPELLATIONS: dict[tuple[InterpellationState, InterpellationStep], InterpellationState] = {
    (I.SUBMITTED, Ask.HAND_OVER): I.HANDED_OVER,
    (I.SUBMITTED, Ask.WITHDRAW): I.WITHDRAWN,
    (I.HANDED_OVER, Ask.ANSWER): I.ANSWERED,
    # Before it is answered the movers may take it back.
    (I.HANDED_OVER, Ask.WITHDRAW): I.WITHDRAWN,
    (I.ANSWERED, Ask.ASK_AGAIN): I.ASKED_AGAIN,
    (I.ANSWERED, Ask.CLOSE): I.CLOSED,
    (I.ASKED_AGAIN, Ask.ANSWER): I.ANSWERED,
}


def allows(record: Any, step: DemandStepKind | InterpellationStep) -> bool:
    """Whether ``step`` may be taken with the demand or the interpellation now."""
    return (record.state, step) in _table(step)


def next_state(record: Any, step: Any, happened: str = "") -> Any:
    """The state after ``step``. Raises RuleViolation, telling ``happened``, when it may not be."""
    table = _table(step)
    if (record.state, step) in table:
        return table[record.state, step]
    raise RuleViolation(
        f"“{record}”现在是“{record.get_state_display()}”，不能“{step.label}”。"
        f"{happened}请刷新页面，查看最新情况。"
    )


def _table(step: Any) -> dict[Any, Any]:
    return INTERPELLATIONS if isinstance(step, InterpellationStep) else DEMANDS
