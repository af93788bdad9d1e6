"""What apps tell people: kinds of message, and reminders of what is due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.urls import NoReverseMatch, reverse

from congress.common.registry.base import Registry


class Urgency(models.TextChoices):
    """How much a message presses."""

    NOTICE = "notice", "通知"
    DUE = "due", "提醒"
    LATE = "late", "逾期"


@dataclass(frozen=True)
class Link:
    """A page by the name of its address, so that it is found under any sub-path.

    ``tail`` is added to the address: "?state=overdue" or "#report".
    """

    name: str
    kwargs: dict[str, Any] = field(default_factory=dict)
    tail: str = ""

    @property
    def address(self) -> str:
        """The path with the script prefix; "" when there is no such page (any more)."""
        try:
            return reverse(self.name, kwargs=self.kwargs) + self.tail
        except NoReverseMatch:
            return ""


@dataclass(frozen=True)
class Wording:
    """One sentence in Chinese that says who does what by when, and where."""

    text: str
    link: Link | None = None
    urgency: str = Urgency.NOTICE


@dataclass(frozen=True)
class Reminder:
    """One thing that is due for one person, on a day on which there is something to say of it.

    ``subject`` names the thing for good ("liaison-task:k3b…"). ``counts_from`` is the day that
    ``step`` counts from (the due date, or the day on which something began to wait); ``step`` is
    how many days before (negative) or after it this reminder belongs to. It is said once, also
    when it is said some days too late; a later step makes the earlier ones pointless. ``title``
    is what the thing is called where several are named.
    """

    recipient: int
    kind: MessageKind
    subject: str
    counts_from: dt.date
    step: int
    wording: Wording
    title: str = ""


Several = Callable[[Sequence[Reminder], Sequence[Reminder], dt.date], Wording]


@dataclass(frozen=True)
class MessageKind:
    """A kind of message. ``several(new, all, day)`` words what is new for one person as one.

    ``all`` holds the new ones and those of which the person was told before.
    """

    slug: str
    label: str
    several: Several | None = None


_kinds: dict[str, MessageKind] = {}


def register_message_kind(kind: MessageKind) -> MessageKind:
    """Make a kind known by its slug."""
    _kinds[kind.slug] = kind
    return kind


def message_kind_label(slug: str) -> str:
    """The kind's name for people; 通知 for a kind that an older version knew."""
    kind = _kinds.get(slug)
    return kind.label if kind else Urgency.NOTICE.label


def message_kinds() -> dict[str, MessageKind]:
    """All kinds by slug."""
    return dict(_kinds)


# Sources (day) → Reminders, all that have a step on the day, said before or not.
reminders = Registry()
