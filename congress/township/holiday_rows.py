"""The days off of a year as entered: one row a holiday, with the weekends worked for it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from congress.common.working_days import DayKind, MarkedDay, notice_year, weekday_name

FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
_ONE_DAY = dt.timedelta(days=1)
_LONGEST = 16


@dataclass(frozen=True)
class HolidayRow:
    """One holiday of a year: its days off, and the weekends worked for it."""

    name: str
    off_from: dt.date | None = None
    off_to: dt.date | None = None
    worked: tuple[dt.date, ...] = ()

    def days_off(self) -> Iterator[dt.date]:
        """Each day off; none while no day is given."""
        if self.off_from:
            last = self.off_to or self.off_from
            for number in range((last - self.off_from).days + 1):
                yield self.off_from + _ONE_DAY * number


def marked_days(rows: Iterable[HolidayRow]) -> dict[dt.date, MarkedDay]:
    """Every day that the rows name."""
    marks: dict[dt.date, MarkedDay] = {}
    for row in rows:
        marks |= {day: MarkedDay(DayKind.OFF, row.name) for day in row.days_off()}
        marks |= {day: MarkedDay(DayKind.WORK, row.name) for day in row.worked}
    return marks


def rows_of(marks: Mapping[dt.date, MarkedDay]) -> list[HolidayRow]:
    """The rows that name these days: days off that follow each other under one name are a row."""
    rows: list[HolidayRow] = []
    for day, mark in sorted(marks.items()):
        last = rows[-1] if rows else None
        if mark.kind is not DayKind.OFF:
            continue
        if last and last.name == mark.name and last.off_to and day - last.off_to == _ONE_DAY:
            rows[-1] = HolidayRow(last.name, last.off_from, day)
        else:
            rows.append(HolidayRow(mark.name, day, day))
    for day, mark in sorted(marks.items()):
        if mark.kind is DayKind.WORK:
            add_worked(rows, day, mark.name)
    return rows


def add_worked(rows: list[HolidayRow], day: dt.date, name: str) -> None:
    """Put a worked day into the nearest row of its name, or into one of its own."""
    own = [n for n, row in enumerate(rows) if row.name == name and row.off_from]
    if not own:
        rows.append(HolidayRow(name, worked=(day,)))
        return
    nearest = min(own, key=lambda n: abs((rows[n].off_from or day) - day))
    row = rows[nearest]
    rows[nearest] = HolidayRow(row.name, row.off_from, row.off_to, (*row.worked, day))


def problems_of(rows: Iterable[HolidayRow], year: int) -> list[str]:
    """Why the rows can't be the arrangement of ``year``, in sentences; empty when they can."""
    listed = list(rows)
    found = [problem for row in listed for problem in _row_problems(row, year)]
    off = [day for row in listed for day in row.days_off()]
    worked = [day for row in listed for day in row.worked]
    found += [f"{_short(day)}写了两次。" for day in sorted({d for d in off if off.count(d) > 1})]
    found += [f"{_short(day)}既放假又上班。" for day in sorted(set(off) & set(worked))]
    missing = [day for day in _certain_days_off(year) if day not in off]
    if missing:
        days = "、".join(_short(day) for day in missing)
        found.append(f"还不完整：{days}是法定节假日，没有写进来。")
    return found


def _certain_days_off(year: int) -> list[dt.date]:
    """New Year, Labour Day and National Day have the same date in every year."""
    return [dt.date(year, 1, 1), dt.date(year, 5, 1), dt.date(year, 10, 1)]


def _row_problems(row: HolidayRow, year: int) -> Iterator[str]:
    if row.off_from and row.off_to and row.off_to < row.off_from:
        yield f"{row.name}：放假的最后一天在第一天之前。"
    elif row.off_from and row.off_to and (row.off_to - row.off_from).days >= _LONGEST:
        yield f"{row.name}：放假超过{_LONGEST}天，请核对日期。"
    named = [day for day in (row.off_from, row.off_to, *row.worked) if day]
    if any(notice_year(day) != year for day in named):
        yield f"{row.name}：有的日期不属于{year}年的安排（上年12月28日至当年12月27日）。"
    for day in row.worked:
        if day.weekday() < 5:
            yield f"{row.name}：{_short(day)}是{weekday_name(day)}，本来就上班。"


def unnamed_festivals(rows: Iterable[HolidayRow]) -> list[str]:
    """The holidays of the year that no row names."""
    names = "、".join(row.name for row in rows if row.off_from)
    return [name for name in FESTIVALS if name.removesuffix("节") not in names]


def _short(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"
