"""What proposals give to a deputy's duty record (履职档案)."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from congress.common.registry import DutyEntry, DutyPart, DutyPeriod
from deputies.models import Deputy
from proposals.enums import ProposalKind
from proposals.models import Sponsorship
from proposals.querysets import UNSUBMITTED


def entries(deputy: Deputy, period: DutyPeriod) -> Iterator[DutyEntry]:
    """What the deputy led or joined, by the day it was brought; one query.

    A matter of which only the month or the year is known belongs to where that begins. One without
    any date belongs to no year.
    """
    joined = Sponsorship.objects.confirmed().filter(
        deputy=deputy,
        proposal__submitted_on__started_by=period.last,
        proposal__submitted_on__lasts_until=period.first,
    )
    rows = joined.exclude(proposal__status__in=UNSUBMITTED).select_related("proposal")
    for sponsorship in rows.order_by("proposal__submitted_on", "proposal__pk"):
        proposal = sponsorship.proposal
        brought = proposal.submitted_on
        if brought is None or not period.first <= brought.earliest() <= period.last:
            continue
        part = "领衔" if sponsorship.is_lead else "附议"
        kind = "议案" if ProposalKind(proposal.kind).is_motion else "建议"
        yield DutyEntry(
            DutyPart.SUGGESTIONS,
            proposal.title,
            brought,
            f"{part}，{proposal.number_label}，{proposal.get_status_display()}",
            reverse("desk-proposal", args=[proposal.public_id]),
            {f"{part}{kind}": 1},
        )
