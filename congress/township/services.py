"""Doing things with what belongs to the institution: one verb a function, recorded."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.history import (
    bulk_create_recorded,
    bulk_delete_recorded,
    bulk_update_recorded,
)
from congress.township.holiday_rows import HolidayRow, marked_days, problems_of
from congress.township.models import CalendarDay
from congress.township.permissions import can_enter_days_off
from congress.township.working_days import calendar_stamp

_CHANGED = "您打开这一页以后，别人改过放假安排，所以没有保存。请另开一页核对，再保存一次。"


def record_arrangement(
    year: int, rows: Iterable[HolidayRow], *, actor: Any, source: str = "", seen: str | None = None
) -> int:
    """Make ``rows`` the notice for ``year``, in place of what was entered for it before.

    Single days that were changed locally stay as they are. ``seen`` is the calendar's stamp when
    the page was opened (None: not asked). Returns the number of days. Raises RuleViolation.
    """
    if not can_enter_days_off(actor):
        raise PermissionDenied
    listed = list(rows)
    if problems := problems_of(listed, year):
        raise RuleViolation("".join(problems))
    try:
        with transaction.atomic():
            stored = {day.date: day for day in _locked(year)}
            if seen is not None and seen != calendar_stamp():
                raise StaleRecord(_CHANGED)
            return _replace(stored, listed, actor, f"录入{year}年放假安排", source)
    except IntegrityError as error:
        raise StaleRecord(_CHANGED) from error


def _locked(year: int) -> Iterable[CalendarDay]:
    return CalendarDay.objects.of_year(year).select_for_update()


def _replace(
    stored: dict[Any, CalendarDay], rows: list[HolidayRow], actor: Any, reason: str, source: str
) -> int:
    marks = marked_days(rows)
    gone = [day for date, day in stored.items() if not day.is_local and date not in marks]
    changed, new = [], []
    for date, mark in marks.items():
        day = stored.get(date)
        told = {"kind": mark.kind, "name": mark.name, "source": source}
        if day is None:
            new.append(CalendarDay(date=date, is_local=False, **told))
        elif not day.is_local and any(getattr(day, name) != said for name, said in told.items()):
            day.__dict__.update(told, version=day.version + 1)
            changed.append(day)
    fields = ["kind", "name", "source", "version"]
    bulk_delete_recorded(CalendarDay, gone, actor=actor, reason=reason)
    bulk_update_recorded(CalendarDay, changed, fields, actor=actor, reason=reason)
    bulk_create_recorded(CalendarDay, new, actor=actor, reason=reason)
    return len(marks)
