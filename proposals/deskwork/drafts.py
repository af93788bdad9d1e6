"""Writing a draft: the page, and the address to which it is saved while somebody writes."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from congress.common.conflicts import conflict_of, see_again
from congress.common.desk import desk_nav
from congress.common.exceptions import RuleViolation, StaleRecord
from proposals.deskwork.forms import DraftForm, first_values
from proposals.deskwork.page import NoLongerThere, found, gone_page
from proposals.enums import ProposalStep, SponsorshipStatus
from proposals.models import Proposal
from proposals.permissions import can_edit_draft, can_write_proposal
from proposals.services import save_draft
from proposals.services.drafting import UNTITLED
from proposals.workflow import allows

_ELSEWHERE = "您打开这一页以后，这份草稿在别的手机或电脑上改过，所以没有保存。"
# Where the buttons of the page lead after saving.
_NEXT = {"submit": "desk-proposal-submit", "sponsors": "desk-proposal-sponsors"}
_BOXES = ("kind", "title", "grounds", "measures", "occasion", "category", "may_be_public")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """An empty page; the key that it carries makes one draft of however many sendings."""
    if not can_write_proposal(request.user):
        raise PermissionDenied
    if request.method == "POST":
        return _save_page(request, None)
    initial = {**first_values(None), "draft_key": uuid.uuid4()}
    return _page(request, DraftForm(actor=request.user, initial=initial), None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """A draft that is written on, or what was sent back."""
    try:
        proposal = found(request, public_id)
    except NoLongerThere as gone:
        return gone_page(request, gone.message)
    if not can_edit_draft(request.user, proposal):
        raise PermissionDenied
    if request.method == "POST":
        return _save_page(request, proposal)
    if not allows(proposal, ProposalStep.EDIT):
        messages.info(request, f"这件现在是“{proposal.get_status_display()}”，不能再修改。")
        return redirect("desk-proposal", proposal.public_id)
    return _page(request, DraftForm(actor=request.user, proposal=proposal), proposal)


@require_POST
@login_required
def save(request: HttpRequest) -> JsonResponse:
    """What changed, sent by the page itself while somebody writes.

    ``proposal`` or ``draft_key`` say which draft, ``writer`` whose words they are: a phone may
    have kept them from another login. Answers 409 when it was saved from elsewhere.
    """
    if request.POST.get("writer") != request.user.public_id:  # type: ignore[union-attr]
        return _told("这是另一个账号写的，没有保存。", 403)
    proposal, key = _meant(request)
    if key and proposal is not None and not allows(proposal, ProposalStep.EDIT):
        # A first sending again, of what has long since been submitted: nothing is to be stored.
        return _told("这件已经提交。", 409)
    initial = first_values(proposal)
    sent = {name: request.POST[name] for name in _BOXES if name in request.POST}
    data = {name: initial.get(name, "") for name in _BOXES} | sent
    data |= {"seen_version": request.POST.get("seen_version"), "draft_key": key or ""}
    form = DraftForm(data, actor=request.user, proposal=proposal)
    if not form.is_valid():
        errors = [error for listed in form.errors.values() for error in listed]
        return _told("".join(map(str, errors)), 422)
    try:
        proposal = save_draft(
            form.values(),
            actor=request.user,
            proposal=proposal,
            draft_key=key,
            seen_version=form.cleaned_data["seen_version"] or 0,
        )
    except StaleRecord:
        return _told("这份草稿在别的手机或电脑上改过。", 409)
    except RuleViolation as error:
        return _told(error.message, 422)
    return JsonResponse(
        {
            "id": proposal.public_id,
            "version": proposal.version,
            "at": f"{timezone.localtime():%H:%M}",
            "title": "" if proposal.title == UNTITLED else proposal.title,
            "edit": reverse("desk-proposal-edit", args=[proposal.public_id]),
        }
    )


def _meant(request: HttpRequest) -> tuple[Proposal | None, uuid.UUID | None]:
    """The draft that is meant (None: not stored yet), and its key. Raises Http404."""
    rows = Proposal.objects.visible_to(request.user)
    try:
        key = uuid.UUID(request.POST.get("draft_key", ""))
    except ValueError:
        key = None
    public_id = request.POST.get("proposal", "").replace("\0", "")
    if public_id or key is None:
        return get_object_or_404(rows, public_id=public_id), None
    return rows.filter(draft_key=key).first(), key


def _told(message: str, status: int) -> JsonResponse:
    return JsonResponse({"message": message}, status=status)


def _save_page(request: HttpRequest, proposal: Proposal | None) -> HttpResponse:
    form = DraftForm(request.POST, request.FILES, actor=request.user, proposal=proposal)
    if not form.is_valid():
        return _page(request, form, proposal)
    try:
        saved = save_draft(
            form.values(),
            actor=request.user,
            proposal=proposal,
            draft_key=form.cleaned_data["draft_key"],
            seen_version=form.cleaned_data["seen_version"],
            files=form.cleaned_data["uploads"],
        )
    except StaleRecord:
        return _stale(request, form, proposal)
    except RuleViolation as error:
        form.add_error(None, error.message)
        return _page(request, form, proposal, status=409)
    goes_to = _NEXT.get(request.POST.get("then", ""))
    if goes_to is None:
        messages.success(request, "草稿已保存。")
    return redirect(goes_to or "desk-proposal-edit", saved.public_id)


def _stale(request: HttpRequest, form: DraftForm, proposal: Proposal | None) -> HttpResponse:
    """Both versions beside each other; saving again is deliberate."""
    if proposal is None:
        rows = Proposal.objects.visible_to(request.user)
        proposal = get_object_or_404(rows, draft_key=form.cleaned_data["draft_key"])
    else:
        proposal = Proposal.objects.get(pk=proposal.pk)
    conflict = conflict_of(form, record=proposal, mark=form.cleaned_data["seen_version"] or 0)
    see_again(form, proposal.version)
    conflicts = [replace(conflict, message=_ELSEWHERE)]
    return _page(request, form, proposal, status=409, conflicts=conflicts)


def _page(
    request: HttpRequest,
    form: DraftForm,
    proposal: Proposal | None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    agreed = 0
    if proposal is not None:
        confirmed = proposal.sponsorships.filter(status=SponsorshipStatus.CONFIRMED)
        agreed = confirmed.filter(is_lead=False).count()
    context = {
        "form": form,
        "proposal": proposal,
        "agreed": agreed,
        "can_save": proposal is None or allows(proposal, ProposalStep.EDIT),
        "desk_nav": desk_nav(request),
        **extra,
    }
    return render(request, "proposals/desk/write.html", context, status=status)
