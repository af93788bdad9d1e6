"""Reading the reply as it will go out, signing and sending it, or giving it back to be changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from congress.common.exceptions import RuleViolation
from congress.common.templatetags.portal import cn_date
from proposals.deskwork.detail import refused
from proposals.deskwork.unit.forms import ReworkForm, SigningForm, draft_files
from proposals.deskwork.unit.page import draw, refuse
from proposals.deskwork.unit.parts import draft_of, own_part
from proposals.deskwork.unit.section import opinions_for
from proposals.documents.answers import reply_title
from proposals.enums import DraftState, FeedbackFrom
from proposals.models import ProposalSettings, Reply
from proposals.services.handling import answered_sponsors
from proposals.services.replying import return_draft, sign_reply


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sign(request: HttpRequest, part_id: str) -> HttpResponse:
    """签发并答复: a tick says that it was read."""
    part = own_part(request, part_id)
    draft = draft_of(part)
    if draft is None or draft.state != DraftState.TO_SIGN:
        return _nothing_to_sign(request, part)
    if request.method != "POST":
        initial = {"seen_version": draft.version, "signed_by": _last_signer(part)}
        return _page(request, part, SigningForm(initial=initial))
    form = SigningForm(request.POST)
    if not form.is_valid():
        return _page(request, part, form)
    try:
        sent = sign_reply(
            draft,
            actor=request.user,
            signed_by=form.cleaned_data["signed_by"],
            seen_version=form.cleaned_data["seen_version"],
        )
    except RuleViolation as problem:
        return _refused(request, part, problem, form)
    asked, until = sent.requests.count(), cn_date(sent.feedback_due_on)
    who = f"请{asked}名代表在{until}以前评价，评价了在这一页能看到。" if asked else ""
    messages.success(request, f"已经答复。{who}")
    return redirect("desk-proposal", part.proposal.public_id)


@require_POST
@login_required
def rework(request: HttpRequest, part_id: str) -> HttpResponse:
    """退改: the draft says what."""
    part = own_part(request, part_id)
    draft = draft_of(part)
    if draft is None:
        return _nothing_to_sign(request, part)
    form = ReworkForm(request.POST)
    if not form.is_valid():
        return _page(request, part, _unsigned(part), rework=form)
    try:
        return_draft(
            draft,
            actor=request.user,
            reason=form.cleaned_data["rework_reason"],
            seen_version=form.cleaned_data["seen_version"],
        )
    except RuleViolation as problem:
        return _refused(request, part, problem, form)
    messages.success(request, "已经退改，请起草的人按意见改。")
    return redirect("desk-part-reply", part.public_id)


def _nothing_to_sign(request: HttpRequest, part: Any) -> HttpResponse:
    """It was sent, or taken back, meanwhile; perhaps by a second tap."""
    proposal = part.proposal
    if request.method == "POST":
        state = "已经答复" if not part.is_waiting else "正在修改，还没有送签"
        problem = RuleViolation(f"这份答复{state}，没有再办一遍。")
        return refused(request, proposal.public_id, problem)
    if not part.is_waiting or draft_of(part) is None:
        messages.info(request, "没有等签发的答复。")
        return redirect("desk-proposal", proposal.public_id)
    messages.info(request, "答复稿还没有送签。写好以后，请按“核对并送签”。")
    return redirect("desk-part-reply", part.public_id)


def _refused(request: HttpRequest, part: Any, problem: RuleViolation, form: Any) -> HttpResponse:
    """The page as it is now, with what was typed; the item's page when nothing waits any more."""
    part = own_part(request, part.public_id)
    draft = draft_of(part)
    if draft is None or draft.state != DraftState.TO_SIGN:
        return refused(request, part.proposal.public_id, problem)
    status = refuse(form, problem, draft.version)
    if isinstance(form, ReworkForm):
        return _page(request, part, _unsigned(part), status, rework=form)
    return _page(request, part, form, status)


def _page(
    request: HttpRequest, part: Any, form: SigningForm, status: int = 200, rework: Any = None
) -> HttpResponse:
    draft = draft_of(part)
    version = draft.version if draft is not None else 0
    sponsors = list(answered_sponsors(part))
    leads_alone = ProposalSettings.load().feedback_from == FeedbackFrom.LEAD
    context = {
        "form": form,
        "rework": rework or ReworkForm(initial={"seen_version": version}),
        "draft": draft,
        "files": draft_files(draft),
        "title": reply_title(part.proposal, part.round),
        "sponsors": sponsors,
        "asked": [person for person in sponsors if person.is_lead or not leads_alone],
        "opinions": opinions_for(part),
    }
    return draw(request, "sign", part, status=status, **context)


def _unsigned(part: Any) -> SigningForm:
    draft = draft_of(part)
    version = draft.version if draft is not None else 0
    return SigningForm(initial={"seen_version": version, "signed_by": _last_signer(part)})


def _last_signer(part: Any) -> str:
    """Who signed for the unit last."""
    rows = Reply.objects.filter(assignment__unit=part.unit_id).exclude(signed_by="")
    return rows.order_by("-pk").values_list("signed_by", flat=True).first() or ""
