"""Putting restored files in place: after the database has committed, and whatever happens.

The database and a folder can't change in one step. So before the commit a note says what is to
be done after it, and a row of the transaction itself tells whether the commit came about. Who
starts next finds the note and finishes: forward when the row is there, back when it isn't.
"""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import ProgrammingError, transaction

from congress.common.backup.manifest import KEY_NAMES, KEYS, BackupTrouble
from congress.common.models import SecurityEvent, SecurityEventKind
from congress.common.serving import UNFINISHED_RESTORE
from congress.secrets_file import keep_secrets, locked

_LOCK = ".restore.lock"


@dataclass(frozen=True)
class Swap:
    """``staged`` holds the new files/ (and keys.env); what was in ``root`` goes to ``old``."""

    marker: str
    staged: str
    root: str
    old: str


def note_path() -> Path:
    """Where the note lies while there is something to finish."""
    return Path(settings.DATA_DIR) / UNFINISHED_RESTORE


def write_note(swap: Swap) -> None:
    """From now on the swap is finished, or undone, even if this process is killed."""
    path = note_path()
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        json.dump(asdict(swap), file)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    _sync(path.parent)


@contextmanager
def alone() -> Iterator[None]:
    """Be the only one who restores or finishes; waits for another one."""
    with locked(Path(settings.DATA_DIR) / _LOCK):
        yield


def finish_interrupted() -> bool | None:
    """Finish what a killed restore left: True forward, False back, None if there was nothing.

    Raises BackupTrouble when the files can't be put in place.
    """
    if not note_path().exists():
        return None
    with alone():
        # It may have been the note of a restore that has just come to its end.
        if not note_path().exists():
            return None
        return settle(Swap(**json.loads(note_path().read_text(encoding="utf-8"))))


def settle(swap: Swap) -> bool:
    """Go on to the end if the database has been restored, else back. Tells which."""
    if note_path().exists() and was_committed(swap.marker):
        swap_in(swap)
        return True
    drop(swap)
    return False


def was_committed(marker: str) -> bool:
    """Whether the restore of that mark is in the database. Waits while it is being decided."""
    try:
        with transaction.atomic():
            events = SecurityEvent.objects.filter(kind=SecurityEventKind.RESTORED)
            return events.filter(detail__endswith=marker).exists()
    except ProgrammingError:  # no such table: nothing was ever committed here
        return False


def swap_in(swap: Swap) -> None:
    """Put the new files where the old ones were. Can be repeated from any point."""
    try:
        _swap_in(swap)
    except OSError as error:
        raise BackupTrouble(
            f"数据库已经恢复，但文件还没有换好（{error.filename}：{error.strerror}）；"
            "请排除这个问题，再运行 manage.py restore --finish。"
        ) from error


def _swap_in(swap: Swap) -> None:
    staged, root, old = Path(swap.staged), Path(swap.root), Path(swap.old)
    if (staged / "files").exists():
        if root.exists():
            root.rename(_unused(old))
        (staged / "files").rename(root)
        _sync(root.parent)
    if (staged / KEYS).exists():
        pairs = (line.split("=", 1) for line in (staged / KEYS).read_text().splitlines())
        keep_secrets(
            Path(settings.DATA_DIR), {name: key for name, key in pairs if name in KEY_NAMES}
        )
    # What lay there is in the backup that was made before.
    shutil.rmtree(old, ignore_errors=True)
    drop(swap)


def drop(swap: Swap) -> None:
    """Remove what was staged, and the note."""
    shutil.rmtree(swap.staged, ignore_errors=True)
    note_path().unlink(missing_ok=True)


def _unused(path: Path) -> Path:
    found, number = path, 1
    while found.exists():
        number += 1
        found = path.with_name(f"{path.name}-{number}")
    return found


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
