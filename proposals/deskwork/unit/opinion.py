"""An assisting unit tells the leading one what it has to say (协办意见)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from congress.common.exceptions import RuleViolation
from proposals.deskwork.unit.forms import OpinionForm
from proposals.deskwork.unit.page import draw, present_version, refuse
from proposals.deskwork.unit.parts import own_part
from proposals.enums import UnitRole
from proposals.services.handling import give_opinion


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def opinion(request: HttpRequest, part_id: str) -> HttpResponse:
    """Text and files; given once."""
    part = own_part(request, part_id)
    back = redirect("desk-proposal", part.proposal.public_id)
    if request.method != "POST":
        if part.role != UnitRole.CO or not part.is_waiting:
            messages.info(request, "这件没有协办意见要提。")
            return back
        form = OpinionForm(actor=request.user, initial={"seen_version": part.version})
        return _page(request, part, form)
    form = OpinionForm(request.POST, request.FILES, actor=request.user)
    if not form.is_valid():
        return _page(request, part, form)
    try:
        give_opinion(
            part,
            actor=request.user,
            content=form.cleaned_data["content"],
            files=form.cleaned_data["uploads"],
            seen_version=form.cleaned_data["seen_version"],
        )
    except RuleViolation as problem:
        status = refuse(form, problem, present_version(part))
        return _page(request, own_part(request, part_id), form, status)
    messages.success(request, "协办意见已经交给主办单位。")
    return back


def _page(request: HttpRequest, part: Any, form: OpinionForm, status: int = 200) -> HttpResponse:
    parts = part.proposal.handlers
    leads = [str(each.unit) for each in parts if each.role == UnitRole.LEAD]
    return draw(request, "opinion", part, form=form, lead="、".join(leads), status=status)
