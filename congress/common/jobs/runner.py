"""The process that does the jobs: looks for what waits, and gives each a child of its own.

Which job is being done, and whether a runner works at all, is told by advisory locks: they are
gone the moment their holder is, so nothing stale has to be guessed at after a kill -9.
"""

from __future__ import annotations

import contextlib
import logging
import os
import select
import signal
import time
from collections.abc import Callable
from types import FrameType

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from congress.common.jobs.daily import due_tasks, run_daily_task
from congress.common.jobs.execution import run_job
from congress.common.jobs.frequent import run_frequent_task, waiting_tasks
from congress.common.jobs.locks import Space, held, share_lock
from congress.common.jobs.processes import fork
from congress.common.models import Job

_ROUND = 1.0  # seconds between two looks at the table
_DAILY_ROUND = 60.0
_FREQUENT_ROUND = 10.0
_AFTER_TROUBLE = 5.0
_AFTER_CRASH = 1.0  # before a job whose child broke off is given another
_FAREWELL = 10.0  # seconds for a child to finish the unit it is at
_STOPPING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_DAILY, _FREQUENT = -1, -2  # instead of a job's key
_log = logging.getLogger(__name__)


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
        for pk in waiting.values_list("pk", flat=True)[:free]:
            self._fork(pk, _job_work(pk))

    def _begin_daily(self) -> None:
        now = time.monotonic()
        if now < self._next_daily or _DAILY in self.children.values():
            return
        self._next_daily = now + _DAILY_ROUND
        if due_tasks():
            self._fork(_DAILY, _daily_work)

    def _begin_frequent(self) -> None:
        now = time.monotonic()
        if now < self._next_frequent or _FREQUENT in self.children.values():
            return
        self._next_frequent = now + _FREQUENT_ROUND
        if waiting_tasks():
            self._fork(_FREQUENT, _frequent_work)

    def _fork(self, key: int, work: Callable[[], None]) -> None:
        # A child that ends before it is in the list is reaped in the next round.
        self.children[fork(work)] = key

    def _reap(self) -> None:
        for child in list(self.children):
            ended, status = os.waitpid(child, os.WNOHANG)
            if not ended:
                continue
            key = self.children.pop(child)
            self._rests_until.pop(key, None)
            if status:
                self._rests_until[key] = time.monotonic() + _AFTER_CRASH

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


def _daily_work() -> None:
    is_stopping = _until_told()
    try:
        for task in due_tasks():
            if not is_stopping():
                run_daily_task(task)
    finally:
        connection.close()


def _frequent_work() -> None:
    is_stopping = _until_told()
    try:
        for task in waiting_tasks():
            if not is_stopping():
                run_frequent_task(task)
    finally:
        connection.close()
