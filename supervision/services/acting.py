"""What every service does: check the right, lock the row, write with history."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import Model

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.history import bulk_update_recorded
from proposals.services.acting import require, require_past

__all__ = ["locked", "needed", "require", "require_past", "write"]

M = TypeVar("M", bound=Model)


def locked(record: M, *, seen_version: int | None = None) -> M:
    """The record as it stands now, kept from others until the transaction ends.

    Raises RuleViolation when it is gone, StaleRecord when it changed since the page was opened.
    """
    model = type(record)
    row: Any = model._default_manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
    if row is None:
        raise RuleViolation(f"“{record}”已经删除，不用再办。")
    if seen_version is not None and seen_version != row.version:
        raise StaleRecord(f"您打开这一页以后，“{record}”被别人改过。请核对以后再办。")
    found: M = row
    return found


def needed(text: str, why: str, *, most: int) -> str:
    """The text without blanks at its ends. RuleViolation (``why``) when empty, or when too long."""
    text = text.strip()
    if not text:
        raise RuleViolation(why)
    if len(text) > most:
        raise RuleViolation(f"最多{most}字，现在有{len(text)}字，请写短一些。")
    return text


def write(record: Any, fields: Sequence[str], *, actor: Any, reason: str) -> None:
    """Write a locked record, count its version, leave the history under the actor's name."""
    record.version += 1
    bulk_update_recorded(type(record), [record], [*fields, "version"], actor=actor, reason=reason)
