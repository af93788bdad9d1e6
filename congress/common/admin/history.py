"""A row of history in words."""

from typing import Any

from django.db import models
from simple_history.template_utils import HistoricalRecordContextHelper

# Columns that the portal keeps for itself.
_INTERNAL = ("id", "version", "singleton", "public_id", "password", "last_login")


def value_rows(record: Any) -> list[tuple[str, str]]:
    """(label, value) of what a history row says of its record, in the order of the model."""
    fields = [f for f in type(record).tracked_fields if f.name not in _INTERNAL]
    return [(str(field.verbose_name), _shown(record, field)) for field in fields]


def _shown(record: Any, field: Any) -> str:
    if field.choices:
        return str(getattr(record, f"get_{field.name}_display")() or "—")
    if isinstance(field, models.BooleanField):
        return {True: "是", False: "否"}.get(getattr(record, field.attname), "—")
    if isinstance(field, models.ForeignKey):
        return _related(record, field)
    value = getattr(record, field.attname)
    return "—" if value in (None, "") else str(value)


def _related(record: Any, field: Any) -> str:
    """What the key points to now; its number when that is gone."""
    key = getattr(record, field.attname)
    if key is None:
        return "—"
    found = field.related_model._base_manager.filter(pk=key).first()
    return str(found) if found else f"（已删除，编号{key}）"


class ChangesInWords(HistoricalRecordContextHelper):
    """What changed from one row of history to the next, in labels instead of codes."""

    def context_for_delta_changes(self, delta: Any) -> list[dict[str, Any]]:
        delta.changes[:] = [change for change in delta.changes if change.field not in _INTERNAL]
        return list(super().context_for_delta_changes(delta))

    def prepare_delta_change_value(self, change: Any, value: Any) -> Any:
        field = self.model._meta.get_field(change.field)
        if value is None or getattr(value, "pk", value) is None or value == "":
            return "空"
        if isinstance(field, models.ManyToManyField):
            related = super().prepare_delta_change_value(change, value)
            return "、".join(str(one) for one in related) or "空"
        if isinstance(value, bool):
            return "是" if value else "否"
        if choices := getattr(field, "flatchoices", None):
            return dict(choices).get(value, value)
        return value
