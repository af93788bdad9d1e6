"""What became of one proposal: who had it, until when, what was answered, what sponsors said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet

from congress.common.models import with_files
from congress.common.partial_dates import PartialDate
from proposals.deadlines import is_late
from proposals.enums import Satisfaction, UnitRole
from proposals.models import (
    Assignment,
    Contact,
    Extension,
    Proposal,
    Reply,
    ReplyRating,
    Sponsorship,
)


@dataclass(frozen=True)
class Answer:
    """A reply with what the sponsors said of it, and whether it came in time (in words)."""

    reply: Reply
    ratings: list[ReplyRating]
    in_time: str


@dataclass(frozen=True)
class Handled:
    """One unit's part; talks and extensions only with ``handling_in_full``."""

    assignment: Assignment
    answers: list[Answer]
    talks: list[Contact] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)


def handling_of(proposal: Proposal) -> list[Handled]:
    """All assignments, assisting units last; in three queries."""
    return handled(parts_with_replies().filter(proposal=proposal))


def handling_in_full(proposal: Proposal) -> list[Handled]:
    """With talks, extensions, files and promises too, for the page of one proposal."""
    replies = _replies().select_related("outcome", "promised").prefetch_related(with_files())
    people = Sponsorship.objects.select_related("deputy")
    talks = Contact.objects.prefetch_related(Prefetch("with_whom", people, to_attr="people"))
    parts = _parts(replies).prefetch_related(
        Prefetch("contacts", talks, to_attr="talks"),
        Prefetch("extensions", Extension.objects.all(), to_attr="asked"),
    )
    return handled(parts.filter(proposal=proposal))


def parts_with_replies() -> QuerySet[Assignment]:
    """Assignments with what was answered and said of it, as ``handled`` reads them."""
    return _parts(_replies())


def _parts(replies: QuerySet[Reply]) -> QuerySet[Assignment]:
    parts = Assignment.objects.select_related("unit").order_by("pk")
    return parts.prefetch_related(Prefetch("replies", replies, to_attr="given"))


def _replies() -> QuerySet[Reply]:
    ratings = ReplyRating.objects.select_related("sponsorship__deputy")
    return Reply.objects.select_related("outcome").prefetch_related(
        Prefetch("ratings", ratings, to_attr="said")
    )


def handled(parts: Iterable[Any]) -> list[Handled]:
    """What units did with one proposal, assisting units last."""
    found = [
        Handled(
            part,
            [Answer(reply, reply.said, in_time(part, reply)) for reply in part.given],
            getattr(part, "talks", []),
            getattr(part, "asked", []),
        )
        for part in parts
    ]
    return sorted(found, key=lambda each: each.assignment.role == UnitRole.CO)


def due_of(assignment: Assignment, reply: Reply) -> PartialDate | None:
    """The limit that a reply was due by: its own, since a second round has another."""
    return reply.due_on or assignment.due_on


def in_time(assignment: Assignment, reply: Reply) -> str:
    """按时, 逾期, or that the dates don't tell; "" where there is no limit."""
    due_on = due_of(assignment, reply)
    if due_on is None:
        return ""
    if reply.replied_on is None:
        return "日期未载，无法判断是否按时"
    late = is_late(reply.replied_on, due_on)
    if late is None:
        return "日期只到月，无法判断是否按时"
    return "逾期" if late else "按时"


def tally_of(ratings: Iterable[ReplyRating]) -> str:
    """What the sponsors said, without names: 对办理态度满意2人；对办理结果满意1人，不满意1人."""
    rows = list(ratings)
    parts = []
    for label, values in (
        ("对办理态度", [row.attitude for row in rows]),
        ("对办理结果", [row.result for row in rows]),
    ):
        counts = Counter(value or Satisfaction.UNSTATED.value for value in values)
        said = [f"{choice.label}{counts[choice]}人" for choice in Satisfaction if counts[choice]]
        parts.append(f"{label}{'，'.join(said)}")
    return "；".join(parts)
