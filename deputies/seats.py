"""Who holds a seat: counted for terms, districts and groups from prefetched mandates."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from congress.common.models import VersionedModel
from congress.township.models import CongressTerm
from deputies.models import Mandate, MandateStatus

PREFETCHED = "township_mandates"
_SEATED = (MandateStatus.SERVING, MandateStatus.SUSPENDED)


def township_mandates(*also: str) -> Prefetch[Any]:
    """Prefetch of ``mandates`` that the functions below read, with ``also`` beside them."""
    mandates = Mandate.objects.township().select_related("term", "group", "district", *also)
    return Prefetch(
        "mandates", queryset=mandates.prefetch_related("suspensions"), to_attr=PREFETCHED
    )


def counting_day(term: CongressTerm | None, today: dt.date) -> dt.date:
    """The day on which a term's seats are counted: today, or its last day once it is over."""
    if term is None or term.ends_on is None:
        return today
    return min(today, term.ends_on.latest())


def seated(mandates: Iterable[Mandate], today: dt.date) -> list[Mandate]:
    """Mandates that hold a seat: in office or suspended (a suspended deputy's isn't vacant)."""
    return [m for m in mandates if m.status_on(counting_day(m.term, today)) in _SEATED]


def seats_taken(record: VersionedModel, today: dt.date) -> list[Mandate]:
    """The same for a term, district or group that was fetched with ``township_mandates``."""
    return seated(getattr(record, PREFETCHED), today)


@dataclass(frozen=True)
class TermFigures:
    """The four numbers of a term. None where one isn't known."""

    statutory: int | None
    fixed: int | None
    seated: int
    suspended: int

    @property
    def vacant(self) -> int | None:
        """缺额; None while the number of seats isn't fixed, negative when there are too many."""
        return None if self.fixed is None else self.fixed - self.seated


def term_figures(term: CongressTerm, today: dt.date) -> TermFigures:
    """法定测算, 确定数, 实有, 缺额 (of which suspended) of a term fetched as above."""
    taken = seats_taken(term, today)
    day = counting_day(term, today)
    suspended = [m for m in taken if m.status_on(day) == MandateStatus.SUSPENDED]
    return TermFigures(term.statutory_deputies, term.fixed_deputies, len(taken), len(suspended))
