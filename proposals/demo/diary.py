"""The demonstration is lived through in the order of its days, each step entered on its own day."""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

# What became of one matter. Yields how many days ago what follows happened.
Story = Generator[int, None, None]
_OPENS = dt.time(9, 0)


@contextmanager
def entered_on(day: dt.date) -> Iterator[None]:
    """The portal's clock stands in the morning of an earlier day, and goes on from there.

    Steps ask the portal's clock, so that they are dated, recorded and told as if they had been
    entered then, by the same rules. For the demonstration alone, which is made before anybody can
    come: the clock of the whole process is set.
    """
    if day >= timezone.localdate():
        yield
        return
    right = timezone.now
    behind = right() - timezone.make_aware(dt.datetime.combine(day, _OPENS))
    clock: Any = timezone
    clock.now = lambda: right() - behind
    try:
        yield
    finally:
        clock.now = right


def live(stories: Sequence[Story], day_of: Callable[[int], dt.date]) -> None:
    """What happened first is entered first, whichever matter it belongs to."""
    waiting: list[tuple[dt.date, int]] = []
    for place, story in enumerate(stories):
        _wait(waiting, place, next(story, None), day_of)
    while waiting:
        day, place = heapq.heappop(waiting)
        with entered_on(day):
            following = next(stories[place], None)
        _wait(waiting, place, following, day_of)


def _wait(
    waiting: list[tuple[dt.date, int]],
    place: int,
    days_ago: int | None,
    day_of: Callable[[int], dt.date],
) -> None:
    if days_ago is not None:
        heapq.heappush(waiting, (day_of(days_ago), place))
