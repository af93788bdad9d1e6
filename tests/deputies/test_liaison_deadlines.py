"""Quarters, the days by which something is due, and the rule in words."""

import datetime as dt

import pytest

from deputies.deadlines import (
    Quarter,
    last_session_day,
    plan_quarters,
    quarter_deadline,
    symposium_deadline,
)


@pytest.mark.parametrize(
    ("number", "first", "last"),
    [(1, "01-01", "03-31"), (2, "04-01", "06-30"), (3, "07-01", "09-30"), (4, "10-01", "12-31")],
)
def test_quarter_runs_from_first_to_last_day(number, first, last):
    quarter = Quarter(2026, number)
    assert (quarter.starts_on.isoformat(), quarter.ends_on.isoformat()) == (
        f"2026-{first}",
        f"2026-{last}",
    )
    assert Quarter.of(quarter.starts_on) == Quarter.of(quarter.ends_on) == quarter


def test_quarter_is_due_on_its_last_day():
    deadline = quarter_deadline(Quarter(2026, 3))
    assert deadline.due_on == dt.date(2026, 9, 30)
    assert deadline.rule == "每季度一次：2026年第三季度的最后一天"


def test_symposium_is_due_on_the_eve_of_the_session():
    deadline = symposium_deadline("镇十九届人大六次会议", dt.date(2027, 1, 1))
    assert deadline.due_on == dt.date(2026, 12, 31)
    assert deadline.rule == "会前完成：镇十九届人大六次会议开始的前一天"


@pytest.mark.parametrize(
    ("starts_on", "quarters"),
    [
        (dt.date(2025, 12, 1), [1, 2, 3, 4]),
        (dt.date(2026, 1, 1), [1, 2, 3, 4]),
        (dt.date(2026, 3, 31), [1, 2, 3, 4]),
        (dt.date(2026, 8, 5), [3, 4]),
        (dt.date(2026, 12, 31), [4]),
        (dt.date(2027, 1, 1), []),
    ],
)
def test_plan_begins_with_the_quarter_it_starts_in(starts_on, quarters):
    assert [quarter.number for quarter in plan_quarters(2026, starts_on)] == quarters


def test_sessions_of_the_next_spring_belong_to_the_plan():
    assert last_session_day(2026) == dt.date(2027, 3, 31)
