"""What a lower app shows of a higher one comes through these registries.

An app registers in its AppConfig.ready(); nobody imports upwards (design.md, Layout).
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any


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


ChapterSource = Callable[[ReportPeriod], Iterable[Chapter]]
AppendixSource = Callable[[ReportPeriod], Iterable[Appendix]]


class Registry:
    """An ordered list of contributions, each registered once."""

    def __init__(self) -> None:
        self._sources: list[Callable[..., Iterable[Any]]] = []

    def register(self, source: Callable[..., Iterable[Any]]) -> Callable[..., Iterable[Any]]:
        if source not in self._sources:
            self._sources.append(source)
        return source

    def collect(self, *args: Any) -> list[Any]:
        """What all sources give, by ``order`` where the items have one."""
        items = [item for source in self._sources for item in source(*args)]
        return sorted(items, key=lambda item: getattr(item, "order", 0))


report_chapters = Registry()
report_appendices = Registry()
# Sources (term, day) → Speakers; the first one is suggested.
report_speakers = Registry()


@dataclass(frozen=True)
class HomeSection:
    """A part of the public home page (or of a desk): a template, rendered with ``data``."""

    order: int
    template: str
    data: dict[str, Any] = field(default_factory=dict)


# Sources (request) → HomeSections, for the public home page and for the desk.
home_sections = Registry()
desk_sections = Registry()


@dataclass(frozen=True)
class DemoStep:
    """A part of the demonstration town: ``run(context)`` makes its records, once."""

    order: int
    run: Callable[[Any], None]


# Sources () → DemoSteps, run by seed_demo in one transaction.
demo_steps = Registry()


@dataclass(frozen=True)
class OfficeLine:
    """A line of the back office's first page: a number that opens its list.

    ``tone``: "late", "due", "check" or "". ``names`` tells what is meant where it is few.
    """

    order: int
    label: str
    count: int
    url: str = ""
    unit: str = ""
    tone: str = ""
    names: tuple[str, ...] = ()


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


# Sources (day) → OfficeLines for today's list and for what is worth a second look.
office_today = Registry()
office_checks = Registry()
# Sources (day) → YearRows; sources () → FirstSteps.
office_year = Registry()
first_steps = Registry()
