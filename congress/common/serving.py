"""Whether the portal is being served from a data folder: a lock tells, which no kill leaves on."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_LOCK = ".serving.lock"
# Lies in the data folder while a restore has begun to change things, killed or not.
UNFINISHED_RESTORE = "restore.json"


class InUse(Exception):
    """The data folder is held the other way."""


@contextmanager
def serving(data_dir: Path) -> Iterator[None]:
    """Serve; nobody restores a backup meanwhile. Raises InUse while one is being restored."""
    with _held(data_dir, fcntl.LOCK_SH):
        yield


@contextmanager
def standing_still(data_dir: Path) -> Iterator[None]:
    """Have nobody serve until this is over. Raises InUse while the portal is served."""
    with _held(data_dir, fcntl.LOCK_EX):
        yield


@contextmanager
def _held(data_dir: Path, kind: int) -> Iterator[None]:
    descriptor = os.open(data_dir / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUse from error
        yield
    finally:
        os.close(descriptor)
