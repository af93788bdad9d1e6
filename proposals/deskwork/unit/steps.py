"""Taking a matter up, and asking for more time."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from congress.common.exceptions import RuleViolation
from congress.common.templatetags.portal import cn_date
from proposals.deskwork.detail import refused
from proposals.deskwork.forms import SeenForm
from proposals.deskwork.unit.forms import ExtensionForm
from proposals.deskwork.unit.page import draw, present_version, refuse
from proposals.deskwork.unit.parts import own_part
from proposals.services.handling import (
    accept_assignment,
    ask_extension,
    extended_limit,
    why_no_extension,
)


@require_POST
@login_required
def accept(request: HttpRequest, part_id: str) -> HttpResponse:
    """The unit takes it up (接办)."""
    part = own_part(request, part_id)
    form = SeenForm(request.POST)
    seen = form.cleaned_data["seen_version"] if form.is_valid() else -1
    proposal = part.proposal.public_id
    try:
        accept_assignment(part, actor=request.user, seen_version=seen)
    except RuleViolation as problem:
        return refused(request, proposal, problem)
    until = cn_date(part.contact_due_on)
    messages.success(request, f"已经接办。{f'请在{until}以前和代表联系。' if until else ''}")
    return redirect("desk-proposal", proposal)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def extension(request: HttpRequest, part_id: str) -> HttpResponse:
    """Ask for more time (延期), before the date."""
    part = own_part(request, part_id)
    if request.method != "POST":
        return _page(request, part, ExtensionForm(initial={"seen_version": part.version}))
    form = ExtensionForm(request.POST)
    if not form.is_valid():
        return _page(request, part, form)
    try:
        ask_extension(
            part,
            actor=request.user,
            reason=form.cleaned_data["extension_reason"],
            seen_version=form.cleaned_data["seen_version"],
        )
    except RuleViolation as problem:
        status = refuse(form, problem, present_version(part))
        return _page(request, own_part(request, part_id), form, status)
    messages.success(request, "已经申请延期，等人大办决定。决定以前，仍按原来的期限办。")
    return redirect("desk-proposal", part.proposal.public_id)


def _page(
    request: HttpRequest, part: object, form: ExtensionForm, status: int = 200
) -> HttpResponse:
    why_not = why_no_extension(part, timezone.localdate())  # type: ignore[arg-type]
    later = "" if why_not else extended_limit(part)[0]  # type: ignore[arg-type]
    return draw(request, "extension", part, form=form, why_not=why_not, later=later, status=status)
