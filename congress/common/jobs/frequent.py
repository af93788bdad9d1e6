"""What is looked after all day long: little things that wait for nobody in particular, like mails.

An app registers a question and a deed; while a runner works, it asks every few seconds and, when
there is something to do, does it in a child of its own. Nothing is recorded here: the deed keeps
its own record, and must bear being done by two at once and being broken off.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class FrequentTask:
    """``is_due()`` is one quick query; ``function()`` does what there is to do."""

    name: str
    is_due: Callable[[], bool]
    function: Callable[[], object]


_tasks: dict[str, FrequentTask] = {}


def register_frequent(
    name: str, function: Callable[[], object], *, is_due: Callable[[], bool]
) -> None:
    """Have something done soon whenever it is due. From an app's ``ready``."""
    _tasks[name] = FrequentTask(name, is_due, function)


def waiting_tasks() -> list[FrequentTask]:
    """Those that have something to do now."""
    return [task for task in _tasks.values() if task.is_due()]


def run_frequent_task(task: FrequentTask) -> None:
    """Do it; the others go on when it fails, and the log has what happened."""
    try:
        task.function()
    except Exception:  # noqa: BLE001  as the docstring says
        _log.exception("frequent task %s failed", task.name)
