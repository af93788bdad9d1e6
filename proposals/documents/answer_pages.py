"""The letter of one reply, and the sheets for what sponsors say of it: for office and desks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from congress.common.downloads import pdf_response
from congress.common.exceptions import RuleViolation
from congress.common.permissions import can_view_records
from congress.common.roles import Role, has_role
from proposals.documents.answers import drafts_to_print, replies_to_print
from proposals.documents.feedback_form import feedback_name, sheets_pdf
from proposals.documents.promise_ledger import TITLE as LEDGER
from proposals.documents.promise_ledger import ledger_pdf
from proposals.documents.reply_letter import letter_name, letters_pdf
from proposals.models import Promise, Reply, ReplyDraft
from proposals.permissions import (
    can_print_reply,
    can_return_assignment,
    can_view_proposal,
    can_view_reply_draft,
    is_answered,
)
from proposals.querysets import units_of


@require_safe
@login_required
def reply_letter(request: HttpRequest, public_id: str) -> HttpResponse:
    """A reply as its unit sent it (答复函)."""
    reply = _reply(request.user, public_id)
    return _pdf(request, reply, lambda: letters_pdf([reply]), letter_name(reply))


@require_safe
@login_required
def draft_letter(request: HttpRequest, part_id: str) -> HttpResponse:
    """A unit's draft, marked 征求意见稿 or 签发稿."""
    rows = drafts_to_print(ReplyDraft.objects.filter(assignment__public_id=part_id))
    draft = next((row for row in rows if can_view_reply_draft(request.user, row)), None)
    if draft is None:
        raise Http404
    if not draft.content.strip():
        messages.error(request, "答复稿还没有写正文，没有打印。请先写答复全文。")
        return redirect("desk-proposal", draft.assignment.proposal.public_id)
    return _pdf(request, draft, lambda: letters_pdf([draft]), letter_name(draft))


@require_safe
@login_required
def feedback_form(request: HttpRequest, public_id: str) -> HttpResponse:
    """A sponsor's own sheet; all of them for the office, the presidium, and the unit.

    With ``?together`` one sheet for all. 404 for who isn't asked.
    """
    reply = _reply(request.user, public_id)
    sees_all = _sees_all_sheets(request.user, reply)
    if not (sees_all or is_answered(request.user, reply.assignment.proposal)):
        raise Http404
    return _pdf(
        request,
        reply,
        lambda: sheets_pdf(
            [reply],
            printed_on=timezone.localdate(),
            together=sees_all and "together" in request.GET,
            deputy=None if sees_all else request.user.deputy,  # type: ignore[union-attr]
        ),
        feedback_name(reply),
    )


@require_safe
@login_required
def own_ledger(request: HttpRequest) -> HttpResponse:
    """What the user's own units promised (承诺事项台账). 404 for who answers for none."""
    units = list(units_of(request.user).values_list("organ__name", flat=True))
    if not (has_role(request.user, Role.UNIT) and units):
        raise Http404
    rows = Promise.objects.filter(reply__assignment__unit__in=units_of(request.user))
    today = timezone.localdate()
    try:
        pdf = ledger_pdf(rows, printed_on=today, of="、".join(units))
    except RuleViolation as why:
        messages.error(request, why.message)
        return redirect("desk-promises")
    return pdf_response(pdf, LEDGER, actor=request.user, detail="、".join(units))


def _reply(user: Any, public_id: str) -> Any:
    rows = replies_to_print(Reply.objects.filter(public_id=public_id))
    if not rows or not can_print_reply(user, rows[0]):
        raise Http404
    return rows[0]


def _sees_all_sheets(user: Any, reply: Any) -> bool:
    """Who reads the ratings by name, but for the sponsors, who get their own."""
    if can_view_records(user) or has_role(user, Role.PRESIDIUM_MEMBER):
        return True
    return can_return_assignment(user, reply.assignment)


def _pdf(request: HttpRequest, answer: Any, make: Any, name: str) -> HttpResponse:
    """The file; or back to where one came from, with the sentence that says why there is none."""
    proposal = answer.assignment.proposal
    try:
        return pdf_response(make(), name, actor=request.user, detail=proposal.title)
    except RuleViolation as why:
        messages.error(request, why.message)
        return redirect(_back(request.user, proposal))


def _back(user: Any, proposal: Any) -> str:
    if can_view_records(user):
        return reverse("admin:proposals_proposal_change", args=[proposal.pk])
    if can_view_proposal(user, proposal):
        return reverse("desk-proposal", args=[proposal.public_id])
    return reverse("desk-proposals")
