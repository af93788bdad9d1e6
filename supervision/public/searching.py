"""What was released of supervision in the public search, by title and released text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from congress.common.registry import SearchGroup, SearchHit
from congress.common.text_search import SearchQuery, plain_contains, snippet
from supervision.models import SupervisionProject, SupervisionSettings
from supervision.public.shown import KINDS, Kind, kind_in_words


def public_groups(query: SearchQuery) -> Iterable[SearchGroup]:
    """Projects first, then everything else by kind; nothing where the town shows none of it."""
    if not SupervisionSettings.load().publishes_supervision:
        return
    rows = SupervisionProject.objects.released().filter(
        plain_contains(query, "name", "public_text")
    )

    def hit(row: Any) -> SearchHit:
        address = reverse("supervision:project", args=[row.public_id])
        return SearchHit(row.name, address, _pieces(row, query), "", row.released_on)

    yield SearchGroup.of(24, "监督项目", rows.order_by("-released_on", "-pk"), hit)
    for order, kind in enumerate(KINDS.values(), start=25):
        yield _group(order, kind, query)


def _group(order: int, kind: Kind, query: SearchQuery) -> SearchGroup:
    manager: Any = kind.model._default_manager
    found = manager.released().filter(plain_contains(query, kind.title, "public_text"))

    def hit(row: Any) -> SearchHit:
        address = reverse("supervision:record", args=[kind.slug, row.public_id])
        words = kind_in_words(kind.model, getattr(row, "kind", ""))
        title = getattr(row, kind.title)
        return SearchHit(title, address, _pieces(row, query), words, row.released_on)

    label = str(kind.model._meta.verbose_name)
    return SearchGroup.of(order, label, found.order_by("-released_on", "-pk"), hit)


def _pieces(row: Any, query: SearchQuery) -> Any:
    return snippet(row.public_text, query) if row.public_text else ()
