"""One proposal on the desk: where it stands, what the reader can do, all that happened."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from congress.common.desk import desk_nav
from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.models import Attachment
from congress.common.roles import Role, has_role
from proposals.desk import has_place, is_deputy
from proposals.deskwork.forms import ReturnForm, WithdrawalForm
from proposals.deskwork.page import NoLongerThere, found, gone_page, own_sponsorship
from proposals.deskwork.rating import about_feedback, standing_for
from proposals.deskwork.replies import about_replies
from proposals.deskwork.unit.section import own_parts
from proposals.enums import ProposalStatus, ProposalStep, SponsorshipStatus
from proposals.handling import Handled, handling_in_full, handling_of
from proposals.models import Assignment, Proposal, Sponsorship
from proposals.permissions import can_edit_draft, can_view_ratings, can_write_proposal
from proposals.querysets import UNSUBMITTED, units_of
from proposals.services.submitting import missing_sponsors
from proposals.standing import TAGS, returned_reason, standing
from proposals.story import proposal_timeline, steps_of
from proposals.workflow import allows

Do = ProposalStep


@require_safe
@login_required
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """What it says, who brings it, what became of it; and what the reader has to do."""
    try:
        return show(request, found(request, public_id))
    except NoLongerThere as gone:
        return gone_page(request, gone.message)


def show(
    request: HttpRequest,
    proposal: Any,
    *,
    problem: RuleViolation | None = None,
    status: int = 200,
    **forms: Any,
) -> HttpResponse:
    """The page; ``problem`` says why a step wasn't taken, ``forms`` hold what was typed."""
    today, user = timezone.localdate(), request.user
    handling, steps = handling_in_full(proposal), steps_of(proposal)
    answered = proposal.merged_into or proposal
    names = can_view_ratings(user, answered)
    timeline = proposal_timeline(proposal, proposal.sponsors, handling, steps, names_raters=names)
    linked = {event.other.pk for event in timeline if event.other} | {proposal.merged_into_id}
    visible = Proposal.objects.visible_to(user).filter(pk__in=linked - {None})
    own = own_sponsorship(user, proposal)
    feedback = about_feedback(own, answered, forms.get("rating"), problem)
    stands = standing(proposal, handling, steps, today)
    context = {
        "proposal": proposal,
        "standing": standing_for(proposal, stands, feedback["asked"]),
        "tag": TAGS.get(ProposalStatus(proposal.status), "plain"),
        "today": today,
        "sponsors": proposal.sponsors,
        "handling": handling,
        "timeline": timeline,
        "linked": set(visible.values_list("pk", flat=True)),
        **_about_merging(user, proposal, today),
        **about_replies(user, answered, handling if answered is proposal else None, today),
        **feedback,
        "returned": returned_reason(proposal, steps),
        "files": Attachment.objects.of(proposal).shown(),
        "is_unsubmitted": proposal.status in UNSUBMITTED,
        "is_unit": has_role(user, Role.UNIT) and not is_deputy(user),
        "own": own,
        "problem": problem,
        "desk_nav": desk_nav(request) if has_place(user) else None,
        **_for_lead(user, proposal, own, today),
        **_for_invited(user, proposal, own),
        **_about_withdrawal(user, proposal, handling, own, forms.get("withdrawal")),
        "own_parts": own_parts(user, proposal, today),
        "returning": _returnable(user, proposal, handling, today, forms.get("returning")),
    }
    if problem is not None and status == 200:
        status = 409 if isinstance(problem, StaleRecord) else 200
    return render(request, "proposals/desk/detail.html", context, status=status)


def refused(
    request: HttpRequest, public_id: str, problem: RuleViolation, **forms: Any
) -> HttpResponse:
    """The page as it is now, with the sentence that says why nothing was done."""
    try:
        return show(request, found(request, public_id), problem=problem, **forms)
    except NoLongerThere as gone:
        return gone_page(request, gone.message)


