"""What is recorded: a kind for each model with a history, and one for the security events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from simple_history.utils import get_history_model_for_model

from congress.common.models import SecurityEvent

EVENT = "event"


@dataclass(frozen=True)
class AuditKind:
    """``key`` stands for it in addresses; ``rows`` is the table; ``model`` is None for events.

    ``number`` is its place among the kinds, by which entries of the same moment are sorted.
    """

    key: str
    title: str
    rows: Any
    model: Any
    number: int


@cache
def audit_kinds() -> dict[str, AuditKind]:
    """All kinds by their keys."""
    recorded = [
        m for m in apps.get_models() if hasattr(m._meta, "simple_history_manager_attribute")
    ]
    found: list[tuple[str, Any]] = [(model._meta.label_lower, model) for model in recorded]
    kinds = {EVENT: AuditKind(EVENT, "安全事件", SecurityEvent, None, 0)}
    for number, (key, model) in enumerate(sorted(found, key=lambda pair: pair[0]), start=1):
        title, rows = str(model._meta.verbose_name), get_history_model_for_model(model)
        kinds[key] = AuditKind(key, title, rows, model, number)
    return kinds


def record_kinds() -> Sequence[AuditKind]:
    """The kinds of records, by the apps they belong to."""
    return [kind for kind in audit_kinds().values() if kind.model is not None]
