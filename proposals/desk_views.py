"""The desk's list of proposals: mine, everybody's, my unit's."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from congress.common.desk import desk_nav
from congress.common.paging import MOST_FOUND, KeyedPaginator
from congress.common.permissions import can_view_records
from congress.common.text_search import LONGEST, search_query
from proposals.desk import has_place, is_deputy, own_proposals
from proposals.deskwork.unit.queue import queue
from proposals.deskwork.waiting import waiting_for
from proposals.models import Proposal
from proposals.permissions import can_write_proposal
from proposals.querysets import LATEST_FIRST
from proposals.searching import found_by
from proposals.similar import similar_to

_A_PAGE = 20


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """A deputy's own proposals, or with ``?all`` everybody's; a unit's what it has to answer."""
    if not has_place(request.user):
        return redirect("desk")
    if not is_deputy(request.user):
        return queue(request)
    query = search_query(request.GET.get("q", ""))
    shows_all = "all" in request.GET or bool(query)
    paginator = KeyedPaginator(
        _rows(request.user, shows_all, query.text),
        _A_PAGE,
        rows=Proposal.objects.with_list_relations().defer("search_text", "grounds", "measures"),
        most=MOST_FOUND if shows_all else None,
    )
    page = paginator.get_page(request.GET.get("page"))
    today = timezone.localdate()
    late = {part.pk for row in page for part in row.handlers if part.is_overdue(today)}
    context = {
        "page": page,
        "late": late,
        "today": today,
        "query": query,
        "longest": LONGEST,
        "shows_all": shows_all,
        "can_write": can_write_proposal(request.user),
        "waiting": None if shows_all else waiting_for(request.user),
        "desk_nav": desk_nav(request),
    }
    return render(request, "proposals/desk/index.html", context)


@require_safe
@login_required
def similar(request: HttpRequest) -> HttpResponse:
    """A piece of a page: what is about the same as the title in ``?q=``, and what became of it.

    Empty where there is nothing. For who writes proposals: deputies, and the office.
    """
    if not (is_deputy(request.user) or can_view_records(request.user)):
        raise PermissionDenied
    found = similar_to(request.GET.get("q", ""), user=request.user)
    response = render(request, "proposals/desk/similar.html", {"similar": found})
    response["Cache-Control"] = "no-store"
    return response


def _rows(user: Any, shows_all: bool, typed: str) -> Any:
    if not shows_all:
        return own_proposals(user).submitted()
    rows = Proposal.objects.visible_to(user).submitted()
    return rows.filter(found_by(typed)).order_by(*LATEST_FIRST)
