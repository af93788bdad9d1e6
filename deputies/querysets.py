"""Which rows: deputies, mandates and tasks in the words of the field."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from congress.common.partial_dates import in_force
from congress.common.permissions import can_view_records
from deputies.enums import CongressLevel, TaskStatus

if TYPE_CHECKING:
    from congress.township.models import CongressTerm
    from deputies.models import Deputy, LiaisonTask, Mandate  # noqa: F401  named in strings


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Mandates; an open start or end is the term's."""

    def township(self) -> MandateQuerySet:
        return self.filter(level=CongressLevel.TOWNSHIP)

    def within_period(self, *, on: dt.date | None = None) -> MandateQuerySet:
        """Begun and not ended on the day, suspended or not."""
        on = on or timezone.localdate()
        own = in_force(on)
        term = Q(term__isnull=True) | in_force(on, "term__starts_on", "term__ends_on")
        return self.filter(own & term)

    def suspended(self, *, on: dt.date | None = None) -> MandateQuerySet:
        on = on or timezone.localdate()
        return self.within_period(on=on).filter(Exists(_suspensions(on)))

    def serving(self, *, on: dt.date | None = None) -> MandateQuerySet:
        """In office on the day (在任): within the period and not suspended (代表法61, 62)."""
        on = on or timezone.localdate()
        return self.within_period(on=on).exclude(Exists(_suspensions(on)))


def _suspensions(on: dt.date) -> models.QuerySet[Any]:
    from deputies.models import MandateSuspension

    return MandateSuspension.objects.filter(in_force(on), mandate=OuterRef("pk"))


class DeputyQuerySet(models.QuerySet["Deputy"]):
    """Persons, found through their township mandates."""

    def serving(
        self, *, on: dt.date | None = None, term: CongressTerm | None = None
    ) -> DeputyQuerySet:
        """Township deputies in office on the day, of one term if it is given."""
        from deputies.models import Mandate

        mandates = Mandate.objects.township().serving(on=on).filter(deputy=OuterRef("pk"))
        if term is not None:
            mandates = mandates.filter(term=term)
        return self.filter(Exists(mandates))

    def in_stroke_order(self) -> DeputyQuerySet:
        """姓氏笔画, by the town's practice for names of two characters."""
        from congress.township.models import TownSettings

        padded = TownSettings.load().pads_two_character_names
        return self.order_by("stroke_key_padded" if padded else "stroke_key", "pk")

    def found_by(self, text: str) -> DeputyQuerySet:
        """Name (any part), full pinyin or initials (zhangwei, zw)."""
        text = text.strip()
        latin = text.lower().replace(" ", "")
        found = Q(name__icontains=text)
        if latin.isascii() and latin:
            found |= Q(pinyin__contains=latin) | Q(pinyin_initials__startswith=latin)
        return self.filter(found)


class LiaisonTaskQuerySet(models.QuerySet["LiaisonTask"]):
    """Liaison tasks by state, day and reader."""

    def open(self) -> LiaisonTaskQuerySet:
        """Still to be done by the assignee: never reported, or returned."""
        return self.filter(status__in=TaskStatus.to_do())

    def overdue(self, *, on: dt.date | None = None) -> LiaisonTaskQuerySet:
        return self.open().filter(due_on__lt=on or timezone.localdate())

    def due(self, *, on: dt.date | None = None) -> LiaisonTaskQuerySet:
        """Open and not yet overdue."""
        return self.open().filter(due_on__gte=on or timezone.localdate())

    def due_this_week(self, *, on: dt.date | None = None) -> LiaisonTaskQuerySet:
        """Open and due by Sunday of the day's week."""
        on = on or timezone.localdate()
        return self.due(on=on).filter(due_on__lte=on + dt.timedelta(days=6 - on.weekday()))

    def awaiting_confirmation(self) -> LiaisonTaskQuerySet:
        return self.filter(status=TaskStatus.REPORTED)

    def done(self) -> LiaisonTaskQuerySet:
        return self.filter(status=TaskStatus.CONFIRMED)

    def unfinished(self) -> LiaisonTaskQuerySet:
        """Neither done nor taken back: to be reported, or waiting for the office."""
        return self.exclude(status__in=[TaskStatus.CONFIRMED, TaskStatus.CANCELLED])

    def alive(self) -> LiaisonTaskQuerySet:
        """Not taken back."""
        return self.exclude(status=TaskStatus.CANCELLED)

    def visible_to(self, user: Any) -> LiaisonTaskQuerySet:
        """The back office sees all; a deputy what is to be done by or with him (can_view_task)."""
        if can_view_records(user):
            return self
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(
            Q(assignee__user=user) | Q(member__user=user) | Q(deputy__user=user)
        ).distinct()

    def with_list_relations(self) -> LiaisonTaskQuerySet:
        return self.select_related("assignee", "member", "group", "deputy", "session__term", "plan")
