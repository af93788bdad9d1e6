"""What units promised in their replies: which rows, and which of them are late."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, QuerySet

from proposals.enums import PromiseState
from proposals.models import Promise

# What a line of the list names.
NAMED = ("reply__assignment__unit", "reply__assignment__proposal__session__term")


def open_promises(units: list[int]) -> list[Promise]:
    """Still to be kept, by the day they are due; undated ones last."""
    rows = promises_of(units).filter(state=PromiseState.OPEN).select_related(*NAMED)
    return list(rows.order_by(F("due_on").asc(nulls_last=True), "pk")[:200])


def late_promises(units: list[int], today: dt.date) -> int:
    """How many weren't kept in time; a limit that is only a month ends with it."""
    rows = promises_of(units).filter(state=PromiseState.OPEN, due_on__isnull=False)
    return rows.exclude(due_on__lasts_until=today).count()


def promises_of(units: list[int]) -> QuerySet[Promise]:
    """Those of these units."""
    return Promise.objects.filter(reply__assignment__unit__in=units)
