"""The public pages of proposals. Only what was published is here, for the back office as well."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from congress.common.downloads import public_file
from congress.common.paging import MOST_FOUND, KeyedPaginator
from congress.common.text_search import LONGEST, search_query, text_contains
from congress.common.views import wants_large_text
from congress.township.models import Session
from proposals.models import Category, HandlingReport, ProposalSettings, Publication
from proposals.public.outcomes import for_list, outcome_of
from proposals.public.year import year_page
from proposals.services.reporting import handling_report_file

_A_PAGE = 20


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What became of proposals, the latest first; found by words, of one session or category."""
    public = Publication.objects.public()
    sessions, categories = _sessions(public), _categories(public)
    query = search_query(request.GET.get("q", ""))
    session = _chosen(sessions, request.GET.get("session", ""))
    category = next((c for c in categories if str(c.pk) == request.GET.get("category")), None)
    rows = public
    if query:
        rows = rows.filter(text_contains(query))
    if session:
        rows = rows.filter(proposal__session=session)
    if category:
        rows = rows.filter(proposal__category=category)
    paginator = KeyedPaginator(
        rows.order_by("-published_on", "-pk"),
        _A_PAGE,
        rows=for_list(Publication.objects.all()),
        most=MOST_FOUND if query else None,
    )
    context = {
        "page": paginator.get_page(request.GET.get("page")),
        "query": query,
        "longest": LONGEST,
        "sessions": sessions,
        "session": session,
        "categories": categories,
        "category": category,
        "publishes": ProposalSettings.load().publishes_outcomes,
    }
    return render(request, "proposals/public/index.html", context)


@require_safe
def outcome(request: HttpRequest, public_id: str) -> HttpResponse:
    """One proposal: what was asked for, what was answered, what became of it."""
    rows = Publication.objects.public().select_related(
        "proposal__session__term", "proposal__term", "proposal__category", "proposal__vote"
    )
    found = get_object_or_404(rows.defer("search_text"), proposal__public_id=public_id)
    return render(request, "proposals/public/outcome.html", {"outcome": outcome_of(found)})


@require_safe
def handling(request: HttpRequest, public_id: str) -> HttpResponse:
    """The figures of a session and the recess after it (代表法51: the public hears of handling)."""
    if not ProposalSettings.load().publishes_outcomes:
        raise Http404
    session = get_object_or_404(Session.objects.select_related("term"), public_id=public_id)
    page = year_page(session, on=timezone.localdate(), large=wants_large_text(request))
    if page is None:
        raise Http404
    page["reports"] = HandlingReport.objects.public().filter(session=session)
    return render(request, "proposals/public/handling.html", page)


@require_safe
def handling_report(request: HttpRequest, session_id: str, public_id: str) -> HttpResponse:
    """A released report on handling, byte for byte as it went out."""
    rows = HandlingReport.objects.public().select_related("session__term")
    report = get_object_or_404(rows, session__public_id=session_id, public_id=public_id)
    name = f"{report.session}议案建议办理情况报告-{report.as_of:%Y%m%d}.pdf"
    return public_file(handling_report_file(report), name)


def _sessions(public: Any) -> list[Session]:
    """Sessions of which something is public, the latest first."""
    keys = public.order_by().values("proposal__session")
    return list(Session.objects.filter(pk__in=keys).select_related("term"))


def _categories(public: Any) -> list[Category]:
    return list(Category.objects.filter(pk__in=public.order_by().values("proposal__category")))


def _chosen(sessions: list[Session], public_id: str) -> Session | None:
    return next((s for s in sessions if s.public_id == public_id), None)
