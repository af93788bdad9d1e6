"""The page before a proposal is submitted: as it will stand, and what is still missing."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from congress.common.conflicts import see_again
from congress.common.desk import desk_nav
from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.models import Attachment
from proposals.deskwork.detail import refused
from proposals.deskwork.forms import SubmitForm
from proposals.deskwork.page import NoLongerThere, found, gone_page
from proposals.enums import ProposalKind, ProposalStep, SponsorshipStatus
from proposals.models import Proposal
from proposals.occasions import require_open
from proposals.permissions import can_edit_draft
from proposals.services import submit_proposal
from proposals.services.acting import what_happened
from proposals.services.submitting import Missing, missing_for_submission
from proposals.workflow import allows, next_status

# 关于修路和建桥的建议, 关于修路；关于建桥: perhaps two matters. 和平村, 和谐 are none.
_SEVERAL = re.compile(r"[、；;]|以及|同时|并且|[^、]和(?!平|谐|睦|田|县)|与|及")
# 关于X与Y are mostly two; these words have the character inside.
_NO_SEPARATION = re.compile(r"参与|与会|普及|涉及|及时|以及时|危及|顾及")


def seems_several(title: str) -> bool:
    """Whether a title sounds like more than one matter (一事一议). A hint, never a refusal."""
    words = _NO_SEPARATION.sub("", title)
    return bool(_SEVERAL.search(words)) or words.count("关于") > 1


def obstacles(proposal: Proposal, day: dt.date, *, signed_on_paper: bool = False) -> list[Missing]:
    """All that stands in the way of submitting on the day, each with where it is mended."""
    missing = missing_for_submission(proposal, on=day, signed_on_paper=signed_on_paper)
    if proposal.submitted_on is None and not any(each.place == "occasion" for each in missing):
        try:
            require_open(proposal.kind, proposal.occasion, proposal.session, day)
        except RuleViolation as why:
            missing.append(Missing(why.message, "occasion"))
    return missing


def lacks_only_signatures(proposal: Proposal, day: dt.date) -> bool:
    """Whether paper would do: all is there but enough sponsors (组织法22)."""
    lacks = bool(obstacles(proposal, day))
    return lacks and not obstacles(proposal, day, signed_on_paper=True)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def submit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Look at it once more, then submit it."""
    try:
        proposal = found(request, public_id)
    except NoLongerThere as gone:
        return gone_page(request, gone.message)
    if not can_edit_draft(request.user, proposal):
        raise PermissionDenied
    if not allows(proposal, ProposalStep.SUBMIT):
        return _too_late(request, proposal)
    by_paper = lacks_only_signatures(proposal, timezone.localdate())
    if request.method != "POST":
        form = SubmitForm(initial={"seen_version": proposal.version}, asks_for_paper=by_paper)
        return _page(request, proposal, form)
    form = SubmitForm(request.POST, asks_for_paper=by_paper)
    if not form.is_valid():
        return _page(request, proposal, form)
    on_paper = form.cleaned_data.get("signed_on_paper", False)
    try:
        submit_proposal(
            proposal,
            actor=request.user,
            seen_version=form.cleaned_data["seen_version"],
            signed_on_paper=on_paper,
        )
    except RuleViolation as problem:
        proposal = Proposal.objects.with_list_relations().get(pk=proposal.pk)
        if not allows(proposal, ProposalStep.SUBMIT):
            return refused(request, public_id, problem)
        form.add_error(None, problem.message)
        see_again(form, proposal.version)
        status = 409 if isinstance(problem, StaleRecord) else 200
        return _page(request, proposal, form, status=status)
    kind = "议案" if ProposalKind(proposal.kind).is_motion else proposal.get_kind_display()
    paper = "请把签名件交给人大办。" if on_paper else ""
    messages.success(request, f"{kind}已经提交。{paper}人大办登记、办理，每一步都会告诉您。")
    return redirect("desk-proposal", proposal.public_id)


def _too_late(request: HttpRequest, proposal: Any) -> HttpResponse:
    """It was submitted meanwhile, perhaps by a second tap: the page says by whom and when."""
    try:
        next_status(proposal, ProposalStep.SUBMIT, what_happened)
    except RuleViolation as problem:
        if request.method == "POST":
            return refused(request, proposal.public_id, problem)
        messages.info(request, f"这件现在是“{proposal.get_status_display()}”，不用再提交。")
    return redirect("desk-proposal", proposal.public_id)


def _page(request: HttpRequest, proposal: Any, form: SubmitForm, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    by_state: dict[str, list[Any]] = {state.value: [] for state in SponsorshipStatus}
    for sponsor in proposal.sponsors:
        by_state[sponsor.status].append(sponsor)
    context = {
        "proposal": proposal,
        "form": form,
        "missing": obstacles(proposal, today),
        "by_paper": "signed_on_paper" in form.fields,
        "seems_several": seems_several(proposal.title),
        "confirmed": by_state[SponsorshipStatus.CONFIRMED],
        "waiting": by_state[SponsorshipStatus.INVITED],
        "files": Attachment.objects.of(proposal).shown(),
        "is_again": proposal.submitted_on is not None,
        "desk_nav": desk_nav(request),
    }
    return render(request, "proposals/desk/submit.html", context, status=status)
