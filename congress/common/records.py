"""Writing one record as the back office does: by whom, why, and over nobody else's edit.

What has rules of its own (a task, a report, an account) has services of its own instead. Whoever
calls these has asked the record's predicate.
"""

from typing import Any

from django.db import transaction

from congress.common.history import sign
from congress.common.models import VersionedModel


def save_record(
    record: Any, *, actor: Any, reason: str = "", seen_version: int | None = None
) -> None:
    """Save a record, new or changed, with its history under ``actor``'s name.

    Raises StaleRecord when somebody saved it since ``seen_version`` (default: the one in hand).
    """
    sign(record, actor, reason)
    with transaction.atomic():
        if record.pk is not None and isinstance(record, VersionedModel):
            record.save_version(seen_version)
        else:
            record.save()


def delete_record(record: Any, *, actor: Any, reason: str = "") -> None:
    """Delete a record; its history stays. Raises ProtectedError when something refers to it."""
    sign(record, actor, reason)
    with transaction.atomic():
        record.delete()
