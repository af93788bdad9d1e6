"""Time limits of liaison tasks: pure functions of dates, each with the rule that gave it.

The limit is stored with the task when it is handed out (``due_on``, ``due_rule``), so that a later
change of the plan or of a session's date moves no old date by itself.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

_NUMERALS = "一二三四"


@dataclass(frozen=True, order=True)
class Quarter:
    """A quarter of a year; ``number`` is 1 to 4."""

    year: int
    number: int

    @classmethod
    def of(cls, day: dt.date) -> Quarter:
        return cls(day.year, (day.month - 1) // 3 + 1)

    @property
    def starts_on(self) -> dt.date:
        return dt.date(self.year, 3 * self.number - 2, 1)

    @property
    def ends_on(self) -> dt.date:
        """The last day of the quarter."""
        next_month = dt.date(self.year + self.number // 4, 3 * self.number % 12 + 1, 1)
        return next_month - dt.timedelta(days=1)

    def __str__(self) -> str:
        return f"{self.year}年第{_NUMERALS[self.number - 1]}季度"


@dataclass(frozen=True)
class Deadline:
    """The last day for a task, and the rule in words."""

    due_on: dt.date
    rule: str


def quarter_deadline(quarter: Quarter) -> Deadline:
    """Visits and duty reports: once a quarter, by its last day."""
    return Deadline(quarter.ends_on, f"每季度一次：{quarter}的最后一天")


def symposium_deadline(session_name: str, session_starts_on: dt.date) -> Deadline:
    """The talk before a session: by the day before it begins.

    A session known only by its month counts from the first of that month.
    """
    eve = session_starts_on - dt.timedelta(days=1)
    return Deadline(eve, f"会前完成：{session_name}开始的前一天")


def plan_quarters(year: int, starts_on: dt.date) -> list[Quarter]:
    """The quarters of ``year`` for which a plan in force from ``starts_on`` hands out tasks."""
    quarters = (Quarter(year, number) for number in (1, 2, 3, 4))
    return [quarter for quarter in quarters if quarter >= Quarter.of(starts_on)]


def last_session_day(year: int) -> dt.date:
    """Sessions that begin until then belong to the year's plan: 31 March of the next year."""
    return dt.date(year + 1, 3, 31)
