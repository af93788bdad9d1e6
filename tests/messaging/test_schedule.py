"""On which days something is said again."""

import datetime as dt

import pytest

from congress.common.messaging.schedule import Schedule, days_in_words

DUE = dt.date(2026, 12, 31)
USUAL = Schedule((-5, -1, 0), every=7)


@pytest.mark.parametrize(
    ("days", "step"),
    [
        (-6, None),
        (-5, -5),
        (-4, -5),
        (-2, -5),
        (-1, -1),
        (0, 0),
        (1, 0),
        (6, 0),
        (7, 7),
        (13, 7),
        (14, 14),
        (84, 84),
        (85, None),
    ],
)
def test_step_is_the_latest_that_has_come(days, step):
    assert USUAL.step_on(DUE, DUE + dt.timedelta(days=days)) == step


def test_schedule_without_repetition_ends_with_its_last_step():
    assert Schedule((-3,)).step_on(DUE, DUE + dt.timedelta(days=40)) == -3


def test_what_waits_is_said_after_three_days_and_then_weekly():
    waiting = Schedule((3,), every=7)
    steps = [waiting.step_on(DUE, DUE + dt.timedelta(days=days)) for days in range(16)]
    assert steps == [None] * 3 + [3] * 4 + [7] * 7 + [14] * 2


@pytest.mark.parametrize(
    ("days", "words"),
    [(5, "还有5天"), (1, "明天到期"), (0, "今天到期"), (-1, "已逾期1天"), (-30, "已逾期30天")],
)
def test_days_are_said_as_people_say_them(days, words):
    assert days_in_words(DUE, DUE - dt.timedelta(days=days)) == words
