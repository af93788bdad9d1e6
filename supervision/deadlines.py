"""Time limits of supervision: pure functions of dates, each with the rule that gave it."""

from __future__ import annotations

import datetime as dt

from congress.common.numerals import chinese_number
from congress.common.partial_dates import PartialDate
from proposals.deadlines import Deadline, months_later

# No more time than this in all, counted from the day on which it was issued.
LONGEST_MONTHS = 6


def opinion_deadline(issued_on: PartialDate, *, months: int) -> Deadline:
    """When a unit has to report what it did about an opinion (参照各地审议意见办理办法).

    ValueError for more than six months, or when only the year of issue is known.
    """
    if not 0 < months <= LONGEST_MONTHS:
        raise ValueError(f"at most {LONGEST_MONTHS} months, not {months}")
    count = "两" if months == 2 else chinese_number(months)
    rule = f"自发出之日起{count}个月内报告办理情况（本镇规定）"
    return Deadline(months_later(issued_on, months), rule)


def rectification_deadline(issued_on: dt.date, *, days: int) -> Deadline:
    """When something has to be put right, where the letter names no date."""
    day = issued_on + dt.timedelta(days=days)
    return Deadline(PartialDate.of(day) or PartialDate(day.year), f"自发出之日起{days}天内整改")


def latest_extension(issued_on: PartialDate) -> dt.date:
    """The last day to which a limit may be moved: six months after it was issued."""
    return months_later(issued_on, LONGEST_MONTHS).latest()
