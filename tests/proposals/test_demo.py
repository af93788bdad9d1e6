"""The demonstration's matters are entered in the order of their days."""

import datetime as dt

import pytest
from django.utils import timezone

from proposals.demo.diary import entered_on, live


def test_clock_is_set_for_the_inside_alone(monkeypatch):
    now, day = timezone.now(), timezone.localdate() - dt.timedelta(days=40)
    with entered_on(day):
        assert timezone.localdate() == day
        assert timezone.localtime().hour == 9
    assert timezone.now() - now < dt.timedelta(minutes=1)
    with pytest.raises(ZeroDivisionError), entered_on(day):
        _ = 1 / 0
    assert timezone.localdate() != day


def test_what_happened_first_is_entered_first():
    today, told = timezone.localdate(), []

    def story(name, *days):
        for ago in days:
            yield ago
            told.append((name, ago, (today - timezone.localdate()).days))

    live(
        [story("a", 30, 5, 0), story("b", 20, 10), story("c")],
        lambda ago: today - dt.timedelta(days=ago),
    )
    assert told == [("a", 30, 30), ("b", 20, 20), ("b", 10, 10), ("a", 5, 5), ("a", 0, 0)]
