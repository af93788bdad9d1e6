"""What is done once a day: registered by the apps, done by the runner or ``run_daily``.

A task has one row a day. It is done at its hour or, when the machine was off then, as soon as a
runner works again that day; a day on which nothing ran is not made up for.
"""

from __future__ import annotations

import datetime as dt
import logging
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.jobs.limits import in_words
from congress.common.jobs.locks import Space, end_holders, held, try_lock, unlock
from congress.common.models import DailyRun

MOST_ATTEMPTS = 3
LIMIT = dt.timedelta(hours=1)
_PAUSE = dt.timedelta(hours=1)  # after a failure
_UNEXPECTED = "出了意外的问题，已经记录下来。"
_HUNG = "过了{limit}还没有做完，可能是卡住了，已经停了下来。"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DailyTask:
    """``function(day)`` does it and may give a sentence about what it did.

    It keeps its own transactions, and must bear being called again after a crash in its middle.
    After ``limit`` the runner takes it for hung, kills it, and it has failed.
    """

    name: str
    title: str
    function: Callable[[dt.date], str | None]
    at: dt.time
    limit: dt.timedelta = LIMIT

    @property
    def number(self) -> int:
        """The number of its lock."""
        return zlib.crc32(self.name.encode()) & 0x7FFFFFFF


_tasks: dict[str, DailyTask] = {}


def register_daily(
    name: str,
    function: Callable[[dt.date], str | None],
    *,
    title: str,
    at: dt.time = dt.time(6),
    limit: dt.timedelta = LIMIT,
) -> None:
    """Have a function called once a day from ``at`` on, with the day. From an app's ``ready``."""
    _tasks[name] = DailyTask(name, title, function, at, limit)


def daily_tasks() -> list[DailyTask]:
    """All of them, in the order of their hours."""
    return sorted(_tasks.values(), key=lambda task: (task.at, task.name))


def due_tasks(now: dt.datetime | None = None) -> list[DailyTask]:
    """Those to be begun now: their hour has come and today's run is missing, broken off, or
    failed an hour ago."""
    now = timezone.localtime(now)
    runs = {run.name: run for run in DailyRun.objects.filter(day=now.date())}
    busy = held(Space.DAILY)
    return [
        task
        for task in daily_tasks()
        if now.time() >= task.at
        and task.number not in busy
        and _is_missing(runs.get(task.name), now)
    ]


def _is_missing(run: DailyRun | None, now: dt.datetime) -> bool:
    if run is None:
        return True
    if run.finished_at or run.attempts >= MOST_ATTEMPTS:
        return False
    return not run.problem or run.started_at is None or run.started_at <= now - _PAUSE


def run_daily_task(task: DailyTask, day: dt.date | None = None) -> DailyRun | None:
    """Do a task unless the day's is done; None when somebody else is doing it this moment."""
    day = day or timezone.localdate()
    if not try_lock(Space.DAILY, task.number):
        return None
    try:
        run, _ = DailyRun.objects.get_or_create(name=task.name, day=day)
        if run.finished_at is None:
            _perform(task, run)
        return run
    finally:
        unlock(Space.DAILY, task.number)


def give_up(task: DailyTask, day: dt.date) -> None:
    """Let the day's run have failed whose process hung and was killed; its session ends as well."""
    end_holders(Space.DAILY, task.number)
    _log.error("daily task %s hung for %s and was given up", task.name, task.limit)
    with transaction.atomic():
        runs = DailyRun.objects.select_for_update().filter(name=task.name, day=day)
        run = runs.filter(finished_at=None).first()
        if run is not None:
            run.problem = _HUNG.format(limit=in_words(task.limit))
            run.save()


def _perform(task: DailyTask, run: DailyRun) -> None:
    run.attempts += 1
    run.started_at, run.problem = timezone.now(), ""
    run.save()
    try:
        run.message = (task.function(run.day) or "")[:500]
        run.finished_at = timezone.now()
    except RuleViolation as violation:
        run.problem = violation.message[:500]
    except Exception:  # noqa: BLE001  the others of the day go on; the log has what happened
        _log.exception("daily task %s failed", task.name)
        run.problem = _UNEXPECTED
    run.save()
