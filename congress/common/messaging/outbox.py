"""E-mails wait in the outbox until the server takes them; a server that is down breaks no step."""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import get_connection
from django.core.validators import validate_email
from django.utils import timezone

from congress.common.messaging.mail import compose, explain, is_for_good, mail_is_on
from congress.common.models import DeliveryState, Message, MessageDelivery, MessageSettings

# How long to wait after the first, second, … try; the last one counts for all that follow.
_PAUSES = [dt.timedelta(minutes=m) for m in (10, 30, 120, 360)]
_GIVE_UP_AFTER = dt.timedelta(days=2)
_TOO_OLD = "排队超过两天，没有发出"
_LONGEST_ERROR = MessageDelivery._meta.get_field("last_error").max_length or 0


@dataclass
class Posted:
    """What became of the mails that were waiting."""

    sent: int = 0
    failed: int = 0
    dropped: int = 0
    postponed: int = 0


def queue_mails(messages: Iterable[Message]) -> None:
    """Put an e-mail behind each message whose reader has an address and didn't decline."""
    if not mail_is_on():
        return
    wanted = [message for message in messages if message.recipient.email]
    keys = [message.recipient_id for message in wanted]
    declined = MessageSettings.objects.filter(user__in=keys, by_mail=False)
    without = set(declined.values_list("user", flat=True))
    now = timezone.now()
    MessageDelivery.objects.bulk_create(
        MessageDelivery(message=message, queued_at=now, next_try_at=now)
        for message in wanted
        if message.recipient_id not in without
    )


def mails_wait() -> bool:
    """Whether there is a mail to be sent now."""
    return mail_is_on() and MessageDelivery.objects.to_send(timezone.now()).exists()


def flush_outbox() -> Posted:
    """Send what waits. A mail is claimed before it is sent, so that two runs don't send it twice.

    When the server itself is the trouble, the others aren't tried: each would wait in vain.
    """
    posted = Posted()
    if not mail_is_on():
        return posted
    connection = get_connection()
    for delivery in _waiting():
        if not _claim(delivery):
            continue
        reason = _why_not(delivery.message)
        if not reason and _is_too_old(delivery):
            _close(delivery, DeliveryState.FAILED, delivery.last_error or _TOO_OLD)
            posted.failed += 1
        elif reason:
            _close(delivery, DeliveryState.DROPPED, reason)
            posted.dropped += 1
        elif not _send(delivery, connection, posted):
            break
    connection.close()
    return posted


def _waiting() -> list[MessageDelivery]:
    rows = MessageDelivery.objects.to_send(timezone.now()).order_by("queued_at", "pk")
    return list(rows.select_related("message__recipient__message_settings"))


def _claim(delivery: MessageDelivery) -> bool:
    """Take the mail on for this try; False when another process was faster."""
    pause = _PAUSES[min(delivery.tries, len(_PAUSES) - 1)]
    taken = MessageDelivery.objects.filter(
        pk=delivery.pk, state=DeliveryState.WAITING, tries=delivery.tries
    )
    delivery.tries += 1
    return bool(taken.update(tries=delivery.tries, next_try_at=timezone.now() + pause))


def _why_not(message: Message) -> str:
    """Why the mail needn't go out any more; "" when it must."""
    message.refresh_from_db(fields=["read_at", "settled_at"])
    reader = message.recipient
    if not message.is_unread:
        return "已经看过，或者已经办结"
    if not reader.is_active or not reader.email:
        return "账号已停用，或者没有邮箱"
    chosen = getattr(reader, "message_settings", None)
    if chosen is not None and not chosen.by_mail:
        return "本人不收邮件"
    said_on = timezone.localdate(message.created_at)
    if said_on != timezone.localdate() and message.reminders.exists():
        return "隔了一天，提醒的天数已经不对"
    return ""


def _send(delivery: MessageDelivery, connection: Any, posted: Posted) -> bool:
    """Try once. False when the server is the trouble, not the mail."""
    try:
        validate_email(delivery.message.recipient.email)
        connection.open()
        connection.send_messages([compose(delivery.message)])
    except ValidationError:
        _close(delivery, DeliveryState.FAILED, "账号上的电子邮箱写法不对")
        posted.failed += 1
    except (smtplib.SMTPException, OSError) as error:
        connection.close()
        if is_for_good(error):
            _close(delivery, DeliveryState.FAILED, explain(error))
            posted.failed += 1
            return True
        _put_off(delivery, explain(error), posted)
        return isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
    else:
        _close(delivery, DeliveryState.SENT)
        posted.sent += 1
    return True


def _is_too_old(delivery: MessageDelivery) -> bool:
    """What waited for days is news no more; so is what an old backup brought back."""
    return timezone.now() - delivery.queued_at > _GIVE_UP_AFTER


def _put_off(delivery: MessageDelivery, reason: str, posted: Posted) -> None:
    _close(delivery, DeliveryState.WAITING, reason)
    posted.postponed += 1


def _close(delivery: MessageDelivery, state: DeliveryState, reason: str = "") -> None:
    """Write what became of this try."""
    delivery.state, delivery.last_error = state, reason[:_LONGEST_ERROR]
    delivery.sent_at = timezone.now() if state == DeliveryState.SENT else None
    delivery.save(update_fields=["state", "last_error", "sent_at"])
