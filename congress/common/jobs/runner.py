"""The process that does the jobs: looks for what waits, and gives each a child of its own.

Which job is being done, and whether a runner works at all, is told by advisory locks: they are
gone the moment their holder is, so nothing stale has to be guessed at after a kill -9.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
import os
import select
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from congress.common.jobs import daily, execution
from congress.common.jobs.daily import DailyTask, due_tasks, run_daily_task
from congress.common.jobs.execution import run_job
from congress.common.jobs.frequent import run_frequent_task, waiting_tasks
from congress.common.jobs.kinds import JobKind, job_kind
from congress.common.jobs.locks import Space, held, share_lock
from congress.common.jobs.processes import fork
from congress.common.models import Job

_ROUND = 1.0  # seconds between two looks at the table
_DAILY_ROUND = 60.0
_FREQUENT_ROUND = 10.0
_AFTER_TROUBLE = 5.0
_AFTER_CRASH = 1.0  # before a job whose child broke off is given another
_FREQUENT_LIMIT = 3600.0  # seconds; mails have limits of their own, far below
_FAREWELL = 10.0  # seconds for a child to finish the unit it is at
_STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_DAILY, _FREQUENT = -1, -2  # instead of a job's key
_log = logging.getLogger(__name__)


@dataclass
class _Watch:
    """When to look whether a child hangs, and what is to be done about it then.

    ``left`` tells the seconds that it still has, ``give_up`` writes down that it has failed.
    """

    until: float
    left: Callable[[], float]
    give_up: Callable[[], None]


def runner_is_alive() -> bool:
    """Whether some process that does jobs is connected to this database."""
    return bool(held(Space.RUNNER))


class Runner:
    """Does jobs until told to stop (SIGTERM, SIGINT): unfinished ones go on at the next start."""

    def __init__(self, places: int | None = None) -> None:
        self.places = places or settings.JOB_PLACES
        self.children: dict[int, int] = {}  # process → primary key of its job, or one of those two
        self.is_stopping = False
        self._has_lock = False
        self._next_daily = 0.0
        self._next_frequent = 0.0
        self._rests_until: dict[int, float] = {}
        self._watches: dict[int, _Watch] = {}  # by process
        self._hung: list[_Watch] = []  # killed, and not yet written down

    def run(self) -> None:
        """Work until told to stop."""
        woken = _wake_up_pipe()
        for number in _STOPPING:
            signal.signal(number, self._stop)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)  # it only wakes
        while not self.is_stopping:
            select.select([woken], [], [], self._round())
            _empty(woken)
        self._end_children()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.is_stopping = True

    def _round(self) -> float:
        """Reap, begin what waits; gives the seconds until the next look."""
        self._reap()
        try:
            self._hold_lock()
            self._end_hung()
            self._begin_jobs()
            self._begin_daily()
            self._begin_frequent()
        except (OperationalError, InterfaceError):
            _log.warning("the database does not answer; trying again", exc_info=True)
            self._lose_connection()
            return _AFTER_TROUBLE
        return _ROUND

    def _hold_lock(self) -> None:
        if not self._has_lock:
            self._has_lock = share_lock(Space.RUNNER, 0)

    def _lose_connection(self) -> None:
        connection.close()
        self._has_lock = False

    def _begin_jobs(self) -> None:
        own = [key for key in self.children.values() if key > 0]
        free = self.places - len(own)
        if free <= 0:
            return
        now = time.monotonic()
        resting = [pk for pk, until in self._rests_until.items() if until > now]
        busy = {*own, *resting, *held(Space.JOB)}
        waiting = Job.objects.active().exclude(pk__in=busy).order_by("created_at", "pk")
        for pk, kind in waiting.values_list("pk", "kind")[:free]:
            self._fork(pk, _job_work(pk), _watch_job(pk, kind))

    def _begin_daily(self) -> None:
        now = time.monotonic()
        if now < self._next_daily or _DAILY in self.children.values():
            return
        self._next_daily = now + _DAILY_ROUND
        day = timezone.localdate()
        for task in due_tasks()[:1]:  # the next one comes when this has ended
            self._fork(_DAILY, _daily_work(task, day), _watch_daily(task, day))

    def _begin_frequent(self) -> None:
        now = time.monotonic()
        if now < self._next_frequent or _FREQUENT in self.children.values():
            return
        self._next_frequent = now + _FREQUENT_ROUND
        if waiting_tasks():
            # It keeps its own record: there is nothing to write down, and it is begun again.
            watch = _Watch(now + _FREQUENT_LIMIT, lambda: 0, lambda: None)
            self._fork(_FREQUENT, _frequent_work, watch)

    def _fork(self, key: int, work: Callable[[], None], watch: _Watch) -> None:
        # A child that ends before it is in the list is reaped in the next round.
        child = fork(work)
        self.children[child], self._watches[child] = key, watch

    def _reap(self) -> None:
        for child in list(self.children):
            ended, status = os.waitpid(child, os.WNOHANG)
            if ended:
                self._forget(child, status)

    def _forget(self, child: int, status: int) -> None:
        key = self.children.pop(child)
        self._watches.pop(child)
        self._rests_until.pop(key, None)
        if status:
            self._rests_until[key] = time.monotonic() + _AFTER_CRASH
        elif key == _DAILY:
            self._next_daily = 0.0

    def _end_hung(self) -> None:
        """Kill the children whose time is over, and write down that their work has failed.

        Where the database does not answer, that is made up for: until then nothing is begun.
        """
        now = time.monotonic()
        for child, watch in list(self._watches.items()):
            if now < watch.until:
                continue
            left = watch.left()
            if left > 0:
                watch.until = now + left
                continue
            _log.error("a process that hung was killed")
            self._hung.append(watch)
            os.kill(child, signal.SIGKILL)
            self._forget(child, os.waitpid(child, 0)[1])
        while self._hung:
            self._hung[0].give_up()
            del self._hung[0]
            self._next_daily = 0.0  # the day's other tasks have waited long enough

    def _end_children(self) -> None:
        """Let each finish its unit, but not for ever: a unit that is cut off leaves no trace."""
        for child in self.children:
            os.kill(child, signal.SIGTERM)
        deadline = time.monotonic() + _FAREWELL
        while self.children and time.monotonic() < deadline:
            self._reap()
            time.sleep(0.05)
        for child in self.children:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)


def _wake_up_pipe() -> int:
    """The reading end of a pipe that every signal writes to: select() must not miss one."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    return reading


