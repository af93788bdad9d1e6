"""Who is of the presidium."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from congress.common.partial_dates import in_force
from congress.township.models import CongressTerm
from deputies.models import Deputy


def members(term: CongressTerm | int | None, on: dt.date | None = None) -> QuerySet[Deputy]:
    """Who is of the presidium of the term (on a day), in the order of the roster."""
    posts: Any = {"presidium_posts__term": term}
    rows = Deputy.objects.filter(**posts)
    if on is not None:
        period = in_force(on, "presidium_posts__starts_on", "presidium_posts__ends_on")
        rows = Deputy.objects.filter(period, **posts)
    return rows.distinct().order_by("stroke_key", "pk")
