"""Figures side by side: by unit, category, group, sponsor, session and year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from congress.township.models import Organ, Session
from deputies.models import Deputy, DeputyGroup
from proposals.models import Category
from proposals.statistics.facts import ItemFact
from proposals.statistics.measures import Count, Rate, classes, count, rates


class Dimension(TextChoices):
    """By what figures are put side by side."""

    UNIT = "unit", "承办单位"
    CATEGORY = "category", "内容分类"
    GROUP = "group", "代表小组"
    LEAD = "lead", "领衔代表"
    SESSION = "session", "会议"
    YEAR = "year", "年度"


@dataclass(frozen=True)
class Row:
    """One line: ``key`` is the record's key (0: none), in addresses."""

    key: int
    label: str
    brought: Count
    assigned: Count
    answered: Count
    overdue: Count
    second: Count
    classes: list[Count]
    rates: list[Rate]

    def rate(self, key: str) -> Rate:
        return next(each for each in self.rates if each.key == key)


_NONE = {
    Dimension.UNIT: "",
    Dimension.CATEGORY: "未分类",
    Dimension.GROUP: "未编组",
    Dimension.LEAD: "主席团、镇人民政府",
    Dimension.SESSION: "未载会议",
    Dimension.YEAR: "未载年份",
}
_VALUE: dict[str, Callable[[ItemFact], int | None]] = {
    Dimension.CATEGORY: lambda item: item.category,
    Dimension.GROUP: lambda item: item.group,
    Dimension.LEAD: lambda item: item.lead,
    Dimension.SESSION: lambda item: item.session,
    Dimension.YEAR: lambda item: item.year,
}


def row_of(key: int, label: str, items: Sequence[ItemFact]) -> Row:
    """The figures of these proposals in one line."""
    names = ("brought", "assigned", "answered", "overdue", "second")
    counted = {name: count(items, name) for name in names}
    return Row(key, label, classes=classes(items), rates=rates(items), **counted)


def items_of(items: Iterable[ItemFact], dimension: str, key: int) -> list[ItemFact]:
    """The proposals of one line; a unit's with its own part alone."""
    return split(items, dimension).get(key, [])


def split(items: Iterable[ItemFact], dimension: str) -> dict[int, list[ItemFact]]:
    """The proposals of each line; who has several units stands with each of them."""
    found: dict[int, list[ItemFact]] = defaultdict(list)
    for item in items:
        if dimension == Dimension.UNIT:
            for unit in {part.unit for part in item.parts}:
                found[unit].append(item.of_unit(unit))
        else:
            found[_VALUE[dimension](item) or 0].append(item)
    return found


def table(items: Iterable[ItemFact], dimension: Dimension) -> list[Row]:
    """A line for each that occurs, in the order of its own list; names in one query."""
    groups = split(items, dimension)
    labels = _labels(dimension, set(groups))
    return [row_of(key, labels[key], groups[key]) for key in labels if key in groups]


def league(items: Iterable[ItemFact]) -> list[Row]:
    """Units for the assignment meeting (交办会): who answers best comes first.

    By the rate of answers, then by what was in time, then by satisfied sponsors; units that were
    given nothing aren't in it.
    """

    def place(row: Row) -> tuple[Any, ...]:
        keys = ("answer_rate", "in_time_rate", "content_rate", "met_rate")
        return (*(-_share(row.rate(key)) for key in keys), -row.assigned.number, row.label)

    return sorted(table(items, Dimension.UNIT), key=place)


def _share(rate: Rate) -> float:
    """What nobody can tell is neither praised nor blamed: behind the good, before the bad."""
    return rate.part / rate.whole if rate.whole else 0.5


def _labels(dimension: Dimension, keys: set[int]) -> dict[int, str]:
    """What the lines are called, in their order; those that belong to nothing come last."""
    none = {0: _NONE[dimension]} if 0 in keys else {}
    if dimension == Dimension.YEAR:
        years = sorted(keys - {0}, reverse=True)
        return {year: f"{year}年" for year in years} | none
    rows: Any = {
        Dimension.UNIT: Organ.objects.order_by("name"),
        Dimension.CATEGORY: Category.objects.all(),
        Dimension.GROUP: DeputyGroup.objects.all(),
        Dimension.LEAD: Deputy.objects.in_stroke_order(),
        Dimension.SESSION: Session.objects.select_related("term"),
    }[dimension]
    return {row.pk: str(row) for row in rows.filter(pk__in=keys)} | none
