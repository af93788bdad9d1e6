"""Which state of a record somebody has before him, and what others did to it since.

The state is a number that the form carries (its *mark*): the version of a record that counts its
versions, else the key of its latest row of history.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Model, OuterRef, QuerySet, Subquery
from simple_history.utils import get_history_model_for_model

from congress.common.models.abstract import VersionedModel
from congress.common.record_words import INTERNAL, shown

SEEN = "seen_version"
_MARK = "mark_when_loaded"
_NOTHING = "（空）"


@dataclass(frozen=True)
class Change:
    """One edit: by whom (系统 when nobody was logged in), when, what each column was and is."""

    who: str
    at: dt.datetime
    lines: tuple[str, ...] = ()


def is_watched(model: type[Model]) -> bool:
    """Whether it can be told that somebody changed a record of this kind meanwhile."""
    return issubclass(model, VersionedModel) or _has_history(model)


def mark_of(record: Any) -> int | None:
    """The mark of the state in hand; None for a record that isn't stored yet."""
    if record.pk is None:
        return None
    if isinstance(record, VersionedModel):
        return record.version
    if _MARK in record.__dict__:
        return record.__dict__[_MARK] or 0
    return _marks(type(record), record.pk).first() or 0


def with_marks(records: QuerySet[Any]) -> QuerySet[Any]:
    """Records that are shown in one form each, with their marks looked up all at once."""
    if issubclass(records.model, VersionedModel) or not _has_history(records.model):
        return records
    return records.annotate(**{_MARK: Subquery(_marks(records.model, OuterRef("pk"))[:1])})


def is_stale(record: Any, mark: int) -> bool:
    """Whether somebody changed the record, as it is stored now, since ``mark``.

    Where history stands for versions, a row of it that changes nothing (a login) is no edit.
    """
    if mark_of(record) == mark:
        return False
    before = None if isinstance(record, VersionedModel) else as_seen(record, mark)
    if before is None:
        return True
    return bool(_rows(type(record), record.pk)[0].diff_against(before).changed_fields)


def as_seen(record: Any, mark: int) -> Any:
    """The row of history that says how the record was at ``mark``; None when nothing kept it."""
    if not _has_history(type(record)):
        return None
    rows = _rows(type(record), record.pk)
    if isinstance(record, VersionedModel):
        return rows.filter(version=mark).first()
    return rows.filter(history_id=mark).first()


def changes_since(record: Any, mark: int) -> list[Change]:
    """Who changed the record since ``mark``, the latest first; empty when nothing kept it."""
    if not _has_history(type(record)):
        return []
    rows = _rows(type(record), record.pk).select_related("history_user")
    if isinstance(record, VersionedModel):
        newer = list(rows.filter(version__gt=mark))
    else:
        newer = list(rows.filter(history_id__gt=mark))
    return [
        Change(_who(new), new.history_date, tuple(_lines(old, new)))
        for new, old in pairwise([*newer, as_seen(record, mark)])
        if isinstance(record, VersionedModel) or old is None or new.diff_against(old).changes
    ]


def deletion_of(model: type[Model], pk: Any) -> Change | None:
    """Who deleted a record and when; None when it isn't known ever to have been there."""
    if not _has_history(model):
        return None
    row = _rows(model, pk).filter(history_type="-").select_related("history_user").first()
    return Change(_who(row), row.history_date) if row else None


def secret_columns_changed(record: Any, mark: int) -> set[str]:
    """Names of the kept columns that changed since ``mark``; history never says to what."""
    if not _has_history(type(record)) or not isinstance(record, VersionedModel):
        return set()
    rows = _rows(type(record), record.pk).filter(version__gt=mark)
    names = rows.values_list("sensitive_changed", flat=True)
    return {name for listed in names for name in listed.split(",") if name}


def _has_history(model: type[Model]) -> bool:
    return hasattr(model._meta, "simple_history_manager_attribute")


def _rows(model: type[Model], pk: Any) -> QuerySet[Any]:
    """The record's history, the latest first."""
    rows = get_history_model_for_model(model)._default_manager.filter(id=pk)
    return rows.order_by("-history_date", "-history_id")


def _marks(model: type[Model], pk: Any) -> QuerySet[Any]:
    return _rows(model, pk).values_list("history_id", flat=True)


def _who(row: Any) -> str:
    return str(row.history_user or "系统")


def _lines(old: Any, new: Any) -> Iterator[str]:
    for field in type(new).tracked_fields if old is not None else ():
        before, after = shown(old, field), shown(new, field)
        if before != after and field.name not in INTERNAL:
            yield f"{field.verbose_name}：{before or _NOTHING} → {after or _NOTHING}"
