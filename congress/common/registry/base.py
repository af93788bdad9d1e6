"""The one mechanism behind every registry: sources in the order in which apps registered them."""

from collections.abc import Callable, Iterable
from typing import Any


class Registry:
    """An ordered list of contributions, each registered once."""

    def __init__(self) -> None:
        self._sources: list[Callable[..., Iterable[Any]]] = []

    def register(self, source: Callable[..., Iterable[Any]]) -> Callable[..., Iterable[Any]]:
        if source not in self._sources:
            self._sources.append(source)
        return source

    def collect(self, *args: Any) -> list[Any]:
        """What all sources give, by ``order`` where the items have one."""
        items = [item for source in self._sources for item in source(*args)]
        return sorted(items, key=lambda item: getattr(item, "order", 0))
