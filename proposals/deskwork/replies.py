"""What the units said, on the page of one proposal; what was said of it as far as one may know."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from congress.common.permissions import can_view_records
from congress.common.roles import Role, has_role
from proposals.deskwork.unit.parts import units_for
from proposals.enums import PromiseState, UnitRole
from proposals.handling import Answer, Handled, handling_in_full, tally_of
from proposals.models import Assignment, FeedbackRequest, Promise, ReplyRating
from proposals.permissions import can_view_ratings, is_answered, reads_all


@dataclass(frozen=True)
class Said:
    """What the sponsors said of one reply: each by name, or only how many (``tally``)."""

    ratings: list[ReplyRating]
    tally: str
    waiting: list[Any]


@dataclass(frozen=True)
class Told:
    """A reply as the page shows it."""

    answer: Answer
    promise: Promise | None
    is_promise_late: bool
    said: Said
    has_letter: bool = False
    has_sheets: bool = False

    @property
    def reply(self) -> Any:
        return self.answer.reply


@dataclass(frozen=True)
class Prints:
    """What the reader may print of replies: all letters, and of which units what they sent.

    Agrees with ``can_print_reply``. A sponsor's own sheet is offered where he is asked.
    """

    all_letters: bool
    all_sheets: bool
    units: frozenset[int]

    @classmethod
    def of(cls, user: Any, proposal: Any) -> Prints:
        sees_sheets = can_view_records(user) or has_role(user, Role.PRESIDIUM_MEMBER)
        answered = reads_all(user) or is_answered(user, proposal)
        return cls(answered, sees_sheets, frozenset(units_for(user)))

    def letter_of(self, unit: int) -> bool:
        return self.all_letters or unit in self.units

    def sheets_of(self, unit: int) -> bool:
        return self.all_sheets or unit in self.units


@dataclass(frozen=True)
class UnitsPart:
    """One unit: its talks with the deputies, its latest reply, what it replied before."""

    assignment: Assignment
    talks: list[Any]
    latest: Told | None
    earlier: list[Told]


def about_replies(
    user: Any, answered: Any, handling: list[Handled] | None, today: dt.date
) -> dict[str, Any]:
    """For the page: the replies to a proposal, or to what it was merged into."""
    if handling is None:
        handling = handling_in_full(answered)
    replies = replies_shown(user, answered, handling, today)
    has_reply = any(part.latest for part in replies)
    return {"replies": replies, "replies_title": "答复" if has_reply else "和代表的联系"}


def replies_shown(
    user: Any, proposal: Any, handling: list[Handled], today: dt.date
) -> list[UnitsPart]:
    """Units that answered, or spoke with the deputies; what assisting units say isn't told."""
    names = can_view_ratings(user, proposal)
    prints = Prints.of(user, proposal)
    asked = _asked(proposal) if names else {}
    shown = []
    for part in handling:
        if part.assignment.role == UnitRole.CO or not (part.answers or part.talks):
            continue
        told = [_told(answer, names, asked, today, prints) for answer in part.answers]
        told.sort(key=lambda each: (each.reply.round, each.reply.pk))
        latest = told[-1] if told else None
        shown.append(UnitsPart(part.assignment, part.talks, latest, told[:-1]))
    return shown


def _told(
    answer: Answer, names: bool, asked: dict[int, list[Any]], today: dt.date, prints: Prints
) -> Told:
    promise = getattr(answer.reply, "promised", None)
    due_on = promise.due_on if promise else None
    is_open = promise is not None and promise.state == PromiseState.OPEN
    late = is_open and due_on is not None and due_on.latest() < today
    unit = answer.reply.assignment.unit_id
    return Told(
        answer,
        promise,
        late,
        _said(answer, names, asked),
        has_letter=bool(answer.reply.content.strip()) and prints.letter_of(unit),
        has_sheets=prints.sheets_of(unit),
    )


def _said(answer: Answer, names: bool, asked: dict[int, list[Any]]) -> Said:
    tally = tally_of(answer.ratings) if answer.ratings else ""
    if not names:
        return Said([], tally, [])
    done = {rating.sponsorship_id for rating in answer.ratings}
    rows = asked.get(answer.reply.pk, [])
    waiting = [row.sponsorship.deputy for row in rows if row.sponsorship_id not in done]
    return Said(answer.ratings, tally, waiting)


def _asked(proposal: Any) -> dict[int, list[Any]]:
    """Who is asked of which reply, as far as it still waits for them."""
    rows = FeedbackRequest.objects.open().filter(reply__assignment__proposal=proposal)
    found: dict[int, list[Any]] = {}
    for row in rows.select_related("sponsorship__deputy"):
        found.setdefault(row.reply_id, []).append(row)
    return found
