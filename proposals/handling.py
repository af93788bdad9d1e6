"""What became of one proposal: who had it, until when, what was answered, what sponsors said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from congress.common.partial_dates import PartialDate
from proposals.deadlines import is_late
from proposals.enums import UnitRole
from proposals.models import Assignment, Proposal, Reply, ReplyRating


@dataclass(frozen=True)
class Answer:
    """A reply with what the sponsors said of it, and whether it came in time (in words)."""

    reply: Reply
    ratings: list[ReplyRating]
    in_time: str


@dataclass(frozen=True)
class Handled:
    """One unit's part."""

    assignment: Assignment
    answers: list[Answer]


def handling_of(proposal: Proposal) -> list[Handled]:
    """All assignments, assisting units last; in three queries."""
    return handled(parts_with_replies().filter(proposal=proposal))


def parts_with_replies() -> QuerySet[Assignment]:
    """Assignments with what was answered and said of it, as ``handled`` reads them."""
    ratings = ReplyRating.objects.select_related("sponsorship__deputy")
    replies = Reply.objects.select_related("outcome").prefetch_related(
        Prefetch("ratings", ratings, to_attr="said")
    )
    parts = Assignment.objects.select_related("unit").order_by("pk")
    return parts.prefetch_related(Prefetch("replies", replies, to_attr="given"))


def handled(parts: Iterable[Any]) -> list[Handled]:
    """What units did with one proposal, assisting units last."""
    found = [
        Handled(part, [Answer(reply, reply.said, in_time(part, reply)) for reply in part.given])
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