def _about_merging(user: Any, proposal: Any, today: dt.date) -> dict[str, Any]:
    """What is answered together with it (并案), seen from both: as far as the reader may see it."""
    rows = Proposal.objects.visible_to(user).with_list_relations()
    into: Any = None
    if proposal.merged_into_id:
        into = rows.filter(pk=proposal.merged_into_id).first()
    merged = rows.filter(merged_into=proposal, status=ProposalStatus.MERGED)
    return {
        "into": into,
        "into_standing": standing(into, handling_of(into), steps_of(into), today) if into else "",
        "merged": list(merged.order_by("number", "pk")),
    }


def _for_lead(user: Any, proposal: Any, own: Sponsorship | None, today: Any) -> dict[str, Any]:
    """What its writer can do."""
    leads = own is not None and own.is_lead and can_edit_draft(user, proposal)
    is_open = leads and allows(proposal, Do.EDIT)
    return {
        "is_lead": own is not None and own.is_lead,
        "can_edit": is_open,
        "can_invite": leads and allows(proposal, Do.INVITE),
        "can_submit": leads and allows(proposal, Do.SUBMIT),
        "can_discard": leads and allows(proposal, Do.DISCARD),
        "short_of": missing_sponsors(proposal, today) if is_open else [],
    }


def _for_invited(user: Any, proposal: Any, own: Sponsorship | None) -> dict[str, Any]:
    """Whether the reader is asked to join, or may step back."""
    answers = own is not None and not own.is_lead and can_write_proposal(user)
    is_open = answers and allows(proposal, Do.JOIN)
    is_asked = own is not None and own.status == SponsorshipStatus.INVITED
    return {
        "must_answer": is_open and is_asked,
        "may_leave": is_open and not is_asked,
        "lead_name": next((s.deputy.name for s in proposal.sponsors if s.is_lead), ""),
    }


def _about_withdrawal(
    user: Any, proposal: Any, handling: list[Handled], own: Sponsorship | None, form: Any
) -> dict[str, Any]:
    """Who may ask for it back, who has to say whether he agrees, who has said so."""
    is_open = allows(proposal, Do.ASK_WITHDRAWAL) and not any(h.answers for h in handling)
    standing_by = own is not None and own.status == SponsorshipStatus.CONFIRMED
    asked = is_open and proposal.withdrawal_asked_on is not None
    confirmed = [s for s in proposal.sponsors if s.status == SponsorshipStatus.CONFIRMED]
    may_ask = is_open and not asked and own is not None and own.is_lead
    may_ask = may_ask and can_edit_draft(user, proposal)
    return {
        "withdrawal": form or (WithdrawalForm(initial=_seen(proposal)) if may_ask else None),
        "withdrawal_asked": asked,
        "withdrawal_agreed": [s for s in confirmed if s.withdraws_on],
        "withdrawal_waits": [s for s in confirmed if not s.withdraws_on],
        "must_agree": asked and standing_by and own is not None and not own.withdraws_on,
        "may_drop": asked and standing_by,
    }


def _returnable(
    user: Any, proposal: Any, handling: list[Handled], today: Any, bound: Any
) -> list[dict[str, Any]]:
    """The parts of the user's units that can be given back, each with its last day and form."""
    if not has_role(user, Role.UNIT) or not allows(proposal, Do.RETURN):
        return []
    units = set(units_of(user).values_list("organ", flat=True))
    parts: list[Assignment] = [h.assignment for h in handling if h.assignment.unit_id in units]
    shown = []
    for part in parts:
        if not part.is_waiting or part.return_due_on is None or part.accepted_on:
            continue
        initial = {"assignment": part.public_id, "seen_version": part.version}
        is_typed = bound is not None and bound.data.get("assignment") == part.public_id
        form = bound if is_typed else ReturnForm(initial=initial)
        shown.append({"part": part, "form": form, "is_over": today > part.return_due_on})
    return shown


def _seen(proposal: Any) -> dict[str, int]:
    return {"seen_version": proposal.version}
