"""Opening what is kept secret: who may, and the trace that it leaves."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from congress.common.models import SecurityEventKind, SensitiveModel
from congress.common.permissions import can_open_sensitive
from congress.common.security import record_event


def open_sensitive(*, actor: Any, record: SensitiveModel, column: str, reason: str = "") -> str:
    """The plain value of a kept column; that it was opened is recorded.

    Raises PermissionDenied, or LookupError when the column isn't one of the kept ones.
    """
    if not can_open_sensitive(actor):
        raise PermissionDenied
    if column not in record.sensitive_fields:
        raise LookupError(column)
    label = str(record._meta.get_field(column).verbose_name)  # type: ignore[union-attr]
    with transaction.atomic():
        record_event(
            SecurityEventKind.SENSITIVE_VIEW,
            user=actor,
            subject=subject_of(record),
            detail="，".join(part for part in (label, reason.strip()) if part),
        )
    return str(getattr(record, column) or "")


def subject_of(record: Any) -> str:
    """代表张伟（编号 x7k2…）: which of two people of the same name."""
    number = getattr(record, "public_id", record.pk)
    return f"{record._meta.verbose_name}{record}（编号{number}）"[:200]
