"""Lines of the back office's first page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from congress.common.registry.base import Registry


def _everybody(user: Any) -> bool:
    return True


@dataclass(frozen=True)
class OfficeLine:
    """A line of the back office's first page: a number that opens its list.

    ``tone``: "late", "due", "check" or "". ``note`` says in a few words what is meant. ``may``:
    who of those who read the records is shown it.
    """

    order: int
    label: str
    count: int
    url: str = ""
    unit: str = ""
    tone: str = ""
    note: str = ""
    may: Callable[[Any], bool] = _everybody


@dataclass(frozen=True)
class YearRow:
    """A kind of work over the year: (done, planned) a quarter, None where none is planned."""

    order: int
    label: str
    quarters: tuple[tuple[int, int] | None, ...]
    url: str = ""


@dataclass(frozen=True)
class FirstStep:
    """What a new town enters first, in order."""

    order: int
    label: str
    hint: str
    url: str
    is_done: bool


# Sources (day) → OfficeLines for today's list, and for what is amiss with the portal's own work
# (what is amiss with the records is found by the consistency checks).
office_today = Registry()
office_checks = Registry()
# Sources (day) → YearRows; sources () → FirstSteps.
office_year = Registry()
first_steps = Registry()
