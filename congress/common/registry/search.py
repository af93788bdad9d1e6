"""What can be searched: groups of hits from every app, for everybody and for the back office."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from congress.common.registry.base import Registry
from congress.common.text_search import Piece

MOST_HITS = 10  # of one kind: who gets more should say what he looks for


@dataclass(frozen=True)
class SearchHit:
    """One thing that was found. ``snippet`` shows the words where they stand."""

    title: str
    url: str
    snippet: Sequence[Piece] = ()
    note: str = ""
    date: dt.date | None = None


@dataclass(frozen=True)
class SearchGroup:
    """The hits of one kind (代表, 工作报告), the best first and not more than are shown.

    ``more_url`` is a list with the rest, where there is one; ``has_more`` says that there is a
    rest. ``icon`` is a symbol of the back office.
    """

    order: int
    kind: str
    hits: Sequence[SearchHit]
    has_more: bool = False
    more_url: str = ""
    icon: str = "search"

    @classmethod
    def of(
        cls, order: int, kind: str, rows: Any, hit: Callable[[Any], SearchHit], **more: str
    ) -> "SearchGroup":
        """The first rows of a queryset as hits, one query; ``more`` are more_url and icon."""
        found = list(rows[: MOST_HITS + 1])
        hits = [hit(row) for row in found[:MOST_HITS]]
        return cls(order, kind, hits, len(found) > MOST_HITS, **more)


# Sources (SearchQuery) → SearchGroups of what everybody may see.
public_search = Registry()
# Sources (SearchQuery, user) → SearchGroups, each beginning with what the user may see; an empty
# group may be left out.
office_search = Registry()
