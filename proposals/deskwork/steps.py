"""Steps that are one button on the page of a proposal: join, agree, give back, delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from congress.common.conflicts import see_again
from congress.common.exceptions import RuleViolation
from proposals import services
from proposals.deskwork.detail import refused, show
from proposals.deskwork.forms import ReturnForm, SeenForm, WithdrawalForm
from proposals.deskwork.page import (
    NoLongerThere,
    found,
    gone_page,
    own_sponsorship,
    was_asked,
)
from proposals.enums import ProposalStep
from proposals.models import Assignment, Proposal, Sponsorship
from proposals.permissions import can_edit_draft, can_return_assignment
from proposals.services.acting import what_happened
from proposals.workflow import next_status

Step = Callable[[HttpRequest, Any, int | None], HttpResponse]


def _step(do: Step) -> Callable[[HttpRequest, str], HttpResponse]:
    """A view around a step: find, check what was seen, take it; tell why where it can't be."""

    @require_POST
    @login_required
    def view(request: HttpRequest, public_id: str) -> HttpResponse:
        form = SeenForm(request.POST)
        seen = form.cleaned_data["seen_version"] if form.is_valid() else -1
        try:
            return do(request, found(request, public_id), seen)
        except NoLongerThere as gone:
            return gone_page(request, gone.message)
        except RuleViolation as problem:
            return refused(request, public_id, problem)

    view.__doc__, view.__name__ = do.__doc__, do.__name__.lstrip("_")
    return view


def _asked(user: Any, proposal: Any, step: ProposalStep) -> Sponsorship:
    """The user's line; who was asked and came too late is told what happened meanwhile."""
    row = own_sponsorship(user, proposal)
    if row is None:
        deputy = getattr(user, "deputy", None)
        if was_asked(proposal, deputy):
            next_status(proposal, step, what_happened)
        raise PermissionDenied
    return row


def _join(request: HttpRequest, proposal: Any, seen: int | None) -> HttpResponse:
    """Stand behind the proposal as it was read."""
    row = _asked(request.user, proposal, ProposalStep.JOIN)
    services.join_proposal(row, actor=request.user, seen_version=seen)
    messages.success(request, f"您已确认联名：{proposal.title}。提交以后，办到哪一步都会告诉您。")
    return redirect("desk-proposal", proposal.public_id)


def _leave(request: HttpRequest, proposal: Any, seen: int | None) -> HttpResponse:
    """Say no, or step back."""
    row = _asked(request.user, proposal, ProposalStep.LEAVE)
    services.leave_proposal(row, actor=request.user)
    messages.success(request, f"已经告诉领衔代表，您不参加联名：{proposal.title}。")
    return redirect("desk-proposals")


def _discard(request: HttpRequest, proposal: Any, seen: int | None) -> HttpResponse:
    """Delete what was never submitted."""
    services.discard_draft(proposal, actor=request.user, seen_version=seen)
    messages.success(request, f"草稿已删除：{proposal.title}。")
    return redirect("desk-proposals")


def _agree(request: HttpRequest, proposal: Any, seen: int | None) -> HttpResponse:
    """Agree that it is withdrawn."""
    services.agree_to_withdraw(proposal, actor=request.user, seen_version=seen)
    messages.success(request, "您已同意撤回。")
    return redirect("desk-proposal", proposal.public_id)


def _drop(request: HttpRequest, proposal: Any, seen: int | None) -> HttpResponse:
    """It stays."""
    services.drop_withdrawal(proposal, actor=request.user, seen_version=seen)
    messages.success(request, "不撤回，继续办理。已经告诉各位联名代表。")
    return redirect("desk-proposal", proposal.public_id)


join, leave, discard = _step(_join), _step(_leave), _step(_discard)
agree, drop = _step(_agree), _step(_drop)


@require_POST
@login_required
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for it back; the other sponsors have to agree."""
    try:
        proposal = found(request, public_id)
    except NoLongerThere as gone:
        return gone_page(request, gone.message)
    if not can_edit_draft(request.user, proposal):
        raise PermissionDenied
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        return show(request, proposal, withdrawal=form)
    try:
        after = services.ask_to_withdraw(
            proposal,
            actor=request.user,
            reason=form.cleaned_data["withdrawal_reason"],
            seen_version=form.cleaned_data["seen_version"],
        )
    except RuleViolation as problem:
        see_again(form, Proposal.objects.get(pk=proposal.pk).version)
        return refused(request, public_id, problem, withdrawal=form)
    asked = after.withdrawal_asked_on is not None and after.status == proposal.status
    said = "已经申请撤回，等联名代表同意。" if asked else "已经撤回。"
    messages.success(request, said)
    return redirect("desk-proposal", proposal.public_id)


@require_POST
@login_required
def give_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """A unit gives back what isn't its business (退办)."""
    proposal = found(request, public_id)
    form = ReturnForm(request.POST)
    form.is_valid()
    part = _part(proposal, form.cleaned_data.get("assignment", ""))
    if not can_return_assignment(request.user, part):
        raise PermissionDenied
    if not form.is_valid():
        return show(request, proposal, returning=form)
    try:
        services.return_assignment(
            part,
            actor=request.user,
            reason=form.cleaned_data["return_reason"],
            seen_version=form.cleaned_data["seen_version"],
        )
    except RuleViolation as problem:
        see_again(form, Assignment.objects.get(pk=part.pk).version)
        return refused(request, public_id, problem, returning=form)
    messages.success(request, f"已经退办，等人大办重新交办：{proposal.title}。")
    return redirect("desk-proposals")


def _part(proposal: Any, public_id: str) -> Assignment:
    part = proposal.assignments.select_related("unit").filter(public_id=public_id).first()
    if part is None:
        raise Http404
    return part
