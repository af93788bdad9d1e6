"""Removing what was kept longer than it has to be. A command only: nobody does it in the portal.

Logs are kept for six months at least (网络安全法, in the text of 2016 第二十一条第三项; the
amendment of 2025 has other numbers). Of what is older, this stays:

* of a record that is still there, or was deleted since: its first entry (who entered it and when,
  of a task when it was handed out) and the one in force on the day (what the next change is
  compared with, and why a task was cancelled), since nothing else proves them;
* events that say that history was removed or a backup restored.

Decisions have columns of their own (who confirmed or returned a report, released one, gave a
card) and don't depend on history.
"""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from congress.common.audit.kinds import AuditKind, audit_kinds
from congress.common.exceptions import RuleViolation
from congress.common.models import SecurityEventKind
from congress.common.security import record_event
from congress.common.templatetags.portal import cn_date

SHORTEST_MONTHS = 6
_FOR_EVER = (SecurityEventKind.HISTORY_PURGED, SecurityEventKind.RESTORED)
_LONGEST = 200


@dataclass(frozen=True)
class Purge:
    """How many entries of each kind are older than a day and go."""

    before: dt.date
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def in_words(self) -> str:
        """代表1200条、安全事件300条, the most first."""
        most_first = sorted(self.counts.items(), key=lambda pair: -pair[1])
        return "、".join(f"{title}{number}条" for title, number in most_first)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier; the last of a shorter month."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def what_goes(before: dt.date) -> Purge:
    """What ``purge`` would remove. Raises RuleViolation for a day within the last six months."""
    _require_old_enough(before)
    counts = {kind.title: _going(kind, before).count() for kind in audit_kinds().values()}
    return Purge(before, {title: number for title, number in counts.items() if number})


@transaction.atomic
def purge(before: dt.date, *, by: str) -> Purge:
    """Remove what is older than ``before`` and leave an event; ``by`` is who ran it, in words.

    Needs the role that owns the tables. Raises RuleViolation as ``what_goes``.
    """
    _require_old_enough(before)
    counts: dict[str, int] = {}
    for kind in audit_kinds().values():
        keys = list(_going(kind, before).values_list("pk", flat=True))
        if keys:
            _remove(kind, keys)
            counts[kind.title] = len(keys)
    done = Purge(before, counts)
    record_event(
        SecurityEventKind.HISTORY_PURGED,
        user=None,
        subject=f"{cn_date(before)}以前的留痕，共{done.total}条（{by}）",
        detail=_shortened(done.in_words),
    )
    return done


def _require_old_enough(before: dt.date) -> None:
    latest = months_before(timezone.localdate(), SHORTEST_MONTHS)
    if before > latest:
        raise RuleViolation(
            f"留痕至少要保存六个月（网络安全法），只能清理{cn_date(latest)}以前的，没有清理。"
        )


def _going(kind: AuditKind, before: dt.date) -> QuerySet[Any]:
    start = timezone.make_aware(dt.datetime.combine(before, dt.time()))
    if kind.model is None:
        return kind.rows.objects.order_by().filter(at__lt=start).exclude(kind__in=_FOR_EVER)
    key = kind.model._meta.pk.name
    own = kind.rows.objects.order_by().filter(**{key: OuterRef(key)})
    same_moment = Q(history_date=OuterRef("history_date"))
    is_earlier = Q(history_date__lt=OuterRef("history_date"))
    is_earlier |= same_moment & Q(history_id__lt=OuterRef("history_id"))
    is_later = Q(history_date__gt=OuterRef("history_date"))
    is_later |= same_moment & Q(history_id__gt=OuterRef("history_id"))
    was_there = Exists(kind.model._base_manager.filter(pk=OuterRef(key))) | Exists(
        own.filter(history_date__gte=start)
    )
    is_between = Exists(own.filter(is_earlier)) & Exists(
        own.filter(is_later, history_date__lt=start)
    )
    old = kind.rows.objects.order_by().filter(history_date__lt=start)
    return old.filter(~was_there | is_between)


def _remove(kind: AuditKind, keys: list[int]) -> None:
    links = getattr(kind.rows, "_history_m2m_fields", ())
    for field in links:
        linked: Any = getattr(kind.rows, field.name).model
        linked.objects.filter(history__in=keys).delete()
    kind.rows.objects.filter(pk__in=keys).delete()


def _shortened(text: str) -> str:
    """Cut between two kinds to what the column holds."""
    if len(text) <= _LONGEST:
        return text
    return text[: text.rindex("、", 0, _LONGEST - 1)] + "等"
