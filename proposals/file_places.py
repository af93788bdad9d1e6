"""Where the page of a file's record is, for who looks at it."""

from typing import Any

from django.urls import reverse

from congress.common.admin_links import change_address
from congress.common.permissions import can_open_back_office
from proposals.models import Proposal
from proposals.permissions import is_sponsor
from proposals.querysets import UNSUBMITTED


def proposal_address(user: Any, proposal: Proposal) -> str:
    """The desk for sponsors and units, the back office for who works there."""
    in_office = can_open_back_office(user) and proposal.status not in UNSUBMITTED
    if in_office and not is_sponsor(user, proposal):
        return change_address(proposal)
    return reverse("desk-proposal", args=[proposal.public_id])
