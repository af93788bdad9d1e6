"""Telling people, once: one verb a function. What goes with a step runs in its transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from congress.common.messaging.outbox import queue_mails
from congress.common.messaging.permissions import can_view_message
from congress.common.models import Message, MessageSettings
from congress.common.registry import MessageKind, Wording

KEPT_FOR = dt.timedelta(days=365)
_LONGEST_TEXT = Message._meta.get_field("text").max_length or 0
_LONGEST_DETAIL = Message._meta.get_field("detail").max_length or 0


@dataclass(frozen=True)
class Notice:
    """What one person (``recipient``, the account's key) is to be told.

    ``dedup_key``: the same person is never told twice under the same one. ``about``: the subjects
    it speaks of; once they are settled the message presses nobody any more.
    """

    recipient: int
    wording: Wording
    dedup_key: str
    about: tuple[str, ...] = ()
    detail: str = ""


def notify(
    recipients: Iterable[Any],
    kind: MessageKind,
    wording: Wording,
    *,
    dedup_key: str,
    actor: Any,
    about: Sequence[str] = (),
    detail: str = "",
) -> list[Message]:
    """Tell each of ``recipients`` (accounts) the same; returns the messages that are new."""
    keys = [account.pk for account in recipients if account is not None]
    notices = [Notice(key, wording, dedup_key, tuple(about), detail) for key in keys]
    return send_notices(kind, notices, actor=actor)


def send_notices(kind: MessageKind, notices: Iterable[Notice], *, actor: Any) -> list[Message]:
    """Tell each person the own thing, in a fixed number of queries; returns what is new.

    Nobody is told what he did himself (``actor``), nor somebody whose account is closed.
    """
    wanted = [n for n in notices if actor is None or n.recipient != actor.pk]
    if not wanted:
        return []
    with transaction.atomic():
        open_accounts = _open_accounts(notice.recipient for notice in wanted)
        # Always in the same order: two who say the same wait for each other, not in a ring.
        ordered = sorted(wanted, key=lambda notice: (notice.recipient, notice.dedup_key))
        rows = [_message(kind, n, actor) for n in ordered if n.recipient in open_accounts]
        # The database alone knows whether somebody else says the same at this very moment.
        Message.objects.bulk_create(rows, ignore_conflicts=True)
        made = Message.objects.filter(public_id__in=[row.public_id for row in rows])
        new = list(made.select_related("recipient"))
        queue_mails(new)
    return new


def notify_gathered(
    recipients: Iterable[Any],
    kind: MessageKind,
    wording_of: Callable[[int], Wording],
    *,
    subject: str,
    actor: Any,
) -> None:
    """Tell of one more of many: who hasn't read of today's others is told of all in one message.

    ``wording_of(number)`` words so many things, of which ``subject`` is the latest.
    """
    keys = {account.pk for account in recipients if account is not None}
    with transaction.atomic():
        # One after the other, so that two reports at the same moment become one message of two.
        accounts = get_user_model().objects.select_for_update(no_key=True).filter(pk__in=keys)
        waiting = [account.pk for account in accounts.order_by("pk")]
        today = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
        unread = Message.objects.unread().filter(
            recipient__in=waiting, kind=kind.slug, created_at__gte=today
        )
        for message in unread.select_for_update().order_by("pk"):
            waiting.remove(message.recipient_id)
            _add(message, wording_of, subject, actor)
        notices = [Notice(key, wording_of(1), subject, (subject,)) for key in waiting]
        send_notices(kind, notices, actor=actor)


def settle(*subjects: str, recipient: int | None = None, kind: str = "") -> None:
    """These things need nothing more: what was said of them presses no longer.

    From anybody, or from one ``recipient``; in any message, or in those of one ``kind``.
    """
    if not subjects:
        return
    with transaction.atomic():
        messages = Message.objects.about(*subjects).select_for_update().order_by("pk")
        if recipient is not None:
            messages = messages.filter(recipient=recipient)
        if kind:
            messages = messages.filter(kind=kind)
        changed = list(messages)
        for message in changed:
            message.about = [one for one in message.about if one not in subjects]
            if not message.about:
                message.settled_at = timezone.now()
        Message.objects.bulk_update(changed, ["about", "settled_at"])


def read_message(message: Message, *, actor: Any) -> None:
    """Note that the message was opened. Raises PermissionDenied when it is somebody else's."""
    if not can_view_message(actor, message):
        raise PermissionDenied
    Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=timezone.now())


def read_all_messages(*, actor: Any) -> int:
    """Note that the actor has seen all that is there now; returns how many were new."""
    return Message.objects.visible_to(actor).unread().update(read_at=timezone.now())


def choose_mails(*, actor: Any, by_mail: bool, email: str | None = None) -> None:
    """Whether the actor wants an e-mail with each message; a new address, unless it is None."""
    with transaction.atomic():
        MessageSettings.objects.update_or_create(user=actor, defaults={"by_mail": by_mail})
        if email is not None and email != actor.email:
            actor.email = email
            actor.save(update_fields=["email"])


def tidy_messages(now: dt.datetime) -> int:
    """Delete what was said more than a year ago; returns how many messages went."""
    old = Message.objects.older_than(now - KEPT_FOR)
    count = old.count()
    old.delete()
    return count


def _open_accounts(keys: Iterable[int]) -> set[int]:
    accounts = get_user_model().objects.filter(pk__in=set(keys), is_active=True)
    return set(accounts.values_list("pk", flat=True))


def _message(kind: MessageKind, notice: Notice, actor: Any) -> Message:
    link = notice.wording.link
    return Message(
        recipient_id=notice.recipient,
        sender=actor,
        kind=kind.slug,
        urgency=notice.wording.urgency,
        text=_cut(notice.wording.text, _LONGEST_TEXT),
        detail=_cut(notice.detail, _LONGEST_DETAIL),
        url_name=link.name if link else "",
        url_kwargs=link.kwargs if link else {},
        url_tail=link.tail if link else "",
        about=list(notice.about),
        dedup_key=notice.dedup_key,
        created_at=timezone.now(),
    )


def _add(message: Message, wording_of: Callable[[int], Wording], subject: str, actor: Any) -> None:
    """Let an unread message speak of one thing more."""
    if subject in message.about or (actor is not None and message.recipient_id == actor.pk):
        return
    message.about = [*message.about, subject]
    wording = wording_of(len(message.about))
    message.text = _cut(wording.text, _LONGEST_TEXT)
    if wording.link:
        message.url_name, message.url_kwargs = wording.link.name, wording.link.kwargs
        message.url_tail = wording.link.tail
    message.sender, message.created_at = actor, timezone.now()
    message.save()


def _cut(text: str, longest: int) -> str:
    """A sentence that fits; what is cut off can be read on the page that it links to."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"
