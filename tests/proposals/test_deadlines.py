"""When what is due: months end right, working days skip what nobody works on."""

import datetime as dt

import pytest

from congress.common.partial_dates import PartialDate
from congress.common.working_days import WorkingCalendar, published
from proposals.deadlines import (
    contact_deadline,
    is_late,
    months_later,
    opinion_deadline,
    reassignment_deadline,
    reply_deadline,
    return_deadline,
)

BROAD = "涉及面广、处理难度大的，"


def date(text: str) -> PartialDate:
    return PartialDate.parse(text)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-14", 3, "2026-04-14"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2027-11-30", 3, "2028-02-29"),
        ("2026-01-31", 3, "2026-04-30"),
        ("2026-02-28", 3, "2026-05-28"),
        ("2026-10-15", 3, "2027-01-15"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-01", 1, "2027-01-01"),
        ("2026-01", 3, "2026-04"),
        ("2026-12", 6, "2027-06"),
    ],
)
def test_months_end_on_the_same_day_or_with_the_month(start, months, end):
    assert months_later(date(start), months) == date(end)


def test_months_are_not_counted_from_a_year():
    with pytest.raises(ValueError, match="year"):
        months_later(date("2026"), 3)


@pytest.mark.parametrize(
    ("months", "is_broad", "due_on", "rule"),
    [
        (3, False, "2026-04-20", "自交办之日起三个月内答复（代表法第五十一条）"),
        (2, False, "2026-03-20", "自交办之日起两个月内答复（本镇规定）"),
        (
            6,
            True,
            "2026-07-20",
            BROAD + "自交办之日起六个月内答复（代表法第五十一条）",
        ),
        (4, True, "2026-05-20", BROAD + "自交办之日起四个月内答复（本镇规定）"),
    ],
)
def test_reply_is_due_by_law_or_sooner_by_the_towns_rule(months, is_broad, due_on, rule):
    deadline = reply_deadline(date("2026-01-20"), months=months, is_broad=is_broad)
    assert (deadline.due_on, deadline.rule) == (date(due_on), rule)


@pytest.mark.parametrize(("months", "is_broad"), [(4, False), (7, True), (0, False)])
def test_no_town_is_looser_than_the_law(months, is_broad):
    with pytest.raises(ValueError, match="the law allows"):
        reply_deadline(date("2026-01-20"), months=months, is_broad=is_broad)


def test_opinion_of_an_assisting_unit_is_due_in_months():
    deadline = opinion_deadline(dt.date(2026, 1, 31), months=1)
    assert deadline.due_on == date("2026-02-28")
    assert deadline.rule == "自交办之日起一个月内提出协办意见（本镇规定）"


def test_working_days_skip_the_spring_festival_and_count_the_weekend_worked_for_it():
    # 2025: off from 28 January to 4 February; people worked on Sunday 26 January and Saturday
    # 8 February instead.
    friday = dt.date(2025, 1, 24)
    given = {"working_days": 5, "days": published()}
    assert return_deadline(friday, **given).due_on == date("2025-02-07")
    assert contact_deadline(friday, **given).due_on == date("2025-02-07")
    again = reassignment_deadline(dt.date(2025, 2, 5), **given)
    assert again.due_on == date("2025-02-11")
    assert again.rule == "退回后5个工作日内重新交办（本镇规定）"


def test_working_days_of_a_year_without_notice_say_so():
    deadline = return_deadline(dt.date(2031, 3, 3), working_days=5, days=WorkingCalendar())
    assert deadline.due_on == date("2031-03-10")
    assert deadline.rule == (
        "交办后5个工作日内可以退办（本镇规定）；2031年放假安排尚未公布，按周末推算"
    )


@pytest.mark.parametrize(
    ("done_on", "due_on", "late"),
    [
        ("2026-04-20", "2026-04-20", False),
        ("2026-04-21", "2026-04-20", True),
        ("2026-04-30", "2026-04", False),
        ("2026-05-01", "2026-04", True),
        ("2026-05", "2026-04-23", True),
        ("2026-03", "2026-04-23", False),
        ("2026-04", "2026-04-23", None),
        ("2026", "2026-04-23", None),
        ("2026-04", "2026-04", False),
    ],
)
def test_what_cannot_be_told_is_neither_late_nor_in_time(done_on, due_on, late):
    assert is_late(date(done_on), date(due_on)) is late
