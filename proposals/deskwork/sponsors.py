"""Who joins: the lead asks others by name, or a whole group at once, and sees who confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from congress.common.desk import desk_nav
from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.text_search import LONGEST, search_query
from deputies.models import Deputy, Mandate
from proposals.deskwork.forms import SeenForm
from proposals.deskwork.page import NoLongerThere, found, gone_page
from proposals.enums import ProposalStep
from proposals.permissions import can_edit_draft
from proposals.querysets import STANDING
from proposals.services import invite_sponsors, remove_sponsor
from proposals.services.submitting import missing_sponsors
from proposals.workflow import allows

_NO_GROUP = "没有编入小组"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sponsors(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who stands behind it, and whom else to ask."""
    try:
        proposal = _own(request, public_id)
    except NoLongerThere as gone:
        return gone_page(request, gone.message)
    if request.method != "POST":
        if not allows(proposal, ProposalStep.INVITE):
            messages.info(request, f"这件现在是“{proposal.get_status_display()}”，不能再请人联名。")
            return redirect("desk-proposal", proposal.public_id)
        return _page(request, proposal)
    chosen = _chosen(request, proposal)
    if not chosen:
        return _page(request, proposal, problem="还没有选人。请在名字前面打勾，再按“邀请”。")
    try:
        asked = invite_sponsors(proposal, chosen, actor=request.user, seen_version=_seen(request))
    except RuleViolation as why:
        return _again(request, public_id, why)
    names = "、".join(s.deputy.name for s in asked)
    on_paper = "、".join(s.deputy.name for s in asked if s.deputy.user_id is None)
    told = "他们在自己的手机上确认，您在这里看得到。"
    if on_paper:
        told = f"{on_paper}没有账号，请在纸上签名，由人大办录入。"
    messages.success(request, f"已请{names}联名。{told}")
    return redirect("desk-proposal-sponsors", proposal.public_id)


@require_POST
@login_required
def remove(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take somebody off the list; ``deputy`` says whom."""
    try:
        proposal = _own(request, public_id)
    except NoLongerThere as gone:
        return gone_page(request, gone.message)
    wanted = request.POST.get("deputy", "")
    row = next((s for s in proposal.sponsors if s.deputy.public_id == wanted), None)
    if row is None:
        raise Http404
    try:
        remove_sponsor(row, actor=request.user, seen_version=_seen(request))
    except RuleViolation as why:
        return _again(request, public_id, why)
    messages.success(request, f"已把{row.deputy}从联名名单里去掉。")
    return redirect("desk-proposal-sponsors", proposal.public_id)


def _own(request: HttpRequest, public_id: str) -> Any:
    proposal = found(request, public_id)
    if not can_edit_draft(request.user, proposal):
        raise PermissionDenied
    return proposal


def _seen(request: HttpRequest) -> int | None:
    form = SeenForm(request.POST)
    return form.cleaned_data["seen_version"] if form.is_valid() else -1


def _again(request: HttpRequest, public_id: str, why: RuleViolation) -> HttpResponse:
    """The list as it is now, those chosen still ticked, and why nothing was done."""
    status = 409 if isinstance(why, StaleRecord) else 200
    try:
        proposal = _own(request, public_id)
    except NoLongerThere as gone:
        return gone_page(request, gone.message)
    return _page(request, proposal, problem=why.message, status=status)


def _candidates(proposal: Any) -> list[Mandate]:
    """Mandates of deputies in office who can be asked, by group; two of one name by village."""
    standing = {s.deputy_id for s in proposal.sponsors if s.status in STANDING or s.is_lead}
    mandates = Mandate.objects.township().serving().filter(term=proposal.term)
    mandates = mandates.exclude(deputy__in=standing).select_related("deputy__village", "group")
    return list(mandates.order_by("group__order", "group", "deputy__stroke_key", "deputy"))


def _chosen(request: HttpRequest, proposal: Any) -> list[Deputy]:
    """Who is ticked, or a whole group whose button was pressed."""
    group = request.POST.get("group", "")
    ticked = set(request.POST.getlist("deputies"))
    people = [m for m in _candidates(proposal) if _is_meant(m, group, ticked)]
    known = {m.deputy.public_id for m in people}
    # Who left office, or joined meanwhile, is named by the service.
    others = [] if group else [key for key in ticked - known if "\0" not in key]
    return [*(m.deputy for m in people), *Deputy.objects.filter(public_id__in=others)]


def _is_meant(mandate: Mandate, group: str, ticked: set[str]) -> bool:
    if group:
        return mandate.group is not None and mandate.group.public_id == group
    return mandate.deputy.public_id in ticked


def _page(
    request: HttpRequest, proposal: Any, problem: str = "", status: int = 200
) -> HttpResponse:
    query = search_query(request.GET.get("q", ""))
    candidates = _candidates(proposal)
    if query:
        hits = Deputy.objects.found_by(query.text).order_by()
        meant = set(hits.values_list("pk", flat=True))
        candidates = [m for m in candidates if m.deputy_id in meant]
    groups: dict[Any, list[Mandate]] = {}
    for mandate in candidates:
        groups.setdefault(mandate.group, []).append(mandate)
    own = next((s.group_id for s in proposal.sponsors if s.is_lead), None)
    answers = {s.deputy_id: s.get_status_display() for s in proposal.sponsors}
    context = {
        "proposal": proposal,
        "sponsors": [s for s in proposal.sponsors if s.status in STANDING],
        "refused": [s for s in proposal.sponsors if s.status not in STANDING],
        "short_of": missing_sponsors(proposal, timezone.localdate()),
        "groups": [
            {
                "group": group,
                "name": group or _NO_GROUP,
                "people": people,
                "is_open": bool(query) or len(groups) == 1 or (group and group.pk == own),
            }
            for group, people in groups.items()
        ],
        "answers": answers,
        "ticked": set(request.POST.getlist("deputies")),
        "query": query,
        "longest": LONGEST,
        "problem": problem,
        "desk_nav": desk_nav(request),
    }
    return render(request, "proposals/desk/sponsors.html", context, status=status)
