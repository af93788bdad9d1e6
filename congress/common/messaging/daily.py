"""What happens once a day: reminders, the outbox, the year-old messages."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from congress.common.messaging.mail import mail_is_on
from congress.common.messaging.outbox import Posted, flush_outbox
from congress.common.messaging.reminders import Round, remind
from congress.common.messaging.services import tidy_messages
from congress.common.registry.messages import message_kind_label


@dataclass
class DailyRound:
    """What a day's round did."""

    reminders: Round
    mails: Posted = field(default_factory=Posted)
    mail_is_on: bool = False
    deleted: int = 0

    def sentences(self) -> list[str]:
        """What was done, a sentence each."""
        said = told(self.reminders)
        if self.mail_is_on:
            mails = self.mails
            said.append(
                f"邮件：发出{mails.sent}封，没有发出{mails.failed}封，"
                f"以后再试{mails.postponed}封，不必再发{mails.dropped}封。"
            )
        if self.deleted:
            said.append(f"清理了{self.deleted}条一年以前的消息。")
        return said


def told(found: Round, verb: str = "提醒") -> list[str]:
    """How many people were reminded of how many things, by kind."""
    said = [
        f"{message_kind_label(slug)}：{verb}{number}人，共{found.things[slug]}件。"
        for slug, number in found.messages.items()
    ]
    if found.settled:
        said.append(f"{found.settled}件已经办结，不再提醒。")
    return said or ["没有新的事项要提醒。"]


def remind_daily(day: dt.date) -> str:
    """The daily task of the runner."""
    return "".join(daily_round(day).sentences())


def daily_round(day: dt.date) -> DailyRound:
    """Remind, send, tidy. Each part can be repeated at any time."""
    reminders = remind(day)
    return DailyRound(reminders, flush_outbox(), mail_is_on(), tidy_messages(timezone.now()))
