"""What the apps contribute to the annual work report."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from congress.common.registry.base import Registry


@dataclass(frozen=True)
class ReportPeriod:
    """What a work report is about: a term of the congress and the days from–to, both included."""

    term: Any
    starts_on: dt.date
    ends_on: dt.date
    as_of: dt.date


@dataclass(frozen=True)
class Figure:
    """A number in a report, and where the records stand that it counts."""

    key: str
    label: str
    value: int | str | None
    unit: str = ""
    url: str = ""

    @property
    def shown(self) -> str:
        """The number with its unit; "—" when there is nothing to count."""
        return "—" if self.value is None else f"{self.value}{self.unit}"


@dataclass(frozen=True)
class Chapter:
    """One heading of the annual work report, as one app suggests it.

    ``order`` places it (10–19: 一、过去一年的工作, 20: 二, 30: 三); ``text`` is the suggested
    prose, empty when there are no data yet, and then ``hint`` says what would stand there.
    """

    key: str
    part: str
    order: int
    heading: str
    text: str = ""
    hint: str = ""
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True)
class Appendix:
    """A table or picture behind the report. ``template`` is rendered with ``data`` (JSON-able).

    ``public_data`` replaces ``data`` in the edition for the public: None says the same may be
    shown to all, an empty dict leaves the appendix out.
    """

    key: str
    order: int
    heading: str
    template: str
    data: dict[str, Any] = field(default_factory=dict)
    public_data: dict[str, Any] | None = None


@dataclass(frozen=True)
class Speaker:
    """Who delivers a report, and as what (江湾镇人大主席)."""

    name: str
    post: str


# Sources (period) → Chapters and Appendices.
report_chapters = Registry()
report_appendices = Registry()
# Sources (term, day) → Speakers; the first one is suggested.
report_speakers = Registry()
