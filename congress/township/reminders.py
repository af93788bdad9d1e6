"""What is due in the institution itself: sessions that come near, for the office."""

import datetime as dt
from collections.abc import Iterator, Sequence

from congress.common.messaging.recipients import office_accounts
from congress.common.messaging.schedule import Schedule
from congress.common.registry import Link, MessageKind, Reminder, Urgency, Wording
from congress.common.templatetags.portal import cn_date
from congress.township.models import Session

_STEPS = (-30, -7, -1)


def several(new: Sequence[Reminder], own: Sequence[Reminder], day: dt.date) -> Wording:
    """Two sessions within a month are rare; one of them is opened, both are named."""
    text = "".join(reminder.wording.text for reminder in new)
    return Wording(text, new[0].wording.link, Urgency.DUE)


SESSION_NEAR = MessageKind("session-near", "会议临近", several)


def sessions_near(day: dt.date) -> Iterator[Reminder]:
    """A month, a week and a day before; one that is known only by its month isn't near yet."""
    near = [(session, first) for session, first in _dated_sessions() if first >= day]
    accounts = office_accounts() if near else []
    for session, first in near:
        step = Schedule(_STEPS).step_on(first, day)
        if step is None:
            continue
        wording = Wording(_sentence(session, first, day), _link(session), Urgency.DUE)
        for account in accounts:
            subject = f"session:{session.public_id}"
            yield Reminder(account.pk, SESSION_NEAR, subject, first, step, wording)


def _dated_sessions() -> Iterator[tuple[Session, dt.date]]:
    """Sessions whose first day is known, with that day."""
    for session in Session.objects.select_related("term").exclude(starts_on=None):
        starts_on = session.starts_on
        if starts_on is not None and starts_on.earliest() == starts_on.latest():
            yield session, starts_on.earliest()


def _sentence(session: Session, first: dt.date, day: dt.date) -> str:
    left = (first - day).days
    when = {0: "今天开始", 1: "明天开始"}.get(left, f"{cn_date(first)}开始，还有{left}天")
    return f"{session}{when}。请核对会前座谈、工作报告和各项准备。"


def _link(session: Session) -> Link:
    return Link("admin:township_session_change", {"object_id": session.pk})
