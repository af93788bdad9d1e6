"""When somebody was in office: periods of whole days, worked out from mandates and posts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from congress.common.partial_dates import PartialDate
from deputies.models import Mandate, PresidiumPost

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """Days from ``first`` to ``last``, both included."""

    first: dt.date
    last: dt.date

    @classmethod
    def between(cls, starts_on: PartialDate | None, ends_on: PartialDate | None) -> Period:
        """A vague start counts from its first day, a vague end until its last; None is open."""
        return cls(
            starts_on.earliest() if starts_on else dt.date.min,
            ends_on.latest() if ends_on else dt.date.max,
        )

    def overlap(self, other: Period) -> Period | None:
        """The days that both have; None when there are none."""
        both = Period(max(self.first, other.first), min(self.last, other.last))
        return both if both.first <= both.last else None

    def without(self, gaps: Iterable[Period]) -> list[Period]:
        """What is left of this period when ``gaps`` are cut out."""
        left, first = [], self.first
        for gap in sorted(gaps, key=lambda gap: gap.first):
            if gap.first > first:
                left.append(Period(first, min(gap.first - _DAY, self.last)))
            if gap.last >= self.last:
                return [part for part in left if part.first <= part.last]
            first = max(first, gap.last + _DAY)
        return [part for part in [*left, Period(first, self.last)] if part.first <= part.last]


def mandate_dates(mandate: Mandate) -> tuple[PartialDate | None, PartialDate | None]:
    """First and last day as they are known; an open side is the term's. Reads ``term``."""
    term = mandate.term
    return (
        mandate.starts_on or (term.starts_on if term else None),
        mandate.ends_on or (term.ends_on if term else None),
    )


def mandate_periods(mandate: Mandate) -> list[Period]:
    """The days on which a mandate is exercised (代表法61, 62).

    Reads ``term`` and ``suspensions``: prefetch them in lists.
    """
    own = Period.between(*mandate_dates(mandate))
    return own.without(Period.between(s.starts_on, s.ends_on) for s in mandate.suspensions.all())


def post_period(post: PresidiumPost) -> Period:
    """The days of a post in the presidium."""
    return Period.between(post.starts_on, post.ends_on)


def overlaps(mine: Iterable[Period], theirs: Iterable[Period]) -> list[Period]:
    """The days that two lists of periods have in common."""
    others = list(theirs)
    return [both for one in mine for other in others if (both := one.overlap(other))]
