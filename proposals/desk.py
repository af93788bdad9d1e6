"""What sponsors and units see of proposals on their desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from congress.common.partial_dates import PartialDate
from congress.common.registry import DeskPlace
from congress.common.roles import Role, has_role
from proposals.enums import AssignmentStatus, ProposalSource, Proposer
from proposals.handling import Handled
from proposals.models import Proposal, Sponsorship
from proposals.querysets import LATEST_FIRST, ProposalQuerySet, units_of


def places(request: HttpRequest) -> list[DeskPlace]:
    """Deputies follow what was brought; a unit's desk begins with what it has to answer."""
    if is_deputy(request.user):
        return [DeskPlace(15, reverse("desk-proposals"), "议案建议")]
    if has_role(request.user, Role.UNIT):
        return [DeskPlace(10, reverse("desk-proposals"), "交办的建议", is_home=True)]
    return []


def is_deputy(user: Any) -> bool:
    """Whether the account is a deputy's, in office or not."""
    return getattr(user, "deputy", None) is not None


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


@dataclass(frozen=True)
class Event:
    """One line of what happened; ``is_open`` is what is still to come."""

    on: PartialDate | None
    text: str
    is_open: bool = False


def proposal_timeline(
    proposal: Proposal, sponsors: list[Sponsorship], handling: list[Handled]
) -> list[Event]:
    """From the day it was brought to what was said of the reply, in plain words."""
    return [
        Event(proposal.submitted_on, _brought(proposal, sponsors)),
        *_given_out(handling),
        *(event for handled in handling for event in _answered(handled)),
        *_still_to_come(handling),
    ]


def _brought(proposal: Proposal, sponsors: list[Sponsorship]) -> str:
    lead = next((s.deputy.name for s in sponsors if s.is_lead), "")
    who = proposal.get_proposer_display()
    if proposal.proposer == Proposer.DEPUTIES and lead:
        who = f"{lead}等{len(sponsors)}人" if len(sponsors) > 1 else lead
    number = f"，编为{proposal.number_label}" if proposal.number else ""
    source = "（据台账）" if proposal.source == ProposalSource.LEDGER else ""
    return f"{who}提出{number}{source}。"


def _given_out(handling: list[Handled]) -> Iterator[Event]:
    for handled in handling:
        part = handled.assignment
        returned = "，已退办" if part.status == AssignmentStatus.RETURNED else ""
        yield Event(part.assigned_on, f"交{part.unit}{part.get_role_display()}{returned}。")


def _answered(handled: Handled) -> Iterator[Event]:
    for answer in handled.answers:
        reply = answer.reply
        said = [f"{handled.assignment.unit}答复"]
        said += [f"（{reply.document_number}）"] if reply.document_number else []
        said += [f"，办理结果：{reply.outcome}"] if reply.outcome else []
        said += [f"，{answer.in_time}"] if answer.in_time else []
        yield Event(reply.replied_on, "".join(said) + "。")
        for rating in answer.ratings:
            attitude = rating.get_attitude_display() or "未表态"
            result = rating.get_result_display() or "未表态"
            yield Event(
                rating.rated_on,
                f"{rating.sponsorship.deputy}评价：对办理态度{attitude}，对办理结果{result}。",
            )


def _still_to_come(handling: list[Handled]) -> Iterator[Event]:
    for handled in handling:
        part = handled.assignment
        if part.is_waiting and part.due_on and not handled.answers:
            yield Event(part.due_on, f"{part.unit}最迟在这时答复：{part.due_rule}。", is_open=True)
