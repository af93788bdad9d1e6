"""Writing the reply: saved by a button, sent to be signed when nothing is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from congress.common.conflicts import conflict_of
from congress.common.exceptions import RuleViolation, StaleRecord
from proposals.deskwork.unit.forms import ReplyForm
from proposals.deskwork.unit.page import draw, refuse
from proposals.deskwork.unit.parts import draft_of, own_part
from proposals.deskwork.unit.section import opinions_for
from proposals.enums import DraftState, UnitRole
from proposals.models import ReplyDraft
from proposals.services.replying import (
    ask_for_signature,
    missing_for_reply,
    save_reply_draft,
    values_of,
)

_ELSEWHERE = "您打开这一页以后，这份答复稿被本单位的人改过，所以没有保存。"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reply(request: HttpRequest, part_id: str) -> HttpResponse:
    """The unit's draft; ``?check=1`` lists all that is missing."""
    part = own_part(request, part_id)
    if request.method == "POST":
        return _save(request, part)
    if not part.is_waiting or part.role == UnitRole.CO:
        said = "协办单位不写答复。" if part.role == UnitRole.CO else "这件已经答复，不用再写。"
        messages.info(request, said)
        return redirect("desk-proposal", part.proposal.public_id)
    draft = draft_of(part)
    form = ReplyForm(actor=request.user, part=part, draft=draft)
    missing = []
    if "check" in request.GET and draft is not None:
        missing = missing_for_reply(part, values_of(draft))
    return _page(request, part, form, missing=missing)


def _save(request: HttpRequest, part: Any) -> HttpResponse:
    form = ReplyForm(
        request.POST, request.FILES, actor=request.user, part=part, draft=draft_of(part)
    )
    if not form.is_valid():
        return _page(request, part, form)
    try:
        draft = save_reply_draft(
            part,
            form.values(),
            actor=request.user,
            seen_version=form.cleaned_data["seen_version"],
            files=form.cleaned_data["uploads"],
        )
    except StaleRecord as problem:
        return _stale(request, part.public_id, form, problem)
    except RuleViolation as problem:
        part = own_part(request, part.public_id)
        return _page(request, part, form, refuse(form, problem, _version(part)))
    if request.POST.get("then") != "sign":
        messages.success(request, "答复稿已经保存，还没有送签。")
        return redirect("desk-part-reply", part.public_id)
    return _send_to_sign(request, part, draft)


def _send_to_sign(request: HttpRequest, part: Any, draft: ReplyDraft) -> HttpResponse:
    """Saved it is either way; what is missing is listed on the page."""
    try:
        if draft.state != DraftState.TO_SIGN:  # a second tap finds it sent already
            ask_for_signature(draft, actor=request.user, seen_version=draft.version)
    except RuleViolation:
        messages.success(request, "答复稿已经保存，还不能送签。")
        return redirect(f"{reverse('desk-part-reply', args=[part.public_id])}?check=1")
    messages.success(request, "已经送签。请签发人从头看一遍。")
    return redirect("desk-part-sign", part.public_id)


def _stale(
    request: HttpRequest, part_id: str, form: ReplyForm, problem: StaleRecord
) -> HttpResponse:
    """Both versions beside each other; saving again is deliberate."""
    part = own_part(request, part_id)
    draft = draft_of(part)
    if draft is None:
        return _page(request, part, form, refuse(form, problem, 0))
    conflict = conflict_of(form, record=draft, mark=form.cleaned_data["seen_version"] or 0)
    status = refuse(form, problem, draft.version)
    form.errors.pop("__all__", None)  # the conflict says it
    conflicts = [replace(conflict, message=_ELSEWHERE)]
    return _page(request, part, form, status, conflicts=conflicts)


def _page(
    request: HttpRequest, part: Any, form: ReplyForm, status: int = 200, **extra: Any
) -> HttpResponse:
    draft = draft_of(part)
    context = {
        "form": form,
        "draft": draft,
        "waits_to_be_signed": draft is not None and draft.state == DraftState.TO_SIGN,
        "can_save": part.is_waiting and part.role != UnitRole.CO,
        "opinions": opinions_for(part),
        "earlier": list(reversed(part.given)),
        "draft_version": draft.version if draft is not None else 0,
        **extra,
    }
    return draw(request, "reply", part, status=status, **context)


def _version(part: Any) -> int:
    draft = draft_of(part)
    return draft.version if draft is not None else 0
