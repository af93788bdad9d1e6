"""What sponsors and units see of proposals on their desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from congress.common.registry import DeskPlace
from congress.common.roles import Role, has_role
from proposals.enums import ProposalStatus, SponsorshipStatus
from proposals.models import Proposal, Sponsorship
from proposals.permissions import can_write_proposal
from proposals.querysets import LATEST_FIRST, UNSUBMITTED, ProposalQuerySet, units_of


def places(request: HttpRequest) -> list[DeskPlace]:
    """Deputies follow what was brought; a unit's desk begins with what it has to answer."""
    if is_deputy(request.user):
        open_invitations = invitations_of(request.user)
        address = reverse("desk-proposals")
        return [DeskPlace(15, address, "议案建议", badge=open_invitations, unit="件请您确认")]
    if has_role(request.user, Role.UNIT):
        return [DeskPlace(10, reverse("desk-proposals"), "交办的建议", is_home=True)]
    return []


def is_deputy(user: Any) -> bool:
    """Whether the account is a deputy's, in office or not."""
    return getattr(user, "deputy", None) is not None


def invitations_of(user: Any) -> int:
    """How many invitations the user can still answer: none for who isn't in office."""
    if not can_write_proposal(user):
        return 0
    asked = Proposal.objects.filter(
        sponsorships__deputy__user=user, sponsorships__status=SponsorshipStatus.INVITED
    )
    return asked.filter(status__in=[*UNSUBMITTED, ProposalStatus.SENT_BACK]).count()


def own_proposals(user: Any) -> ProposalQuerySet:
    """What the user brings or has joined, the latest first."""
    mine = Sponsorship.objects.filter(deputy__user=user).order_by()
    keys = list(mine.values_list("proposal", flat=True))
    return Proposal.objects.visible_to(user).filter(pk__in=keys).order_by(*LATEST_FIRST)


def unit_proposals(user: Any) -> list[ProposalQuerySet]:
    """What the user's units have still to answer, and what they have answered.

    No more than ``visible_to`` gives them.
    """
    units = list(units_of(user).values_list("organ", flat=True))
    return [Proposal.objects.waiting_for(units), Proposal.objects.answered_by(units)]
