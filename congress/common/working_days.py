"""Working days: weekends, public holidays, and the weekends worked instead of them (调休).

The days are those of the State Council's yearly notice (国务院办公厅关于…年部分节假日安排的通知,
under 全国年节及纪念日放假办法). The library knows the notices that were out when it was
released; the town's table, handed in by congress.township, knows the later ones and what differs
here.

How a period "within n working days" ends (民法典第二百零一条、第二百零三条): the day it starts on
doesn't count, the first working day after it is day 1, and the period ends with day n, at midnight.
A period of calendar days or months that would end on a day off ends on the next working day.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from chinese_calendar import Holiday, holidays, workdays
from django.db import models

_ONE_DAY = dt.timedelta(days=1)
_WEEKDAYS = "一二三四五六日"
# The New Year's days off and the weekend worked for them have begun on 29 December (2007, 2018);
# with 1 January on a Thursday the Sunday before could be the 28th.
_NEW_YEAR_REACHES_BACK_TO = (12, 28)


class DayKind(models.TextChoices):
    """What the notice says of a day that its weekday doesn't."""

    OFF = "off", "休"
    WORK = "work", "班"


@dataclass(frozen=True)
class MarkedDay:
    """A day that the notice names, and the holiday because of which it does."""

    kind: DayKind
    name: str


def notice_starts_on(year: int) -> dt.date:
    """The first day that the notice for ``year`` may name: 28 December before it."""
    return dt.date(year - 1, *_NEW_YEAR_REACHES_BACK_TO)


def notice_year(day: dt.date) -> int:
    """The year in whose notice the day would be named."""
    return day.year + ((day.month, day.day) >= _NEW_YEAR_REACHES_BACK_TO)


def weekday_name(day: dt.date) -> str:
    """星期六"""
    return f"星期{_WEEKDAYS[day.weekday()]}"


@dataclass(frozen=True)
class WorkingCalendar:
    """The days that notices name, and the years whose notice is known.

    In any other year weekends are days off and nothing else is: ask ``is_certain`` before a date
    is shown as settled.
    """

    days: Mapping[dt.date, MarkedDay] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    def with_notices(
        self, named: Mapping[dt.date, MarkedDay], local: Mapping[dt.date, MarkedDay]
    ) -> "WorkingCalendar":
        """This calendar under a table of the town's own.

        A year with days in ``named`` is taken from there alone; ``local`` days win over both, and
        make no year known.
        """
        years = frozenset(notice_year(day) for day in named)
        kept = {day: mark for day, mark in self.days.items() if notice_year(day) not in years}
        return WorkingCalendar({**kept, **named, **local}, self.years | years)

    def is_working_day(self, day: dt.date) -> bool:
        """Whether people work on that day."""
        mark = self.days.get(day)
        return mark.kind is DayKind.WORK if mark else day.weekday() < 5

    def is_certain(self, day: dt.date) -> bool:
        """Whether the notice for that day is known; else it is a guess from its weekday."""
        return notice_year(day) in self.years

    def caveat(self, day: dt.date) -> str:
        """What to say beside a day that was counted without a notice; empty when it is certain."""
        if self.is_certain(day):
            return ""
        return f"{notice_year(day)}年放假安排尚未公布，按周末推算"

    def day_off_name(self, day: dt.date) -> str:
        """Why nobody works on that day: 国庆节, 星期六; empty for a working day."""
        if self.is_working_day(day):
            return ""
        mark = self.days.get(day)
        return mark.name if mark else weekday_name(day)

    def next_working_day(self, day: dt.date) -> dt.date:
        """The first working day after ``day``."""
        return self.add_working_days(day, 1)

    def end_of_period(self, day: dt.date) -> dt.date:
        """When a period ends that by the calendar ends on ``day``: there, or after the days off."""
        return day if self.is_working_day(day) else self.next_working_day(day)

    def add_working_days(self, start: dt.date, n: int) -> dt.date:
        """The last day of a period of ``n`` working days that starts on ``start``.

        ``start`` doesn't count, the next working day is 1; 0 gives ``start`` itself. Raises
        ValueError for a negative ``n``.
        """
        if n < 0:
            raise ValueError("a period has no negative number of working days")
        day = start
        while n:
            day += _ONE_DAY
            n -= self.is_working_day(day)
        return day

    def working_days_between(self, a: dt.date, b: dt.date) -> int:
        """Working days after ``a`` up to and with ``b``; negative when ``b`` is the earlier day.

        So ``add_working_days(a, n)`` is n working days away from ``a``.
        """
        if b < a:
            return -self.working_days_between(b, a)
        days = (a + _ONE_DAY * number for number in range(1, (b - a).days + 1))
        return sum(map(self.is_working_day, days))


# The library writes 清明, 端午, 中秋 and leaves the rest whole.
_SHORT = {"清明", "端午", "中秋"}


def _chinese(holiday: str) -> str:
    name = Holiday(holiday).chinese
    return f"{name}节" if name in _SHORT else name


def _marked(days: Mapping[dt.date, str], kind: DayKind) -> Iterable[tuple[dt.date, MarkedDay]]:
    return ((day, MarkedDay(kind, _chinese(holiday))) for day, holiday in days.items())


@cache
def published() -> WorkingCalendar:
    """The notices that the library brings, from 2004 on."""
    days = dict([*_marked(holidays, DayKind.OFF), *_marked(workdays, DayKind.WORK)])
    return WorkingCalendar(days, frozenset(notice_year(day) for day in days))
