"""Deputies in the back office's search box (Ctrl + K)."""

from django.http import HttpRequest
from django.urls import reverse
from unfold.dataclasses import SearchResult

from congress.common.permissions import can_view_records
from deputies.models import Deputy

_MOST = 20


def deputies_found(request: HttpRequest, text: str) -> list[SearchResult]:
    """Deputies by name, pinyin or initials, with the village that tells namesakes apart."""
    if not can_view_records(request.user):
        return []
    found = Deputy.objects.found_by(text).select_related("village").in_stroke_order()[:_MOST]
    return [
        SearchResult(
            title=deputy.name,
            description=f"代表，{deputy.village}" if deputy.village else "代表",
            link=reverse("admin:deputies_deputy_change", args=[deputy.pk]),
            icon="person",
        )
        for deputy in found
    ]
