"""What each unit has of some proposals: common to its document and the list of the meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from proposals.documents.rows import ROLES, current_parts, lead_in_words
from proposals.enums import UnitRole


@dataclass(frozen=True)
class Item:
    """One proposal in the hands of one unit."""

    proposal: Any
    part: Any
    lead: str

    @property
    def limits(self) -> list[tuple[str, Any]]:
        """What is due by when: what comes first stands first."""
        part = self.part
        # An assisting unit owes the leading one its opinion.
        answer = "意见" if part.role == UnitRole.CO else "答复"
        days = [("退办", part.return_due_on), ("联系", part.contact_due_on), (answer, part.due_on)]
        return [(word, day) for word, day in days if day]


@dataclass
class UnitList:
    """All that one unit has: what it leads first, what it only assists in last, by number."""

    unit: Any
    items: list[Item] = field(default_factory=list)

    def count(self, role: UnitRole) -> int:
        return sum(item.part.role == role for item in self.items)

    @property
    def counts(self) -> list[int]:
        """Numbers by role, in the order of ``ROLES``."""
        return [self.count(role) for role in ROLES]

    @property
    def counts_in_words(self) -> str:
        """主办3件，协办1件."""
        counted = [(role, self.count(role)) for role in ROLES]
        return "，".join(f"{role.label}{number}件" for role, number in counted if number)


def unit_lists(proposals: Sequence[Any]) -> list[UnitList]:
    """One list a unit that has something, in the order of units. Reads ``parts``."""
    found: dict[int, UnitList] = {}
    for proposal in proposals:
        lead = lead_in_words(proposal)
        for part in current_parts(proposal):
            unit_list = found.setdefault(part.unit_id, UnitList(part.unit))
            unit_list.items.append(Item(proposal, part, lead))
    for unit_list in found.values():
        unit_list.items.sort(key=lambda item: ROLES.index(UnitRole(item.part.role)))
    return sorted(found.values(), key=lambda each: (each.unit.kind, each.unit.name))