def _empty(pipe: int) -> None:
    with contextlib.suppress(BlockingIOError):
        os.read(pipe, 4096)


def _until_told() -> Callable[[], bool]:
    """In a child: asks whether SIGTERM has come, so that it finishes its unit first."""
    told: list[int] = []
    for number in _STOPPING:
        signal.signal(number, lambda number, frame: told.append(number))
    return lambda: bool(told)


def _job_work(pk: int) -> Callable[[], None]:
    def work() -> None:
        is_stopping = _until_told()
        try:
            run_job(pk, is_stopping=is_stopping)
        finally:
            connection.close()

    return work


def _watch_job(pk: int, slug: str) -> _Watch:
    """The limit counts from the unit that was finished last, in this process."""
    try:
        limit = job_kind(slug).limit
    except KeyError:  # the job is about to fail for that
        limit = JobKind.limit

    def left() -> float:
        since = execution.since_last_unit(pk)
        return (limit - since).total_seconds() if since is not None else 0

    until = time.monotonic() + limit.total_seconds()
    return _Watch(until, left, lambda: execution.give_up(pk, limit))


def _daily_work(task: DailyTask, day: dt.date) -> Callable[[], None]:
    def work() -> None:
        _until_told()
        try:
            run_daily_task(task, day)
        finally:
            connection.close()

    return work


def _watch_daily(task: DailyTask, day: dt.date) -> _Watch:
    until = time.monotonic() + task.limit.total_seconds()
    return _Watch(until, lambda: 0, lambda: daily.give_up(task, day))


def _frequent_work() -> None:
    is_stopping = _until_told()
    try:
        for task in waiting_tasks():
            if not is_stopping():
                run_frequent_task(task)
    finally:
        connection.close()
