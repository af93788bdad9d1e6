"""The list itself: all histories and the security events in one query, newest first.

Each table gives no more rows than a page shows, by its index of dates; the database merges them.
A page begins after the last entry of the one before (``Place``), not at a number of rows: page
1,000 costs what the first one does, and nothing shifts while something is being recorded.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import BigIntegerField, F, Q, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce

from congress.common.addresses import number_in
from congress.common.audit.kinds import EVENT, AuditKind, audit_kinds
from congress.common.audit.names import audit_name, kept_columns
from congress.common.models import SecurityEventKind, SensitiveModel
from congress.common.text_search import SearchQuery, plain_contains

ACTIONS = {"+": "新增", "~": "修改", "-": "删除"}
_COLUMNS = ("at", "source", "key", "record", "actor", "ip", "what", "name", "kept", "reason")
_SEARCHED = ("name", "kept", "reason")


@dataclass(frozen=True)
class Place:
    """Where in the list an entry stands."""

    at: dt.datetime
    kind: AuditKind
    key: int

    def __str__(self) -> str:
        return f"{self.at.astimezone(dt.UTC):%Y%m%dT%H%M%S.%f}-{self.kind.key}-{self.key}"

    @classmethod
    def parse(cls, text: str) -> Place:
        """The place that an address names. Raises ValueError when it names none."""
        moment, _, rest = text.partition("-")
        name, _, number = rest.rpartition("-")
        kind, key = audit_kinds().get(name), number_in(number)
        if kind is None or key is None:
            raise ValueError(text)
        at = dt.datetime.strptime(moment, "%Y%m%dT%H%M%S.%f").replace(tzinfo=dt.UTC)
        return cls(at, kind, key)


@dataclass(frozen=True)
class TrailFilter:
    """What somebody looks for; by default everything.

    ``kind`` is the key of a kind, ``event`` a kind of event; ``actors`` are keys of accounts, of
    which None stands for the system; ``address`` is an IP address or how it begins.
    """

    text: SearchQuery = field(default_factory=lambda: SearchQuery("", ()))
    actors: tuple[int | None, ...] | None = None
    kind: str = ""
    event: str = ""
    action: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    address: str = ""
    is_whole_address: bool = False


@dataclass(frozen=True)
class AuditEntry:
    """One line. ``actor`` is None for the system, or where nobody is known.

    ``kept`` names the secret columns that changed; ``reason`` is what an event says more.
    """

    place: Place
    record: int | None
    actor: Any
    ip: str | None
    action: str
    name: str
    kept: str
    reason: str

    @property
    def at(self) -> dt.datetime:
        return self.place.at

    @property
    def kind(self) -> AuditKind:
        return self.place.kind

    @property
    def key(self) -> int:
        return self.place.key

    @property
    def is_event(self) -> bool:
        return self.kind.key == EVENT


def entries(wanted: TrailFilter, *, limit: int, after: Place | None = None) -> list[AuditEntry]:
    """The newest entries that are wanted, those after ``after``; in two queries."""
    rows = _merged(wanted, after, limit)
    actors = get_user_model()._default_manager.in_bulk({row[4] for row in rows if row[4]})
    kinds = {kind.number: kind for kind in audit_kinds().values()}
    return list(_entries(rows, kinds, actors))


def _entries(
    rows: Iterable[Any], kinds: dict[int, AuditKind], actors: dict[Any, Any]
) -> Iterator[AuditEntry]:
    events = dict(SecurityEventKind.choices)
    for at, source, key, record, actor, ip, what, name, kept, reason in rows:
        yield AuditEntry(
            place=Place(at, kinds[source], key),
            record=record,
            actor=actors.get(actor),
            ip=ip,
            action=str(ACTIONS.get(what) or events.get(what, what)),
            name=name,
            kept=kept,
            reason=reason,
        )


def _merged(wanted: TrailFilter, after: Place | None, limit: int) -> list[Any]:
    parts = [
        _rows_of(kind, wanted, after).order_by("-trail_at", "-trail_key")[:limit]
        for kind in audit_kinds().values()
        if _is_asked(kind, wanted)
    ]
    if len(parts) < 2:
        return list(*parts)
    merged = parts[0].union(*parts[1:], all=True)
    return list(merged.order_by("-trail_at", "trail_source", "-trail_key")[:limit])


def _is_asked(kind: AuditKind, wanted: TrailFilter) -> bool:
    if kind.key == EVENT:
        return wanted.kind in ("", EVENT) and wanted.action in ("", EVENT)
    return wanted.kind in ("", kind.key) and wanted.action != EVENT


def _rows_of(kind: AuditKind, wanted: TrailFilter, after: Place | None) -> QuerySet[Any]:
    """The entries of one kind, as rows of ``_COLUMNS``."""
    is_event = kind.key == EVENT
    shown = _of_event() if is_event else _of_history(kind)
    rows = kind.rows.objects.order_by().annotate(
        **{f"trail_{name}": expression for name, expression in shown.items()},
        trail_source=Value(kind.number),
    )
    if after is not None:
        rows = rows.filter(_later_than(kind, after))
    rows = rows.filter(_conditions(wanted, is_event=is_event))
    return rows.values_list(*(f"trail_{name}" for name in _COLUMNS))


def _of_event() -> dict[str, Any]:
    return {
        "at": F("at"),
        "key": F("pk"),
        "record": Cast(Value(None), BigIntegerField()),
        "actor": F("user_id"),
        "ip": F("ip"),
        "what": F("kind"),
        "name": F("subject"),
        "kept": Value("", output_field=TextField()),
        "reason": F("detail"),
    }


def _of_history(kind: AuditKind) -> dict[str, Any]:
    is_secretive = issubclass(kind.model, SensitiveModel)
    return {
        "at": F("history_date"),
        "key": F("history_id"),
        "record": F(kind.model._meta.pk.name),
        "actor": F("history_user_id"),
        "ip": F("history_ip"),
        "what": F("history_type"),
        "name": audit_name(kind.model),
        "kept": kept_columns(kind.model) if is_secretive else Value("", output_field=TextField()),
        "reason": Coalesce(F("history_change_reason"), Value(""), output_field=TextField()),
    }


def _later_than(kind: AuditKind, after: Place) -> Q:
    """What stands below a place; of the same moment, what stands below by kind and key."""
    if kind.number < after.kind.number:
        return Q(trail_at__lt=after.at)
    if kind.number > after.kind.number:
        return Q(trail_at__lte=after.at)
    return Q(trail_at__lte=after.at) & ~Q(trail_at=after.at, trail_key__gte=after.key)


def _conditions(wanted: TrailFilter, *, is_event: bool) -> Q:
    found = Q()
    if wanted.since:
        found &= Q(trail_at__gte=wanted.since)
    if wanted.until:
        found &= Q(trail_at__lt=wanted.until)
    if wanted.actors is not None:
        known = [actor for actor in wanted.actors if actor is not None]
        nobody = Q(trail_actor__isnull=True) if None in wanted.actors else Q(pk__in=[])
        found &= Q(trail_actor__in=known) | nobody
    if wanted.address:
        how = "trail_ip" if wanted.is_whole_address else "trail_ip__startswith"
        found &= Q(**{how: wanted.address})
    what = wanted.event if is_event else wanted.action
    if what:
        found &= Q(trail_what=what)
    if wanted.text:
        found &= plain_contains(wanted.text, *(f"trail_{name}" for name in _SEARCHED))
    return found
