"""What sponsors and units see of proposals on their desk."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from congress.common.registry import DeskPlace
from congress.common.roles import Role, has_role
from proposals.deskwork.unit.parts import units_for
from proposals.deskwork.unit.promised import late_promises
from proposals.enums import ProposalStatus, SponsorshipStatus
from proposals.models import FeedbackRequest, Proposal, Sponsorship
from proposals.permissions import can_write_proposal
from proposals.querysets import LATEST_FIRST, UNSUBMITTED, FeedbackQuerySet, ProposalQuerySet


def places(request: HttpRequest) -> list[DeskPlace]:
    """Deputies follow what was brought; a unit's desk begins with what it has to answer."""
    if is_deputy(request.user):
        address = reverse("desk-proposals")
        number, unit = _badge(invitations_of(request.user), to_rate(request.user))
        own = [DeskPlace(15, address, "议案建议", badge=number, unit=unit)]
        return [*own, *_units_places(request.user, reverse("desk-unit"), 16)]
    return _units_places(request.user, reverse("desk-proposals"), 10, is_home=True)


def _units_places(user: Any, address: str, order: int, *, is_home: bool = False) -> list[DeskPlace]:
    """What somebody answers for on behalf of a unit; a deputy may do so as well."""
    if not has_role(user, Role.UNIT):
        return []
    late = late_promises(units_for(user), timezone.localdate())
    promises = reverse("desk-promises")
    return [
        DeskPlace(order, address, "交办的建议", is_home=is_home),
        DeskPlace(order + 1, promises, "承诺事项", badge=late, unit="项逾期"),
    ]


def has_place(user: Any) -> bool:
    """Whether there is anything of proposals on the user's desk."""
    return is_deputy(user) or has_role(user, Role.UNIT)


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


def asked_of(user: Any) -> FeedbackQuerySet:
    """The replies that the user, in office or not, has still to judge."""
    rows = FeedbackRequest.objects.open()
    return rows.filter(
        sponsorship__deputy__user=user, sponsorship__status=SponsorshipStatus.CONFIRMED
    )


def to_rate(user: Any) -> int:
    """How many proposals the user was answered and hasn't said anything of."""
    return asked_of(user).values("sponsorship__proposal").distinct().count()


def _badge(invited: int, answered: int) -> tuple[int, str]:
    """How many wait for the user's word, and for which."""
    if invited and answered:
        return invited + answered, "件等您办"
    return (answered, "件请您评价") if answered else (invited, "件请您确认")


def own_proposals(user: Any) -> ProposalQuerySet:
    """What the user brings or has joined, the latest first."""
    mine = Sponsorship.objects.filter(deputy__user=user).order_by()
    keys = list(mine.values_list("proposal", flat=True))
    return Proposal.objects.visible_to(user).filter(pk__in=keys).order_by(*LATEST_FIRST)
