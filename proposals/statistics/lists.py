"""From a figure to the list that it counts, and back: what stands in the address of the list."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from congress.common.addresses import number_in
from proposals.statistics.facts import facts_of
from proposals.statistics.measures import count, test_of
from proposals.statistics.scopes import Scope, scope_of
from proposals.statistics.tables import Dimension, items_of

PARAMETER = "figure"
_BETWEEN = "."
_LIST = "admin:proposals_proposal_changelist"


@dataclass(frozen=True)
class FigureList:
    """The proposals that one figure counts: of a scope, and perhaps of one line of a table."""

    scope: Scope
    key: str
    dimension: Dimension | None = None
    line: int = 0

    @property
    def label(self) -> str:
        """镇十九届人大五次会议：已答复"""
        found = test_of(self.key)
        return f"{self.scope.title}：{found[0] if found else ''}"

    def keys(self) -> list[int]:
        """The proposals, as they are today."""
        items = facts_of(self.scope)
        if self.dimension is not None:
            items = items_of(items, self.dimension, self.line)
        return list(count(items, self.key).items)


def figure_url(scope: Scope, key: str, dimension: Dimension | None = None, line: int = 0) -> str:
    """The list in the back office; a short address that can be kept and sent."""
    parts = [scope.key, key]
    if dimension is not None:
        parts.append(f"{dimension.value}-{line}")
    return f"{reverse(_LIST)}?{urlencode({PARAMETER: _BETWEEN.join(parts)})}"


def figure_list(value: str) -> FigureList | None:
    """What such an address names; None for what doesn't exist."""
    parts = value.split(_BETWEEN)
    if len(parts) not in (2, 3):
        return None
    scope = scope_of(parts[0])
    if scope is None or test_of(parts[1]) is None:
        return None
    if len(parts) == 2:
        return FigureList(scope, parts[1])
    name, _, rest = parts[2].partition("-")
    line = number_in(rest)
    if name not in Dimension.values or line is None:
        return None
    return FigureList(scope, parts[1], Dimension(name), line)
