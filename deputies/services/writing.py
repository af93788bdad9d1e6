"""What every service on a task does: check the right, lock the row, write with history."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied

from congress.common.exceptions import StaleRecord
from congress.common.history import bulk_update_recorded
from deputies.models import LiaisonTask


def require(allowed: bool) -> None:
    """Raises PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied


def locked(task: LiaisonTask) -> LiaisonTask:
    """The task as it stands now, kept from others until the transaction ends."""
    rows = LiaisonTask.objects.with_list_relations().select_for_update(of=("self",))
    return rows.get(pk=task.pk)


def require_seen(task: LiaisonTask, seen_version: int | None, message: str) -> None:
    """Raises StaleRecord when the task changed since the page was opened (None: not asked)."""
    if seen_version is not None and seen_version != task.version:
        raise StaleRecord(message)


def save_task(task: LiaisonTask, fields: Sequence[str], *, actor: Any, reason: str) -> None:
    """Write a locked task, count its version, and leave the history under the actor's name."""
    task.version += 1
    bulk_update_recorded(LiaisonTask, [task], [*fields, "version"], actor=actor, reason=reason)
