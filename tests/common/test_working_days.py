"""Working days against the published arrangements, and where none is published."""

import datetime as dt

import pytest

from congress.common.working_days import (
    DayKind,
    MarkedDay,
    WorkingCalendar,
    notice_year,
    published,
)

LIBRARY = published()


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "works"),
    [
        ("2024-02-04", True),  # Sunday, worked for the Spring Festival
        ("2024-02-09", True),  # New Year's Eve was recommended, not given
        ("2024-02-10", False),
        ("2024-02-18", True),
        ("2025-01-26", True),  # Sunday
        ("2025-01-28", False),
        ("2025-02-04", False),
        ("2025-02-08", True),
        ("2025-04-04", False),
        ("2025-04-27", True),
        ("2025-09-28", True),
        ("2025-10-01", False),
        ("2025-10-08", False),
        ("2025-10-09", True),
        ("2025-10-11", True),  # Saturday
        ("2025-10-12", False),
        ("2026-01-02", False),
        ("2026-01-04", True),  # Sunday
        ("2026-02-14", True),
        ("2026-02-23", False),
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2022-12-31", False),  # named in the notice for 2023
        ("2018-12-29", True),  # Saturday, named in the notice for 2019
    ],
)
def test_day_is_worked_as_the_notice_says(text, works):
    assert LIBRARY.is_working_day(day(text)) is works


def test_period_ends_with_its_last_working_day():
    # 30 September is day 1; the eight days off don't count; 9, 10 and the worked Saturday do.
    assert LIBRARY.add_working_days(day("2025-09-29"), 1) == day("2025-09-30")
    assert LIBRARY.add_working_days(day("2025-09-29"), 2) == day("2025-10-09")
    assert LIBRARY.add_working_days(day("2025-09-29"), 4) == day("2025-10-11")
    assert LIBRARY.add_working_days(day("2025-09-29"), 5) == day("2025-10-13")
    assert LIBRARY.add_working_days(day("2025-10-01"), 0) == day("2025-10-01")


def test_period_goes_across_the_year():
    assert LIBRARY.add_working_days(day("2025-12-30"), 3) == day("2026-01-05")
    assert LIBRARY.working_days_between(day("2025-12-30"), day("2026-01-05")) == 3


def test_negative_period_is_refused():
    with pytest.raises(ValueError, match="negative"):
        LIBRARY.add_working_days(day("2025-09-29"), -1)


@pytest.mark.parametrize("n", [0, 1, 7, 30, 260])
def test_counting_undoes_adding(n):
    start = day("2025-01-25")
    end = LIBRARY.add_working_days(start, n)
    assert LIBRARY.working_days_between(start, end) == n
    assert LIBRARY.working_days_between(end, start) == -n


def test_period_of_calendar_days_ends_after_the_days_off():
    assert LIBRARY.end_of_period(day("2025-10-01")) == day("2025-10-09")
    assert LIBRARY.end_of_period(day("2025-10-09")) == day("2025-10-09")
    assert LIBRARY.end_of_period(day("2025-09-28")) == day("2025-09-28")
    assert LIBRARY.next_working_day(day("2025-10-09")) == day("2025-10-10")


def test_year_without_a_notice_is_counted_by_weekends_and_says_so():
    empty = WorkingCalendar()
    assert not empty.is_working_day(day("2026-10-03"))  # Saturday
    assert empty.is_working_day(day("2026-10-01"))  # nobody knows
    assert empty.caveat(day("2026-10-01")) == "2026年放假安排尚未公布，按周末推算"
    assert LIBRARY.is_certain(day("2026-10-01"))
    assert LIBRARY.caveat(day("2026-10-01")) == ""


def test_end_of_december_waits_for_the_notice_of_the_next_year():
    last = max(LIBRARY.years)
    assert LIBRARY.is_certain(dt.date(last, 12, 27))
    assert not LIBRARY.is_certain(dt.date(last, 12, 28))
    assert notice_year(dt.date(last, 12, 28)) == last + 1


def test_table_of_the_town_wins():
    off, work = MarkedDay(DayKind.OFF, "国庆节"), MarkedDay(DayKind.WORK, "抗洪")
    named = {day("2026-10-01"): off}
    calendar = LIBRARY.with_notices(named, {day("2026-06-20"): work})
    assert calendar.day_off_name(day("2026-10-01")) == "国庆节"
    assert calendar.is_working_day(day("2026-10-02"))  # the library's year is replaced as a whole
    assert calendar.is_working_day(day("2026-06-20"))  # a Saturday off in the library
    assert calendar.day_off_name(day("2025-10-02")) == "国庆节"  # other years stay


def test_local_change_makes_no_year_known():
    local = {day("2031-05-08"): MarkedDay(DayKind.OFF, "汛期停工")}
    calendar = LIBRARY.with_notices({}, local)
    assert calendar.day_off_name(day("2031-05-08")) == "汛期停工"
    assert not calendar.is_certain(day("2031-05-08"))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("2025-04-04", "清明节"),
        ("2025-05-31", "端午节"),
        ("2026-09-25", "中秋节"),
        ("2026-06-27", "星期六"),
        ("2026-06-28", "星期日"),
        ("2025-09-28", ""),
        ("2026-06-30", ""),
    ],
)
def test_day_off_has_a_name(text, name):
    assert LIBRARY.day_off_name(day(text)) == name
