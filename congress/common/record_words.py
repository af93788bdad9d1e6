"""The columns of a record in words: labels instead of codes, names instead of keys."""

from typing import Any

from django.db import models

# Columns that the portal keeps for itself.
INTERNAL = ("id", "version", "singleton", "public_id", "password", "last_login")


def value_rows(record: Any) -> list[tuple[str, str]]:
    """(label, value) of what a history row says of its record, in the order of the model."""
    fields = [f for f in type(record).tracked_fields if f.name not in INTERNAL]
    return [(str(field.verbose_name), shown(record, field) or "—") for field in fields]


def shown(record: Any, field: Any) -> str:
    """What a record (or a history row of it) holds in a column; "" when there is nothing."""
    if field.choices:
        return str(getattr(record, f"get_{field.name}_display")() or "")
    if isinstance(field, models.BooleanField):
        return {True: "是", False: "否"}.get(getattr(record, field.attname), "")
    if isinstance(field, models.ForeignKey):
        return _related(record, field)
    value = getattr(record, field.attname)
    return "" if value is None else str(value)


def _related(record: Any, field: Any) -> str:
    """What the key points to now; its number when that is gone."""
    key = getattr(record, field.attname)
    if key is None:
        return ""
    found = field.related_model._base_manager.filter(pk=key).first()
    return str(found) if found else f"（已删除，编号{key}）"
