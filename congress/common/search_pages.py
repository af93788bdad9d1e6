"""Searching everything: the public page, and the search box of the back office (Ctrl + K)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from unfold.dataclasses import SearchResult

from congress.common.permissions import can_view_records
from congress.common.registry import SearchGroup, office_search, public_search
from congress.common.registry.search import MOST_HITS
from congress.common.text_search import LONGEST, search_query


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What everybody may see, found by name or by any piece of text."""
    query = search_query(request.GET.get("q", ""))
    found = public_search.collect(query) if query else []
    context = {
        "query": query,
        "groups": [group for group in found if group.hits],
        "most": MOST_HITS,
        "longest": LONGEST,
    }
    return render(request, "search.html", context)


def office_found(request: HttpRequest, text: str) -> list[SearchResult]:
    """What the box of the back office lists; nothing for those who read no records."""
    query = search_query(text)
    if not query or not can_view_records(request.user):
        return []
    groups: list[SearchGroup] = office_search.collect(query, request.user)
    return [
        SearchResult(
            title=hit.title,
            description="，".join(part for part in (group.kind, hit.note) if part),
            link=hit.url,
            icon=group.icon,
        )
        for group in groups
        for hit in group.hits
    ]
