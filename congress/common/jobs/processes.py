"""A child process for each piece of work: its memory goes with it, and it dies with its parent."""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import signal
import sys
from collections.abc import Callable

from django.db import connections

_NICENESS = 5  # pages that somebody waits for come first
_PR_SET_PDEATHSIG = 1
_log = logging.getLogger(__name__)


def fork(work: Callable[[], None]) -> int:
    """Do ``work`` in a child process; gives its number. The child never returns from here."""
    parent = os.getpid()
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        _die_with(parent)
        _forget_connections()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.nice(_NICENESS)
        work()
        status = 0
    except BaseException:  # noqa: BLE001  nothing may unwind into the parent's stack
        _log.exception("a job process broke off")
    finally:
        logging.shutdown()
        with contextlib.suppress(OSError, ValueError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _die_with(parent: int) -> None:
    """Have the kernel kill this process when its parent ends, even by a kill -9 (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _forget_connections() -> None:
    """Leave the parent's connections alone: to close one would end the parent's session."""
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None:
            with contextlib.suppress(OSError):
                os.close(connection.connection.fileno())
            _inherited.append(connection.connection)
            connection.connection = None


# Kept from being collected, which would say good-bye to the server on the parent's behalf.
_inherited: list[object] = []
