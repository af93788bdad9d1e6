"""Time limits of proposals: pure functions of dates, each with the rule that gave it.

The limit is stored when the clock starts, with its rule in words, so that a changed setting moves
no old date. Dates may be known to the month only, as old ledgers have them: a limit counted from a
month is a month, and ends with it.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass

from congress.common.numerals import chinese_number
from congress.common.partial_dates import PartialDate
from congress.common.working_days import WorkingCalendar

# 代表法第五十一条第二款: three months from the day of assignment, six where the matter is broad
# and hard. A town may be stricter, never looser.
STATUTORY_REPLY_MONTHS = 3
STATUTORY_BROAD_REPLY_MONTHS = 6
_LAW = "代表法第五十一条"


@dataclass(frozen=True)
class Deadline:
    """The last day for a step (or the month, where no more is known), and the rule in words."""

    due_on: PartialDate
    rule: str


def months_later(date: PartialDate, months: int) -> PartialDate:
    """The same day ``months`` later; the last of the month where that has no such day.

    民法典第二百零二条: 30 November and three months is 28 February, or 29 in a leap year. What is
    known to the month stays a month; a year alone can't be counted from (ValueError).
    """
    if date.month is None:
        raise ValueError("months can't be counted from a year")
    year, month = divmod(date.year * 12 + date.month - 1 + months, 12)
    month += 1
    if date.day is None:
        return PartialDate(year, month)
    return PartialDate(year, month, min(date.day, calendar.monthrange(year, month)[1]))


def reply_deadline(assigned_on: PartialDate, *, months: int, is_broad: bool = False) -> Deadline:
    """When the unit has to reply, counted from the day of assignment (交办之日).

    ``months`` is the town's number, for broad and hard matters its other one. Raises ValueError
    when it is looser than the law, or when only the year of assignment is known.
    """
    limit = STATUTORY_BROAD_REPLY_MONTHS if is_broad else STATUTORY_REPLY_MONTHS
    if not 0 < months <= limit:
        raise ValueError(f"the law allows {limit} months, not {months}")
    source = _LAW if months == limit else "本镇规定"
    what = "涉及面广、处理难度大的，" if is_broad else ""
    rule = f"{what}自交办之日起{_count(months)}个月内答复（{source}）"
    return Deadline(months_later(assigned_on, months), rule)


def extended_deadline(assigned_on: PartialDate, *, months: int) -> Deadline:
    """The later limit that the office allows, counted from the assignment all the same.

    At most six months in all (代表法51②); ValueError beyond.
    """
    if not 0 < months <= STATUTORY_BROAD_REPLY_MONTHS:
        raise ValueError(f"the law allows {STATUTORY_BROAD_REPLY_MONTHS} months, not {months}")
    rule = f"经同意延期，自交办之日起{_count(months)}个月内答复"
    return Deadline(months_later(assigned_on, months), rule)


def second_deadline(reopened_on: dt.date, *, months: int) -> Deadline:
    """When the unit has to reply again after a sponsor was not satisfied (重新办理)."""
    rule = f"代表不满意，自重新办理之日起{_count(months)}个月内再次答复（本镇规定）"
    return Deadline(months_later(_whole(reopened_on), months), rule)


def feedback_deadline(replied_on: dt.date, *, working_days: int, days: WorkingCalendar) -> Deadline:
    """Until when sponsors say what they think of a reply."""
    what = f"答复后{working_days}个工作日内评价（本镇规定）"
    return _by_working_days(replied_on, working_days, days, what)


def opinion_deadline(assigned_on: dt.date, *, months: int) -> Deadline:
    """When an assisting unit (协办单位) has to give its opinion to the leading one."""
    due_on = months_later(_whole(assigned_on), months)
    return Deadline(due_on, f"自交办之日起{_count(months)}个月内提出协办意见（本镇规定）")


def contact_deadline(assigned_on: dt.date, *, working_days: int, days: WorkingCalendar) -> Deadline:
    """When the unit has to have spoken with the deputy for the first time (代表法51②: 联系)."""
    what = f"交办后{working_days}个工作日内与代表联系（本镇规定）"
    return _by_working_days(assigned_on, working_days, days, what)


def return_deadline(assigned_on: dt.date, *, working_days: int, days: WorkingCalendar) -> Deadline:
    """Until when a unit may give back what isn't its business (退办)."""
    what = f"交办后{working_days}个工作日内可以退办（本镇规定）"
    return _by_working_days(assigned_on, working_days, days, what)


def reassignment_deadline(
    returned_on: dt.date, *, working_days: int, days: WorkingCalendar
) -> Deadline:
    """Until when the presidium has to assign anew what came back."""
    what = f"退回后{working_days}个工作日内重新交办（本镇规定）"
    return _by_working_days(returned_on, working_days, days, what)


def is_late(done_on: PartialDate, due_on: PartialDate) -> bool | None:
    """Whether a step came after its limit; None when the dates are too vague to tell.

    A limit of which only the month is known ends with the month.
    """
    last = due_on.latest()
    if done_on.earliest() > last:
        return True
    return False if done_on.latest() <= last else None


def waits_in_vain(reminded_on: dt.date | None, due_on: dt.date, *, on: dt.date) -> bool:
    """Whether a sponsor who said nothing leaves the denominator: reminded, and it is too late.

    重庆29: who gives no feedback after urging isn't counted.
    """
    return reminded_on is not None and on > due_on


def _by_working_days(
    start: dt.date, working_days: int, days: WorkingCalendar, what: str
) -> Deadline:
    due_on = days.add_working_days(start, working_days)
    caveat = days.caveat(due_on)
    return Deadline(_whole(due_on), f"{what}；{caveat}" if caveat else what)


def _whole(day: dt.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)


def _count(number: int) -> str:
    """两个月, but 三个月."""
    return "两" if number == 2 else chinese_number(number)
