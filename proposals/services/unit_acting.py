"""What every step of a unit does: lock proposal and assignment, check the right, write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.history import bulk_update_recorded
from proposals.enums import UnitRole
from proposals.models import Assignment, Proposal
from proposals.permissions import can_handle_assignment
from proposals.services.acting import locked, require, what_happened


def for_unit(assignment: Assignment, actor: Any, *, seen_version: int | None = None) -> Assignment:
    """The assignment as it stands now, with its locked proposal; still to be answered.

    Raises RuleViolation when it needs nothing more, StaleRecord when it was changed meanwhile.
    """
    row = still_waiting(locked(assignment.proposal), assignment)
    require(can_handle_assignment(actor, row))
    if seen_version is not None and seen_version != row.version:
        raise StaleRecord("您打开这一页以后，这件的办理有了变动。请核对以后再办。")
    return row


def still_waiting(proposal: Proposal, assignment: Assignment) -> Assignment:
    """The assignment of a locked proposal as it stands now, locked too.

    Raises RuleViolation when the unit has nothing more to answer.
    """
    rows = Assignment.objects.select_for_update(of=("self",)).select_related("unit")
    row = rows.filter(pk=assignment.pk, proposal=proposal).first()
    if row is None or not row.is_waiting:
        state = row.get_status_display() if row else "已收回"
        raise RuleViolation(
            f"{assignment.unit}的这一件现在是“{state}”。{what_happened(proposal)}"
            "请刷新页面，查看最新情况。"
        )
    row.proposal = proposal
    return row


def require_answering(assignment: Assignment) -> None:
    """Raises RuleViolation for an assisting unit, which gives its opinion to the leading one."""
    if assignment.role == UnitRole.CO:
        raise RuleViolation(f"{assignment.unit}是协办单位，请把协办意见交给主办单位。")


def write_assignment(
    assignment: Assignment, fields: Sequence[str], *, actor: Any, reason: str
) -> None:
    """Write a locked assignment, count its version, leave the history."""
    assignment.version += 1
    bulk_update_recorded(Assignment, [assignment], [*fields, "version"], actor=actor, reason=reason)
