"""What happens once a day: reminders, the outbox, the year-old messages."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from congress.common.messaging.mail import mail_is_on
from congress.common.messaging.outbox import Posted, flush_outbox
from congress.common.messaging.reminders import Round, remind
from congress.common.messaging.services import tidy_messages


@dataclass
class DailyRound:
    """What a day's round did."""

    reminders: Round
    mails: Posted = field(default_factory=Posted)
    mail_is_on: bool = False
    deleted: int = 0


def daily_round(day: dt.date) -> DailyRound:
    """Remind, send, tidy. Each part can be repeated at any time."""
    reminders = remind(day)
    return DailyRound(reminders, flush_outbox(), mail_is_on(), tidy_messages(timezone.now()))
