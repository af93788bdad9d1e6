"""What waits for a deputy: replies to judge, invitations, consents, what was sent back, drafts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from congress.common.registry import HomeSection
from proposals.desk import asked_of, is_deputy
from proposals.enums import ProposalStatus, ProposalStep, SponsorshipStatus
from proposals.models import Proposal, StepTaken
from proposals.permissions import can_write_proposal
from proposals.querysets import UNSUBMITTED
from proposals.workflow import allows

# Above the tasks: somebody else waits for the answer. Below them: a place to begin.
_FIRST, _LATER = 1, 20


@dataclass
class ToRate:
    """A proposal whose reply the deputy is asked about: by whom it came, until when."""

    proposal: Any
    units: str
    due_on: dt.date


@dataclass
class Waiting:
    """All of one deputy's, each list by what came last; in a fixed number of queries."""

    to_rate: list[ToRate] = field(default_factory=list)
    invited: list[Any] = field(default_factory=list)
    consents: list[Any] = field(default_factory=list)
    sent_back: list[Any] = field(default_factory=list)
    drafts: list[Any] = field(default_factory=list)
    joined: list[Any] = field(default_factory=list)

    @property
    def is_urgent(self) -> bool:
        """Whether somebody waits for the deputy's word."""
        return bool(self.to_rate or self.invited or self.consents or self.sent_back)


def waiting_for(user: Any) -> Waiting:
    """Who isn't in office any more can neither join nor go on writing, but judge replies."""
    waiting = Waiting()
    if not is_deputy(user):
        return waiting
    waiting.to_rate = _to_rate(user)
    if not can_write_proposal(user):
        return waiting
    rows = Proposal.objects.filter(
        sponsorships__deputy__user=user,
        sponsorships__status__in=[SponsorshipStatus.INVITED, SponsorshipStatus.CONFIRMED],
    )
    rows = rows.exclude(status__in=_SETTLED).defer("search_text", "grounds", "measures")
    rows = rows.with_list_relations().order_by("-pk")
    for proposal in rows[:200]:
        _sort(waiting, proposal, user.deputy)
    sent = StepTaken.objects.filter(proposal__in=waiting.sent_back, step=ProposalStep.SEND_BACK)
    latest = {step.proposal_id: step for step in sent.order_by("pk")}
    for proposal in waiting.sent_back:
        proposal.sent_back = latest.get(proposal.pk)
    return waiting


# What nobody waits for any more.
_SETTLED = (
    ProposalStatus.MERGED,
    ProposalStatus.SET_ASIDE,
    ProposalStatus.WITHDRAWN,
    ProposalStatus.ADOPTED,
    ProposalStatus.NOT_ADOPTED,
    ProposalStatus.REPLIED,
    ProposalStatus.CLOSED,
)


def sections(request: HttpRequest) -> list[HomeSection]:
    """On the desk's first page: what is urgent above the tasks, a place to begin below."""
    if not is_deputy(request.user):
        return []
    waiting = waiting_for(request.user)
    data = {
        "today": timezone.localdate(),
        "waiting": waiting,
        "can_write": can_write_proposal(request.user),
    }
    found = [HomeSection(_LATER, "proposals/desk/begin.html", data)]
    if waiting.is_urgent:
        found.insert(0, HomeSection(_FIRST, "proposals/desk/waiting.html", data))
    return found


def _to_rate(user: Any) -> list[ToRate]:
    """By the day until which it has to be said; several units that answered one are one line."""
    rows = asked_of(user).select_related("reply__assignment__unit", "sponsorship__proposal")
    found: dict[int, ToRate] = {}
    for row in rows.order_by("due_on", "pk")[:200]:
        proposal, unit = row.sponsorship.proposal, str(row.reply.assignment.unit)
        known = found.get(proposal.pk)
        if known is None:
            found[proposal.pk] = ToRate(proposal, unit, row.due_on)
        else:
            known.units = f"{known.units}、{unit}"
    return list(found.values())


def _sort(waiting: Waiting, proposal: Any, deputy: Any) -> None:
    own = next(s for s in proposal.sponsors if s.deputy_id == deputy.pk)
    proposal.lead = next((s.deputy for s in proposal.sponsors if s.is_lead), None)
    if own.status == SponsorshipStatus.INVITED:
        if allows(proposal, ProposalStep.JOIN):
            waiting.invited.append(proposal)
    elif own.is_lead and proposal.status == ProposalStatus.SENT_BACK:
        waiting.sent_back.append(proposal)
    elif own.is_lead and proposal.status in UNSUBMITTED:
        waiting.drafts.append(proposal)
    elif proposal.status in UNSUBMITTED:
        waiting.joined.append(proposal)
    asked = proposal.withdrawal_asked_on and allows(proposal, ProposalStep.ASK_WITHDRAWAL)
    if asked and not own.withdraws_on and not own.is_lead:
        waiting.consents.append(proposal)
