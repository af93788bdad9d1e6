"""Streams that are looked at while they pass, so that nothing has to be held in memory."""

import hashlib
from typing import Protocol


class Source(Protocol):
    """What gives bytes."""

    def read(self, size: int = -1, /) -> bytes: ...


class Sink(Protocol):
    """What takes bytes."""

    def write(self, data: bytes, /) -> int: ...


class Measure:
    """Takes in bytes and keeps their number, their lines and their checksum; passes them on."""

    def __init__(self, onward: Sink | None = None) -> None:
        self._digest = hashlib.sha256()
        self._onward = onward
        self.size = 0
        self.lines = 0

    def write(self, data: bytes) -> int:
        self._digest.update(data)
        self.size += len(data)
        self.lines += data.count(b"\n")
        if self._onward is not None:
            self._onward.write(data)
        return len(data)

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class MeasuredSource:
    """Gives exactly ``size`` bytes of a source: less is filled up with zeros, more is left.

    A tar names the size before the content, while a file may still grow or shrink.
    """

    def __init__(self, source: Source, size: int) -> None:
        self._source = source
        self._left = size
        self.measure = Measure()
        self.was_short = False

    def read(self, size: int = -1) -> bytes:
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._source.read(wanted) if wanted else b""
        while len(data) < wanted and (more := self._source.read(wanted - len(data))):
            data += more
        if len(data) < wanted:
            self.was_short = True
            data = data.ljust(wanted, b"\0")
        self._left -= wanted
        self.measure.write(data)
        return data
