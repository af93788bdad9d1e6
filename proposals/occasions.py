"""To what a proposal can be brought on a day: to a session, or in recess to the presidium.

代表法24: to the congress while it is in session; 36: to the presidium in recess. A motion goes to a
session alone (组织法22); what is meant for the next session can be handed in before it opens.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from congress.common.exceptions import RuleViolation
from congress.township.models import CongressTerm, Session
from proposals.enums import Occasion, ProposalKind


@dataclass(frozen=True)
class Occasions:
    """``open`` is the session that is on or comes next, ``last`` the one that began last."""

    open: Session | None
    is_on: bool
    last: Session | None

    @property
    def default(self) -> Occasion:
        """In session while there is one, otherwise recess."""
        return Occasion.IN_SESSION if self.is_on else Occasion.INTERSESSIONAL

    def session_for(self, occasion: str) -> Session | None:
        """The session that a proposal of this occasion belongs to."""
        return self.open if occasion == Occasion.IN_SESSION else self.last


def occasions(day: dt.date) -> Occasions:
    """What there is on a day, in the current term; two queries."""
    term = CongressTerm.objects.current(day)
    sessions = list(Session.objects.filter(term=term).select_related("term")) if term else []
    dated = sorted(
        (s.starts_on.earliest(), (s.ends_on or s.starts_on).latest(), s.ordinal, s)
        for s in sessions
        if s.starts_on is not None
    )
    # One of which only the beginning is known lasts that day (or month).
    coming = [(first, session) for first, last, _, session in dated if last >= day]
    begun = [session for first, _, _, session in dated if first <= day]
    is_on = bool(coming and coming[0][0] <= day)
    return Occasions(coming[0][1] if coming else None, is_on, begun[-1] if begun else None)


def require_open(kind: str, occasion: str, session: Session | None, day: dt.date) -> None:
    """Raises RuleViolation when nothing of this kind can be brought there on that day."""
    now = occasions(day)
    if ProposalKind(kind).is_motion and occasion != Occasion.IN_SESSION:
        raise RuleViolation("议案只能向人民代表大会会议提出。闭会期间请改提建议、批评或意见。")
    if occasion == Occasion.IN_SESSION:
        if now.open is None:
            raise RuleViolation(
                "下一次会议的日期还没有登记，现在不能向会议提出。请先存为草稿，问一问人大办；"
                "或者改为闭会期间提出。"
            )
        if session is None or session.pk != now.open.pk:
            raise RuleViolation(f"现在只能向{now.open}提出，请改选会议。")
    elif now.is_on:
        raise RuleViolation(f"{now.open}正在举行，请改为向会议提出。")
