"""Writes what an import planned, in few queries, and keeps what is needed to take it back."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import Max

from congress.common.encryption import EncryptedTextField, encrypt
from congress.common.exceptions import StaleRecord
from congress.common.history import bulk_create_recorded, bulk_update_recorded, record_links
from congress.common.models import VersionedModel

CREATED, CHANGED = "+", "~"

# [model label, primary key, "+" or "~", history id, {field: value before}]
Written = list[list[Any]]


class Recorder:
    """Collects records to create and to change, then writes them model by model."""

    def __init__(self) -> None:
        self._new: dict[type[models.Model], list[Any]] = {}
        self._changed: dict[type[models.Model], list[tuple[Any, dict[str, Any]]]] = {}
        self._links: list[tuple[Any, str, list[Any]]] = []

    def create(self, record: Any) -> Any:
        """Have a record created. Records it refers to must be handed over before it."""
        self._new.setdefault(type(record), []).append(record)
        return record

    def change(self, record: Any, before: dict[str, Any]) -> None:
        """Have a record saved whose fields in ``before`` were changed from those values."""
        self._changed.setdefault(type(record), []).append((record, before))

    def link(self, record: Any, field_name: str, others: Iterable[Any]) -> None:
        """Fill a many-to-many field of a record that is created here."""
        self._links.append((record, field_name, list(others)))

    @property
    def is_empty(self) -> bool:
        return not (self._new or self._changed)

    def write(self, *, actor: Any, reason: str) -> Written:
        """Write everything with one history entry a record. Must run in a transaction."""
        written: Written = []
        for model, records in self._new.items():
            bulk_create_recorded(model, records, actor=actor, reason=reason)
            written += stamped(model, [(record.pk, CREATED, {}) for record in records])
        self._write_links()
        for model, changes in self._changed.items():
            written += _write_changes(model, changes, actor, reason)
        return written

    def _write_links(self) -> None:
        through: dict[Any, list[Any]] = {}
        linked: dict[Any, set[Any]] = {}
        for record, field_name, others in self._links:
            linked.setdefault(type(record), set()).add(record.pk)
            field = record._meta.get_field(field_name)
            model = field.remote_field.through
            source, target = field.m2m_field_name(), field.m2m_reverse_field_name()
            rows = [model(**{source: record, target: other}) for other in others]
            through.setdefault(model, []).extend(rows)
        for model, rows in through.items():
            model._default_manager.bulk_create(rows)
        for model, keys in linked.items():
            record_links(model, keys)


def _write_changes(
    model: type[models.Model], changes: list[tuple[Any, dict[str, Any]]], actor: Any, reason: str
) -> Written:
    fields = {name for _, before in changes for name in before}
    if issubclass(model, VersionedModel):
        fields.add("version")
        _hold(model, [record for record, _ in changes])
        for record, _ in changes:
            record.version += 1
    records = [record for record, _ in changes]
    bulk_update_recorded(model, records, sorted(fields), actor=actor, reason=reason)
    return stamped(model, [(r.pk, CHANGED, stored_values(model, before)) for r, before in changes])


def _hold(model: Any, records: list[Any]) -> None:
    """Lock the records. Raises StaleRecord when one was edited since the plan was made of them.

    A plan takes seconds, and all columns that any row changes are written for every row.
    """
    rows = model._base_manager.select_for_update().filter(pk__in=[r.pk for r in records])
    stored = dict(rows.order_by("pk").values_list("pk", "version"))
    if any(stored.get(record.pk) != record.version for record in records):
        raise StaleRecord("导入的同时，有人改了同一条记录，所以没有导入。请重新核对后再确认。")


def stored_values(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """Values as JSON; personal data stay encrypted, in the import as in their own column."""
    stored: dict[str, Any] = {}
    for name, value in values.items():
        field = model._meta.get_field(name)
        if isinstance(field, EncryptedTextField):
            stored[name] = encrypt(value) if value else ""
        elif field.is_relation:
            stored[name] = value.pk if value is not None else None
        else:
            plain = field.get_prep_value(value)  # type: ignore[union-attr]
            stored[name] = str(plain) if isinstance(plain, Decimal) else plain
    return stored


def stamped(model: type[models.Model], entries: Iterable[tuple[int, str, Any]]) -> Written:
    """Entries with the latest history of their record: what an undo compares with."""
    listed = list(entries)
    latest = latest_history(model, [pk for pk, _, _ in listed])
    label = model._meta.label_lower
    return [[label, pk, kind, latest.get(pk), before] for pk, kind, before in listed]


def latest_history(model: Any, pks: Iterable[int]) -> dict[int, int]:
    """The id of the last history entry by primary key."""
    key = model._meta.pk.name
    rows = model.history.filter(**{f"{key}__in": list(pks)}).order_by()
    return dict(rows.values_list(key).annotate(Max("history_id")))
