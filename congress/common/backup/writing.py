"""Writing an archive: under another name until it is whole and on the disk."""

import fcntl
import gzip
import io
import os
import tarfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from congress.common.backup.manifest import BackupTrouble, Content
from congress.common.backup.streams import MeasuredSource, Source

_PART = ".part"
# Pictures and PDF can't be made smaller, rows shrink to a sixth already; more costs time alone.
_LEVEL = 2


class ArchiveWriter:
    """An archive in the making. Used as a context: what fails inside leaves no file behind.

    Nobody but its owner can read it. ``finish`` puts it under its name.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.part = target.with_name(f".{target.name}{_PART}")

    def __enter__(self) -> "ArchiveWriter":
        if self.target.exists():
            raise BackupTrouble(f"{self.target} 已经有了；请换一个名字，或先把它移走。")
        remove_stumps(self.target.parent)
        descriptor = os.open(self.part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        # The kernel lets go of it when the process dies, and tells the next one that it is a stump.
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        self._raw = os.fdopen(descriptor, "wb")
        self._gzip = gzip.GzipFile("", "wb", _LEVEL, self._raw)
        self._tar = tarfile.open(fileobj=self._gzip, mode="w|", format=tarfile.PAX_FORMAT)
        return self

    def add(self, name: str, data: bytes) -> Content:
        """Add a small member."""
        return self.add_stream(name, len(data), io.BytesIO(data)).content

    def add_stream(
        self, name: str, size: int, source: Source, modified: float | None = None
    ) -> "Added":
        """Add ``size`` bytes of a source."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        member.mtime = int(modified if modified is not None else time.time())
        measured = MeasuredSource(source, size)
        self._tar.addfile(member, measured)
        return Added(Content(size, measured.measure.sha256), measured.was_short)

    def finish(self, check: Callable[[Path], object]) -> None:
        """Put the archive on the disk, have it checked, and give it its name."""
        self._tar.close()
        self._gzip.close()
        self._raw.flush()
        os.fsync(self._raw.fileno())
        check(self.part)
        os.rename(self.part, self.target)
        _sync_folder(self.target.parent)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is not None:
            self.part.unlink(missing_ok=True)
        # Each writes what it still holds; on a full disk, or to a file that has gone, it can't.
        for file in (self._tar, self._gzip, self._raw):
            with suppress(OSError, ValueError):
                file.close()


class Added:
    """What came of a member; ``was_short`` when its file shrank while it was copied."""

    def __init__(self, content: Content, was_short: bool) -> None:
        self.content, self.was_short = content, was_short


def remove_stumps(folder: Path) -> None:
    """Remove what killed backups left in the folder."""
    for part in folder.glob(f".*.tar.gz{_PART}"):
        with suppress(OSError), part.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
