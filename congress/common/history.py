"""Who changed what, when, from where: django-simple-history with our two additions.

Sensitive columns (phone, address, ID number) are left out of history; ``sensitive_changed`` lists
those that changed, by name. Bulk writes leave the same history as single ones.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.db.models.deletion import Collector
from django.utils import timezone
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record
from simple_history.utils import get_history_model_for_model

from congress.common.models.abstract import SensitiveModel

M = TypeVar("M", bound=models.Model)
_BATCH = 1000


class HistoryRow(models.Model):
    """What our history rows have beside the record's own columns."""

    sensitive_changed = models.CharField(
        max_length=200, blank=True, default="", verbose_name="变动的保密栏目"
    )
    history_ip = models.GenericIPAddressField(null=True, blank=True, verbose_name="来源地址")

    class Meta:
        abstract = True


def portal_history(excluded: Sequence[str] = (), **kwargs: Any) -> HistoricalRecords:
    """The history of a model. ``excluded`` names its sensitive columns."""
    return HistoricalRecords(bases=[HistoryRow], excluded_fields=list(excluded), **kwargs)


def _complete_row(sender: Any, instance: Any, history_instance: Any, **_: Any) -> None:
    request = getattr(HistoricalRecords.context, "request", None)
    if request is not None:
        history_instance.history_ip = request.META.get("REMOTE_ADDR") or None
    if isinstance(instance, SensitiveModel):
        history_instance.sensitive_changed = ",".join(instance.changed_sensitive())
        instance.remember_sensitive()


pre_create_historical_record.connect(_complete_row, dispatch_uid="portal-history")


def bulk_create_recorded(
    model: type[M], rows: Iterable[M], *, actor: Any, reason: str = ""
) -> list[M]:
    """bulk_create with one history entry a row, by ``actor`` (None: the system)."""
    with transaction.atomic():
        created = model._default_manager.bulk_create(list(rows), batch_size=_BATCH)
        _record(model, created, "+", actor, reason)
    return created


def bulk_update_recorded(
    model: type[M], rows: Iterable[M], fields: Sequence[str], *, actor: Any, reason: str = ""
) -> int:
    """bulk_update with one history entry a row, by ``actor``. Returns the number of rows."""
    changed = list(rows)
    with transaction.atomic():
        count = model._default_manager.bulk_update(changed, fields, batch_size=_BATCH)
        _record(model, changed, "~", actor, reason)
    return count


def bulk_delete_recorded(model: type[M], rows: Iterable[M], *, actor: Any, reason: str = "") -> int:
    """Delete rows, each leaving a history entry. Returns the number of rows.

    Django announces each deleted row, also when many go at once, and the library records it then:
    a second entry of ours would be one too many. Raises ProtectedError when a row is in use.
    """
    gone = list(rows)
    for row in gone:
        row._history_user = actor  # type: ignore[attr-defined]  # noqa: SLF001
        row._change_reason = reason  # type: ignore[attr-defined]  # noqa: SLF001
    with transaction.atomic():
        collector = Collector(using=DEFAULT_DB_ALIAS)
        collector.collect(gone)
        collector.delete()
    return len(gone)


def _record(model: type[M], rows: list[M], kind: str, actor: Any, reason: str) -> None:
    """The library's own bulk recording sends no signal, so address and columns would be lost."""
    history_model = get_history_model_for_model(model)
    now = timezone.now()
    entries = []
    for row in rows:
        entry = history_model(
            history_date=now,
            history_user=actor,
            history_type=kind,
            history_change_reason=reason,
            **{f.attname: getattr(row, f.attname) for f in history_model.tracked_fields},
        )
        _complete_row(model, row, entry)
        entries.append(entry)
    history_model.objects.bulk_create(entries, batch_size=_BATCH)
