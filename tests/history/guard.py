"""Stands on guard in all tests: no code of ours writes many rows past their history.

``update`` and ``bulk_create`` send no signals, so django-simple-history never hears of them. What
writes that way must be congress.common.history, or one of the few places named here.
"""

import sys
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

ROOT = Path(__file__).resolve().parents[2]
_APPS = tuple(str(ROOT / name) for name in ("congress", "deputies", "proposals", "supervision"))
# (file, function): why it may.
ALLOWED = {
    ("congress/common/history.py", "bulk_create_recorded"): "records the rows itself",
    ("congress/common/history.py", "bulk_update_recorded"): "records the rows itself",
    ("congress/common/models/abstract.py", "save_version"): "counts, and saves right after",
}
_WATCHED = ("update", "bulk_create", "bulk_update", "_raw_delete")


class UnrecordedWrite(AssertionError):
    """Rows with a history were written without one."""


def stand_on_guard(monkeypatch: Any) -> None:
    """Have the methods that write many rows look at who calls them."""
    for name in _WATCHED:
        monkeypatch.setattr(QuerySet, name, _guarded(getattr(QuerySet, name)))


def _guarded(method: Any) -> Any:
    def checked(self: Any, *args: Any, **kwargs: Any) -> Any:
        if hasattr(self.model._meta, "simple_history_manager_attribute"):
            _look_at_caller(self.model, method.__name__)
        return method(self, *args, **kwargs)

    return checked


def _look_at_caller(model: Any, name: str) -> None:
    frame = sys._getframe(2)
    while frame.f_back and ("/django/" in frame.f_code.co_filename or frame.f_code is _CHECKED):
        frame = frame.f_back
    file = frame.f_code.co_filename
    if not file.startswith(_APPS):
        return
    place = str(Path(file).relative_to(ROOT))
    if (place, frame.f_code.co_name) not in ALLOWED:
        raise UnrecordedWrite(
            f"{place}:{frame.f_lineno} ({frame.f_code.co_name}) calls {name} on {model.__name__}, "
            "which leaves no history. Use congress.common.history."
        )


_CHECKED = _guarded(QuerySet.update).__code__
