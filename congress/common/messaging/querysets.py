"""Which messages."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from congress.common.models import Message, MessageDelivery  # noqa: F401  named in strings


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages by reader and state."""

    def visible_to(self, user: Any) -> MessageQuerySet:
        """One's own, whoever one is (can_view_message)."""
        if not getattr(user, "is_authenticated", False):
            return self.none()
        return self.filter(recipient=user.pk)

    def unread(self) -> MessageQuerySet:
        """Neither opened nor overtaken by what was done meanwhile."""
        return self.filter(read_at__isnull=True, settled_at__isnull=True)

    def past(self) -> MessageQuerySet:
        """Opened or overtaken."""
        return self.exclude(read_at__isnull=True, settled_at__isnull=True)

    def about(self, *subjects: str) -> MessageQuerySet:
        """Not yet settled, and about one of ``subjects``."""
        return self.filter(settled_at__isnull=True, about__has_any_keys=list(subjects))

    def older_than(self, moment: dt.datetime) -> MessageQuerySet:
        return self.filter(created_at__lt=moment)


class DeliveryQuerySet(models.QuerySet["MessageDelivery"]):
    """E-mails behind messages, by state."""

    def to_send(self, now: dt.datetime) -> DeliveryQuerySet:
        """Waiting, and not put off to a later moment."""
        from congress.common.models import DeliveryState

        return self.filter(state=DeliveryState.WAITING, next_try_at__lte=now)

    def failed(self) -> DeliveryQuerySet:
        from congress.common.models import DeliveryState

        return self.filter(state=DeliveryState.FAILED)

    def stuck(self) -> DeliveryQuerySet:
        """Tried without success: refused for good, or waiting for another try."""
        from congress.common.models import DeliveryState

        waiting = Q(state=DeliveryState.WAITING, tries__gt=0)
        return self.filter(waiting | Q(state=DeliveryState.FAILED))
