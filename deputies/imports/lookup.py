"""Finding villages, groups and districts by the names that clerks write."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

T = TypeVar("T")


def is_new(record: Any) -> bool:
    """Whether a record is not in the database yet."""
    return bool(record is not None and record.pk is None)


def plain(text: str) -> str:
    """Without spaces, full-width forms folded: 新洲 村 is 新洲村."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def shortened(*endings: str) -> Callable[[str], str]:
    """A function that takes the first fitting ending off a name, if something remains."""

    def shorten(text: str) -> str:
        name = plain(text)
        for ending in endings:
            if name.endswith(ending) and len(name) > len(ending):
                return name.removesuffix(ending)
        return name

    return shorten


class Lookup(Generic[T]):
    """Records by name; by a shorter form of it where that fits only one."""

    def __init__(
        self, records: Iterable[T], shorten: Callable[[str], Any], name: str = "name"
    ) -> None:
        self._shorten = shorten
        self._name = name
        self._exact: dict[str, T] = {}
        self._short: dict[Any, list[T]] = {}
        for record in records:
            self.add(record)

    def add(self, record: T) -> T:
        written = getattr(record, self._name)
        self._exact.setdefault(plain(written), record)
        self._short.setdefault(self._shorten(written), []).append(record)
        return record

    def find(self, text: str) -> T | None:
        """The record meant by ``text``; None when there is none, or more than one."""
        if exact := self._exact.get(plain(text)):
            return exact
        similar = self._short.get(self._shorten(text), [])
        return similar[0] if len(similar) == 1 else None

    def __iter__(self) -> Any:
        return iter(self._exact.values())
