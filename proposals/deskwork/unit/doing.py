"""What a unit has to do next with its part: one thing, until when, on which page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from congress.common.templatetags.portal import SOON_DAYS
from proposals.deskwork.unit.parts import draft_of, waits_for
from proposals.enums import DraftState, UnitRole


@dataclass(frozen=True)
class Doing:
    """``text`` says it, ``until`` is its own last day, ``page`` the name of its address.

    ``page`` None is one press of a button on the item's own page (接办).
    """

    text: str
    button: str
    until: dt.date | None
    page: str | None
    note: str = ""


def doing(part: Any, today: dt.date) -> Doing | None:
    """None when the unit has nothing more to do. Reads what ``parts.shown`` gives."""
    if not part.is_waiting:
        return None
    due = part.due_on.latest() if part.due_on else None
    draft = draft_of(part)
    if draft is not None and draft.state == DraftState.TO_SIGN:
        return Doing("签发答复", "看稿、签发", due, "desk-part-sign")
    if draft is not None and draft.returned_because:
        text = "按退改意见改答复稿"
        return Doing(text, "改答复稿", due, "desk-part-reply", _owed_opinions(part))
    if is_new(part) and draft is None:
        return _to_accept(part, due, today)
    if part.role == UnitRole.CO:
        return Doing("写协办意见", "写协办意见", due, "desk-part-opinion", "意见交给主办单位。")
    if part.contact_due_on and part.round == 1 and not part.has_talked:
        text = "联系代表，录入面商"
        return Doing(text, "录入面商", part.contact_due_on, "desk-part-contact")
    return _to_write(part, due)


def is_new(part: Any) -> bool:
    """Whether the unit has still to say that it takes it up; a ledger's were taken up long since.

    Agrees with what ``parts.by_urgency`` sorts among the new.
    """
    return part.accepted_on is None and part.round == 1 and part.return_due_on is not None


def _to_accept(part: Any, due: dt.date | None, today: dt.date) -> Doing:
    """Within its days the unit may still give it back."""
    last = part.return_due_on
    if last is not None and today <= last:
        return Doing("接办，或者退办", "接办", last, None, "接办以后不能再退办。")
    is_pressing = due is not None and (due - today).days <= SOON_DAYS
    return Doing("接办，尽快答复" if is_pressing else "接办", "接办", due, None)


def _to_write(part: Any, due: dt.date | None) -> Doing:
    note = _owed_opinions(part)
    if draft_of(part) is not None:
        return Doing("写完答复稿，送签", "接着写答复", due, "desk-part-reply", note)
    text = "重新办理，再次答复" if part.round > 1 else "办理、写答复"
    return Doing(text, "写答复", due, "desk-part-reply", note)


def _owed_opinions(part: Any) -> str:
    waiting = "、".join(str(each.unit) for each in waits_for(part))
    return f"还没有收到{waiting}的协办意见，收到以后才能送签。" if waiting else ""
