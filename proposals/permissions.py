"""Who may: motions and suggestions. ``can_view_proposal`` agrees with Proposal.visible_to."""

from typing import Any

from congress.common.permissions import can_edit_records, can_view_records
from congress.common.roles import Role, has_role
from proposals.models import Proposal
from proposals.querysets import STANDING, UNSUBMITTED, units_of


def is_sponsor(user: Any, proposal: Proposal) -> bool:
    """Whether the user brings the proposal, or is asked to join."""
    if not user.is_authenticated:
        return False
    return proposal.sponsorships.filter(deputy__user=user, status__in=STANDING).exists()


def handles(user: Any, proposal: Proposal) -> bool:
    """Whether a unit that the user answers for has the proposal."""
    current = proposal.assignments.current()
    return has_role(user, Role.UNIT) and current.filter(unit__in=units_of(user)).exists()


def can_view_proposal(user: Any, proposal: Proposal) -> bool:
    """Sponsors, the back office, the presidium, other deputies, the unit that has it."""
    if is_sponsor(user, proposal):
        return True
    reads_all = can_view_records(user) or has_role(user, Role.DEPUTY, Role.PRESIDIUM_MEMBER)
    if reads_all:
        return proposal.status not in UNSUBMITTED
    return handles(user, proposal)


def can_correct_proposal(user: Any) -> bool:
    """Correct the words of a proposal, and how it is filed."""
    return can_edit_records(user)


def can_change_settings(user: Any) -> bool:
    """Set the town's limits and lists."""
    return can_edit_records(user)
