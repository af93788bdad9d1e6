"""Entering a talk with the deputies (面商)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from congress.common.exceptions import RuleViolation
from proposals.deskwork.unit.forms import ContactingForm
from proposals.deskwork.unit.page import draw, present_version, refuse
from proposals.deskwork.unit.parts import own_part
from proposals.models import Contact
from proposals.services.handling import answered_sponsors, record_contact


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def contact(request: HttpRequest, part_id: str) -> HttpResponse:
    """How, with whom, when, who went, what was said."""
    part = own_part(request, part_id)
    if request.method != "POST":
        everybody = [person.pk for person in answered_sponsors(part)]
        return _page(request, part, ContactingForm(part=part, initial={"with_whom": everybody}))
    form = ContactingForm(request.POST, part=part)
    if not form.is_valid():
        return _page(request, part, form)
    try:
        record_contact(part, actor=request.user, **form.cleaned_data)
    except RuleViolation as problem:
        status = refuse(form, problem, present_version(part))
        return _page(request, own_part(request, part_id), form, status)
    messages.success(request, "面商已经录入，提出的代表也看得到。")
    return redirect("desk-proposal", part.proposal.public_id)


def _page(request: HttpRequest, part: Any, form: ContactingForm, status: int = 200) -> HttpResponse:
    talks = Contact.objects.filter(assignment=part).prefetch_related("with_whom__deputy")
    return draw(request, "contact", part, form=form, talks=list(talks), status=status)
