"""Where the page of a file's record is, for who looks at it."""

from typing import Any

from django.urls import reverse

from congress.common.admin_links import change_address
from congress.common.permissions import can_open_back_office
from proposals.models import AssistingOpinion, Promise, Proposal, Reply, ReplyDraft
from proposals.permissions import can_handle_assignment, is_sponsor
from proposals.querysets import UNSUBMITTED


def proposal_address(user: Any, proposal: Proposal) -> str:
    """The desk for sponsors and units, the back office for who works there."""
    in_office = can_open_back_office(user) and proposal.status not in UNSUBMITTED
    if in_office and not is_sponsor(user, proposal):
        return change_address(proposal)
    return reverse("desk-proposal", args=[proposal.public_id])


def reply_address(user: Any, reply: Reply) -> str:
    """The page of what was answered."""
    return proposal_address(user, reply.assignment.proposal)


def opinion_address(user: Any, opinion: AssistingOpinion) -> str:
    """The page of the proposal that it is about."""
    return proposal_address(user, opinion.assignment.proposal)


def draft_address(user: Any, draft: ReplyDraft) -> str:
    """Where the unit writes it; the office finds the proposal."""
    if can_open_back_office(user):
        return change_address(draft.assignment.proposal)
    return reverse("desk-part-reply", args=[draft.assignment.public_id])


def promise_address(user: Any, promise: Promise) -> str:
    """The unit's page of the promise; for others that of the proposal."""
    proposal = promise.reply.assignment.proposal
    if can_handle_assignment(user, promise.reply.assignment) and not can_open_back_office(user):
        return reverse("desk-promise", args=[promise.public_id])
    return proposal_address(user, proposal)
