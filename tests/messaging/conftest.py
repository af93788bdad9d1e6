"""A clock that stands still, and tasks that are due around it."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.deputies.liaison import task_for

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: dt.date, hour: int = 8, minute: int = 0) -> dt.datetime:
    """A moment of the town's day."""
    return dt.datetime.combine(day, dt.time(hour, minute), SHANGHAI)


@pytest.fixture
def clock():
    """``clock(day)`` sets the clock; it stands still until it is set again."""
    travels = []

    def travel(day: dt.date, hour: int = 8, minute: int = 0) -> None:
        while travels:
            travels.pop().stop()
        travels.append(time_machine.travel(at(day, hour, minute), tick=False))
        travels[-1].start()

    yield travel
    while travels:
        travels.pop().stop()


@pytest.fixture
def task(deputy, member):
    """The deputy's duty report, due on 31 December 2026."""
    return task_for(deputy.deputy, member.deputy)
