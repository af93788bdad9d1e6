"""The form of one proposal, for whoever may read the proposal."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from congress.common.downloads import pdf_response
from proposals.documents.form import form_name, forms_pdf
from proposals.documents.rows import printed
from proposals.models import Proposal


@require_safe
@login_required
def desk_form(request: HttpRequest, public_id: str) -> HttpResponse:
    """Sponsors take theirs to be signed from the first draft on; others print what they read."""
    rows = Proposal.objects.visible_to(request.user)
    return form_response(get_object_or_404(rows, public_id=public_id), actor=request.user)


def form_response(proposal: Proposal, *, actor: Any) -> HttpResponse:
    """The form of one proposal, opened in the browser by ``actor``, who may read it."""
    rows = printed(Proposal.objects.filter(pk=proposal.pk))
    pdf = forms_pdf(rows, printed_on=timezone.localdate())
    return pdf_response(pdf, form_name(rows), actor=actor, detail=proposal.title)
