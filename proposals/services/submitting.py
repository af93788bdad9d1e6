"""Bringing a proposal before the congress or the presidium."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.history import bulk_delete_recorded
from congress.common.messaging.services import settle
from congress.common.partial_dates import PartialDate
from deputies.models import Deputy
from proposals.enums import (
    Occasion,
    ProposalKind,
    ProposalStep,
    Proposer,
    SponsorshipStatus,
)
from proposals.models import Proposal, ProposalSettings, Sponsorship
from proposals.notices import invitation_subject, tell_of_arrival, tell_sponsors
from proposals.occasions import require_open
from proposals.permissions import can_edit_draft, can_enter_for_others
from proposals.services.acting import (
    advance,
    locked,
    require,
    require_past,
    require_seen,
    what_happened,
)
from proposals.services.drafting import UNTITLED
from proposals.workflow import next_status


class Missing(str):
    """A sentence about what is missing; ``place`` is where it is filled in: a box, or sponsors."""

    place: str

    def __new__(cls, sentence: str, place: str) -> Missing:
        missing = super().__new__(cls, sentence)
        missing.place = place
        return missing


def submit_proposal(
    proposal: Proposal,
    *,
    actor: Any,
    seen_version: int | None = None,
    submitted_on: dt.date | None = None,
    signed_on_paper: bool = False,
) -> Proposal:
    """Submit what was drafted, or put right. Who hasn't confirmed by now does not join.

    ``submitted_on`` is the day on the paper, for the office alone; default today. A motion whose
    other sponsors sign on paper (``signed_on_paper``) is counted when it is registered. Raises
    RuleViolation when something is missing (``missing_for_submission`` lists it all at once).
    """
    day = submitted_on or timezone.localdate()
    with transaction.atomic():
        proposal = locked(proposal)
        by_office = can_enter_for_others(actor)
        require(by_office or can_edit_draft(actor, proposal))
        require_seen(proposal, seen_version)
        next_status(proposal, ProposalStep.SUBMIT, what_happened)
        if submitted_on is not None:
            require(by_office)
            require_past(submitted_on, "提出日期")
        missing = missing_for_submission(proposal, on=day, signed_on_paper=signed_on_paper)
        if missing:
            raise RuleViolation("".join(missing))
        if proposal.submitted_on is None and not by_office:
            require_open(proposal.kind, proposal.occasion, proposal.session, day)
        _let_go(proposal, actor)
        # What comes back after correction keeps the day on which it was brought.
        brought = {"submitted_on": proposal.submitted_on or PartialDate.of(day)}
        advance(proposal, ProposalStep.SUBMIT, actor=actor, changes=brought, taken_on=day)
        if by_office:
            tell_sponsors(proposal, "人大办代您录入并提出", actor=actor)
        else:
            tell_sponsors(proposal, "已经提出，等人大办登记", actor=actor)
            tell_of_arrival(proposal, actor=actor)
    return proposal


def missing_for_submission(
    proposal: Proposal, *, on: dt.date | None = None, signed_on_paper: bool = False
) -> list[Missing]:
    """What is still missing, a sentence each; empty when it can be submitted on the day.

    代表法15: a motion has 案由, 案据 and 方案; 组织法22: five deputies or more bring it together,
    the lead among them, all in office. 代表法24: suggestions are clear and definite.
    """
    day = on or timezone.localdate()
    is_motion = ProposalKind(proposal.kind).is_motion
    missing: list[Missing] = []
    if not proposal.title or proposal.title == UNTITLED:
        missing.append(Missing("请写案由。", "title"))
    if is_motion:
        missing += [
            Missing(f"议案要写{label}。", name)
            for name, label in (("grounds", "案据"), ("measures", "方案"))
            if not getattr(proposal, name).strip()
        ]
        if proposal.occasion != Occasion.IN_SESSION or proposal.session_id is None:
            missing.append(Missing("议案只能向人民代表大会会议提出，请选会议。", "occasion"))
    elif not (proposal.grounds.strip() or proposal.measures.strip()):
        missing.append(Missing("请写清楚是什么情况、建议怎么办。", "grounds"))
    if proposal.proposer == Proposer.DEPUTIES:
        missing += _missing_lead(proposal, day)
        missing += [] if signed_on_paper else missing_sponsors(proposal, day)
    return missing


def missing_sponsors(proposal: Proposal, on: dt.date) -> list[Missing]:
    """How many deputies in office a motion lacks on the day; empty when it has enough."""
    if proposal.proposer != Proposer.DEPUTIES or not ProposalKind(proposal.kind).is_motion:
        return []
    needed, there = ProposalSettings.load().motion_sponsors, serving_sponsors(proposal, on)
    if there >= needed:
        return []
    short = f"现在确认了{there}名，还差{needed - there}名"
    sentence = f"议案要有{needed}名以上在任代表联名，连领衔代表在内；{short}。"
    return [Missing(sentence, "sponsors")]


def serving_sponsors(proposal: Proposal, on: dt.date) -> int:
    """How many have confirmed and are in office on the day, the lead among them."""
    confirmed = proposal.sponsorships.filter(status=SponsorshipStatus.CONFIRMED)
    serving = Deputy.objects.serving(on=on, term=proposal.term)
    return serving.filter(pk__in=confirmed.values("deputy")).count()


def _missing_lead(proposal: Proposal, day: dt.date) -> list[Missing]:
    lead = proposal.sponsorships.filter(is_lead=True).first()
    serving = Deputy.objects.serving(on=day, term=proposal.term)
    if lead is None:
        return [Missing("请选领衔代表。", "sponsors")]
    if not serving.filter(pk=lead.deputy_id).exists():
        return [Missing(f"领衔代表{lead.deputy}在提出那天不是在任代表，不能领衔。", "sponsors")]
    return []


def _let_go(proposal: Proposal, actor: Any) -> None:
    """Who hasn't confirmed is no sponsor; history keeps that he was asked."""
    open_rows = list(
        proposal.sponsorships.exclude(status=SponsorshipStatus.CONFIRMED).select_related("deputy")
    )
    settle(*(invitation_subject(s) for s in open_rows))
    bulk_delete_recorded(Sponsorship, open_rows, actor=actor, reason="提交时没有确认联名")
