"""What the page of statistics shows: every number with the address of its list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from congress.documents.charts import both_widths
from proposals.statistics import measures
from proposals.statistics.facts import ItemFact, facts_of
from proposals.statistics.lists import figure_url
from proposals.statistics.measures import Count, Rate
from proposals.statistics.pictures import Picture, pictures_of
from proposals.statistics.scopes import Scope, latest_scope, scope_of, scopes, year_scope
from proposals.statistics.tables import Dimension, Row, league, table

# Headings of the page, and the counts below each.
GROUPS = (
    ("提出", ("brought", "motions", "suggestions", "in_session", "recess", "key")),
    ("审查", ("merged", "set_aside", "withdrawn", "agenda")),
    ("答复", ("assigned", "answered", "unanswered", "overdue", "in_time", "late", "undated")),
    ("面商", ("met", "not_met", "met_unknown")),
    ("结果", ("solved", "unclassed", "second", "dissatisfied", "silent", "excused")),
)
# The rates of a line of a table.
LINE_RATES = (
    "answer_rate",
    "in_time_rate",
    "met_rate",
    "solved_rate",
    "satisfied_rate",
    "content_rate",
)
_YEARS = 5


def statistics_page(key: str, dimension: Dimension) -> dict[str, Any]:
    """The context; ``scope`` is None in a town without proposals."""
    scope = scope_of(key) or latest_scope()
    if scope is None:
        return {"scope": None}
    items = facts_of(scope)
    return {
        "scope": scope,
        "scopes": scopes(),
        "groups": [(title, _linked(scope, items, keys)) for title, keys in GROUPS],
        "classes": [_link(scope, each) for each in measures.classes(items)],
        "rates": [_rate(scope, each) for each in measures.rates(items)],
        "pictures": [_drawn(picture) for picture in pictures_of(items)],
        "dimension": dimension,
        "dimensions": Dimension,
        "headings": [dimension.label, *headings(items)],
        "lines": [line(scope, row, dimension) for row in lines_of(scope, items, dimension)],
    }


def lines_of(scope: Scope, items: list[ItemFact], dimension: Dimension) -> list[Row]:
    """Units in the order of the league; years against the years before."""
    if dimension == Dimension.UNIT:
        return league(items)
    if dimension == Dimension.YEAR:
        last = max((item.year or 0 for item in items), default=0) or timezone.localdate().year
        return table(facts_of(year_scope(last - _YEARS + 1, last)), dimension)
    return table(items, dimension)


def headings(items: Sequence[ItemFact]) -> list[str]:
    """The columns behind the first."""
    labels = {each.key: each.label for each in measures.rates([])}
    return ["提出", "交办", "已答复", "逾期未复", *(labels[key] for key in LINE_RATES), "重新办理"]


def line(scope: Scope, row: Row, dimension: Dimension) -> dict[str, Any]:
    """A line with the addresses of what it counts."""
    # A line of years reaches beyond the scope: it has one of its own.
    own = year_scope(row.key) if dimension == Dimension.YEAR and row.key else scope
    within = None if own is not scope else dimension

    def url(key: str) -> str:
        return figure_url(own, key, within, row.key if within else 0)

    counts = [row.brought, row.assigned, row.answered, row.overdue]
    cells = [{"text": c.number, "url": url(c.key) if c.number else ""} for c in counts]
    for key in LINE_RATES:
        rate = row.rate(key)
        part = measures.RATE_COUNTS[key]
        cells.append({"text": rate.shown, "url": url(part) if rate.part else ""})
    second = row.second
    cells.append({"text": second.number, "url": url(second.key) if second.number else ""})
    return {"label": row.label, "cells": cells}


def _drawn(picture: Picture) -> dict[str, Any]:
    """The drawing for both widths."""
    return both_widths(picture.draw)


def _linked(scope: Scope, items: list[ItemFact], keys: tuple[str, ...]) -> list[dict[str, Any]]:
    return [_link(scope, each) for each in measures.counts(items, *keys)]


def _link(scope: Scope, each: Count) -> dict[str, Any]:
    url = figure_url(scope, each.key) if each.number else ""
    return {"label": each.label, "number": each.number, "url": url}


def _rate(scope: Scope, each: Rate) -> dict[str, Any]:
    url = figure_url(scope, measures.RATE_COUNTS[each.key]) if each.part else ""
    return {"label": each.label, "shown": each.shown, "unit": each.unit, "url": url}
