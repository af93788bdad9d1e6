"""What changed from one row of history to the next, in words."""

from typing import Any

from django.db import models
from simple_history.template_utils import HistoricalRecordContextHelper

from congress.common.record_words import INTERNAL


class ChangesInWords(HistoricalRecordContextHelper):
    """Labels instead of codes."""

    def context_for_delta_changes(self, delta: Any) -> list[dict[str, Any]]:
        delta.changes[:] = [change for change in delta.changes if change.field not in INTERNAL]
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
