"""What became of one proposal: who had it, until when, what was answered, what sponsors said."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch

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
    ratings = ReplyRating.objects.select_related("sponsorship__deputy")
    replies = Reply.objects.select_related("outcome").prefetch_related(
        Prefetch("ratings", ratings, to_attr="said")
    )
    assignments = proposal.assignments.select_related("unit").prefetch_related(
        Prefetch("replies", replies, to_attr="given")
    )
    found = [
        Handled(
            assignment,
            [Answer(reply, reply.said, in_time(assignment, reply)) for reply in assignment.given],
        )
        for assignment in assignments.order_by("pk")
    ]
    return sorted(found, key=lambda handled: handled.assignment.role == UnitRole.CO)


def in_time(assignment: Assignment, reply: Reply) -> str:
    """按时, 逾期, or that the dates don't tell; "" where there is no limit."""
    if assignment.due_on is None:
        return ""
    if reply.replied_on is None:
        return "日期未载，无法判断是否按时"
    late = is_late(reply.replied_on, assignment.due_on)
    if late is None:
        return "日期只到月，无法判断是否按时"
    return "逾期" if late else "按时"
