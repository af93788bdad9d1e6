"""On which days something is said again: pure functions of dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

# Somebody who was reminded a dozen weeks in a row won't read the thirteenth time.
LAST_WEEKS = 12


@dataclass(frozen=True)
class Schedule:
    """Steps relative to a day: negative before it, positive after it.

    ``steps`` are fixed ones; after ``every`` days (0: never) it is said again, and every
    ``every`` days from then on, until LAST_WEEKS weeks have passed.
    """

    steps: tuple[int, ...]
    every: int = 0

    def step_on(self, counts_from: dt.date, day: dt.date) -> int | None:
        """The latest step that has come on ``day``; None before the first and after the last.

        Whoever asks on the day after a step that was missed gets that step.
        """
        passed = (day - counts_from).days
        if passed > 7 * LAST_WEEKS:
            return None
        come = [step for step in self.steps if step <= passed]
        if self.every and passed >= self.every:
            come.append(passed - passed % self.every)
        return max(come, default=None)


def days_in_words(due_on: dt.date, day: dt.date) -> str:
    """今天到期, 明天到期, 还有5天, 已逾期3天."""
    left = (due_on - day).days
    if left < 0:
        return f"已逾期{-left}天"
    return {0: "今天到期", 1: "明天到期"}.get(left, f"还有{left}天")
