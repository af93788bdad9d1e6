"""Pages of long lists: the keys of a page first, then its rows; and no counting without end."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

MOST_FOUND = 1000


class KeyedPaginator(Paginator):
    """Sorts and cuts keys alone, then reads the rows of one page from ``rows``.

    A list may be given in parts, one below the other: querysets that share no row.

    With ``most``, no more than that many are found and can be turned to; ``has_more`` says that
    there are others, so that a page says 超过1000件 and nothing false. For searches, where who
    finds a thousand has to say more.
    """

    template_name = "admin/pages.html"  # what Unfold draws below a list

    def __init__(
        self,
        found: QuerySet[Any] | Sequence[QuerySet[Any]],
        per_page: int,
        *args: Any,
        rows: QuerySet[Any],
        most: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(found, per_page, *args, **kwargs)
        self.parts = [found] if isinstance(found, QuerySet) else list(found)
        self.rows, self.most = rows, most

    @cached_property
    def count(self) -> int:
        if self.most is None:
            return sum(self._counts)
        return min(len(self._found), self.most)

    @property
    def has_more(self) -> bool:
        """Whether there are more than are counted."""
        return self.most is not None and len(self._found) > self.most

    @cached_property
    def _counts(self) -> list[int]:
        return [part.count() for part in self.parts]

    @cached_property
    def _found(self) -> list[Any]:
        """The keys of all that a search finds, and one more: counted and cut from one query."""
        assert self.most is not None  # noqa: S101  asked for searches alone
        keys: list[Any] = []
        for part in self.parts:
            keys += part.values_list("pk", flat=True)[: self.most + 1 - len(keys)]
        return keys

    def _keys(self, first: int, last: int) -> list[Any]:
        """From the first up to, not including, the last."""
        keys: list[Any] = []
        for part, count in zip(self.parts, self._counts, strict=True):
            if first < count and last > 0:
                keys += part.values_list("pk", flat=True)[max(first, 0) : min(last, count)]
            first, last = first - count, last - count
        return keys

    def page(self, number: int | str) -> Page[Any]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        last = min(first + self.per_page, self.count)
        keys = self._keys(first, last) if self.most is None else self._found[first:last]
        return Page(_in_order(self.rows, keys), number, self)


def _in_order(rows: QuerySet[Any], keys: list[Any]) -> list[Any]:
    """The rows of these keys as they come; what was deleted a moment ago is passed over."""
    found = {row.pk: row for row in rows.order_by().filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]
