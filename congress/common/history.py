"""Who changed what, when, from where: django-simple-history with our two additions.

Sensitive columns (phone, address, ID number) are left out of history; ``sensitive_changed`` lists
those that changed, by name. Bulk writes leave the same history as single ones.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models, transaction
from django.db.models import Max
from django.db.models.deletion import Collector
from django.http import HttpRequest
from django.utils import timezone
from simple_history.models import HistoricalRecords
from simple_history.signals import pre_create_historical_record
from simple_history.utils import get_history_model_for_model

from congress.common.client_address import client_address, come_from
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


class PortalRecords(HistoricalRecords):
    """Leaves no entry where nothing was written but ``silent`` columns, like the last login."""

    def __init__(self, *args: Any, silent: Sequence[str] = (), **kwargs: Any) -> None:
        self.silent = frozenset(silent)
        super().__init__(*args, **kwargs)

    def post_save(self, instance: Any, created: bool, using: Any = None, **kwargs: Any) -> None:
        written = kwargs.get("update_fields")
        if created or not written or not self.silent.issuperset(written):
            super().post_save(instance, created, using=using, **kwargs)


def portal_history(
    excluded: Sequence[str] = (), silent: Sequence[str] = (), **kwargs: Any
) -> HistoricalRecords:
    """The history of a model. ``excluded`` names columns that it must not keep.

    ``silent`` names those among them whose change alone is no news.
    """
    return PortalRecords(
        bases=[HistoryRow], excluded_fields=list(excluded), silent=silent, **kwargs
    )


def current_address() -> str | None:
    """Where the request being answered comes from; None for a command."""
    request = getattr(HistoricalRecords.context, "request", None)
    return client_address(request) if request is not None else None


@contextmanager
def recorded_as(actor: Any, address: str | None = None) -> Iterator[None]:
    """Record what is saved inside as done by ``actor`` (None: the system), outside a request.

    ``address`` is where the actor was when he had it done.
    """
    if actor is None:
        yield
        return
    request = HttpRequest()
    request.user = actor
    come_from(request, address)
    HistoricalRecords.context.request = request
    try:
        yield
    finally:
        del HistoricalRecords.context.request


def _complete_row(sender: Any, instance: Any, history_instance: Any, **_: Any) -> None:
    history_instance.history_ip = current_address()
    if isinstance(instance, SensitiveModel):
        history_instance.sensitive_changed = ",".join(instance.changed_sensitive())
        instance.remember_sensitive()


pre_create_historical_record.connect(_complete_row, dispatch_uid="portal-history")


def sign(record: Any, actor: Any, reason: str = "") -> None:
    """Have what is done to ``record`` next recorded as ``actor``'s doing (None: the system)."""
    record._history_user = actor  # noqa: SLF001  django-simple-history's names
    record._change_reason = reason  # noqa: SLF001


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
        sign(row, actor, reason)
    with transaction.atomic():
        collector = Collector(using=DEFAULT_DB_ALIAS)
        collector.collect(gone)
        collector.delete()
    return len(gone)


def _record(model: type[M], rows: list[M], kind: str, actor: Any, reason: str) -> None:
    """One entry a row, copied by the database from the rows as they stand there now.

    The library's own bulk recording sends no signal, so address and columns would be lost; and a
    Python object for each entry would take twice the time of the rows themselves.
    """
    history_model = get_history_model_for_model(model)
    columns = [str(field.column) for field in history_model.tracked_fields]
    for sensitive, keys in _by_sensitive_columns(rows).items():
        said = {
            "history_date": timezone.now(),
            "history_user_id": actor.pk if actor is not None else None,
            "history_type": kind,
            "history_change_reason": reason,
            "history_ip": current_address(),
            "sensitive_changed": sensitive,
        }
        _copy(model, history_model, columns, said, keys)


def _by_sensitive_columns(rows: list[M]) -> dict[str, list[Any]]:
    """Keys of the rows by what is said of their sensitive columns."""
    keys: dict[str, list[Any]] = {}
    for row in rows:
        changed = ""
        if isinstance(row, SensitiveModel):
            changed = ",".join(row.changed_sensitive())
            row.remember_sensitive()
        keys.setdefault(changed, []).append(row.pk)
    return keys


def _copy(
    model: type[M], history_model: Any, columns: list[str], said: dict[str, Any], keys: list[Any]
) -> None:
    quote = connection.ops.quote_name
    into = ", ".join(quote(column) for column in (*columns, *said))
    taken = ", ".join(quote(column) for column in columns)
    table, history = quote(model._meta.db_table), quote(history_model._meta.db_table)
    assert model._meta.pk is not None  # noqa: S101  every model has one
    key = quote(str(model._meta.pk.column))
    # inet has no implicit cast from the text of a parameter in a select list
    values = ", ".join("%s::inet" if name == "history_ip" else "%s" for name in said)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {history} ({into}) SELECT {taken}, {values} FROM {table} "  # noqa: S608
            f"WHERE {key} = ANY(%s) ORDER BY {key} RETURNING history_id",
            [*said.values(), keys],
        )
        entries = [row[0] for row in cursor.fetchall()]
    _copy_links(model, history_model, entries)


def record_links(model: Any, keys: Iterable[Any]) -> None:
    """Let the newest entry of each row know the links that were made after it.

    For rows that are created together with their links: links need the row's key.
    """
    history_model = get_history_model_for_model(model)
    newest = history_model.objects.filter(**{f"{model._meta.pk.name}__in": list(keys)})
    entries = newest.order_by().values(model._meta.pk.name).annotate(newest=Max("history_id"))
    _copy_links(model, history_model, [entry["newest"] for entry in entries])


def _copy_links(model: Any, history_model: Any, entries: list[int]) -> None:
    """What the rows of these entries are linked to now, beside each entry."""
    quote = connection.ops.quote_name
    history, key = quote(history_model._meta.db_table), quote(model._meta.pk.column)
    for field in history_model._history_m2m_fields:  # noqa: SLF001
        through = field.remote_field.through
        columns = ", ".join(quote(column.column) for column in through._meta.concrete_fields)
        linked = ", ".join(f"t.{quote(column.column)}" for column in through._meta.concrete_fields)
        kept = quote(getattr(history_model, field.name).model._meta.db_table)
        near = quote(through._meta.get_field(field.m2m_field_name()).column)
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {kept} (history_id, {columns}) "  # noqa: S608
                f"SELECT h.history_id, {linked} FROM {history} h "
                f"JOIN {quote(through._meta.db_table)} t ON t.{near} = h.{key} "
                "WHERE h.history_id = ANY(%s)",
                [entries],
            )
