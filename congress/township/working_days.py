"""The working-day calendar of this town: the published notices under the town's own table."""

import datetime as dt

from django.db.models import Count, Max

from congress.common.working_days import DayKind, MarkedDay, WorkingCalendar, published
from congress.township.models import CalendarDay

_built: dict[str, WorkingCalendar] = {}


def calendar_stamp() -> str:
    """Changes with every edit of the table: history is only added to, so each one shows in it."""
    rows = CalendarDay.history.order_by()
    counted = rows.aggregate(count=Count("pk"), last=Max("history_id"))
    return f"{counted['count']}-{counted['last']}"


def working_calendar() -> WorkingCalendar:
    """The calendar as it stands now. One short query; the table is read again after an edit."""
    stamp = calendar_stamp()
    calendar = _built.get(stamp)
    if calendar is None:
        calendar = _build()
        _built.clear()
        _built[stamp] = calendar
    return calendar


def _build() -> WorkingCalendar:
    named: dict[dt.date, MarkedDay] = {}
    local: dict[dt.date, MarkedDay] = {}
    for day in CalendarDay.objects.all():
        mark = MarkedDay(DayKind(day.kind), day.name)
        (local if day.is_local else named)[day.date] = mark
    return published().with_notices(named, local)
