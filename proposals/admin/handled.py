"""What each unit did with a proposal, as the office reads it below the form."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from congress.common.models import with_files
from congress.common.templatetags.portal import cn_date
from proposals.documents.owed import Owed, days_until
from proposals.enums import PromiseState, ProposalStep
from proposals.handling import Answer, Handled, handling_in_full
from proposals.models import (
    Assignment,
    AssistingOpinion,
    FeedbackRequest,
    Pressing,
    Promise,
    Proposal,
    Publication,
    ReplyRating,
)
from proposals.services.feedback import rating_is_bad, waits_in_vain
from proposals.services.publishing import hidden_because, why_not_public
from proposals.workflow import allows


@dataclass(frozen=True)
class Voice:
    """What one sponsor says of a reply, or until when he is asked; ``tone`` as for lines."""

    who: str
    text: str
    tone: str = ""


@dataclass(frozen=True)
class AnswerShown:
    answer: Answer
    voices: list[Voice]
    promise: Promise | None
    promise_is_late: bool = False


@dataclass(frozen=True)
class PartShown:
    """One unit's part, with what belongs to it."""

    handled: Handled
    opinion: AssistingOpinion | None
    is_overdue: bool
    answers: list[AnswerShown] = field(default_factory=list)

    @property
    def assignment(self) -> Assignment:
        return self.handled.assignment


def office_handling(proposal: Proposal, day: dt.date) -> list[PartShown]:
    """All units' parts, assisting ones last; in a fixed number of queries."""
    opinions = {
        row.assignment_id: row
        for row in AssistingOpinion.objects.filter(assignment__proposal=proposal).prefetch_related(
            with_files()
        )
    }
    asked: dict[int, list[FeedbackRequest]] = {}
    rows = FeedbackRequest.objects.filter(reply__assignment__proposal=proposal)
    for row in rows.select_related("sponsorship__deputy").order_by(
        "-sponsorship__is_lead", "sponsorship__order", "pk"
    ):
        asked.setdefault(row.reply_id, []).append(row)
    return [
        PartShown(
            handled,
            opinions.get(handled.assignment.pk),
            handled.assignment.is_overdue(day),
            [
                _answer(answer, handled.assignment, asked.get(answer.reply.pk, []), day)
                for answer in handled.answers
            ],
        )
        for handled in handling_in_full(proposal)
    ]


@dataclass(frozen=True)
class PublicShown:
    """``state`` in a sentence; ``address`` is where all read it, "" while nobody can."""

    state: str
    address: str = ""
    warning: str = ""


def public_state_of(proposal: Proposal) -> PublicShown | None:
    """Whether all may read it, since when; None while it can't be published anyway."""
    found = Publication.objects.filter(proposal=proposal).defer("search_text", "reply_text")
    row = found.first()
    if row is not None and row.is_standing:
        why_not = hidden_because(proposal)
        since = f"{cn_date(row.published_on)}公开，公开的案由是“{row.title}”。"
        later = f"公开后有新答复（{cn_date(row.answered_again_on)}），群众还看不到。"
        return PublicShown(
            since + why_not,
            "" if why_not else reverse("proposals:outcome", args=[proposal.public_id]),
            later if row.answered_again_on else "",
        )
    if row is not None:
        why = f"{cn_date(row.taken_back_on)}撤下：{row.taken_back_because}"
        return PublicShown(f"{cn_date(row.published_on)}公开，{why}")
    if not allows(proposal, ProposalStep.PUBLISH):
        return None
    why_not = why_not_public(proposal)
    return PublicShown(why_not or "还没有公开。")


def owed_now(parts: list[PartShown], asked: list[FeedbackRequest], day: dt.date) -> list[Voice]:
    """What matters now: which unit owes what until when, whose ratings are awaited."""
    said = []
    for part in parts:
        if not part.assignment.is_waiting:
            continue
        each = Owed(None, part.assignment, days_until(part.assignment.due_on, day))
        until = f"应在{part.assignment.due_on}以前" if part.assignment.due_on else "还没有"
        lateness = f"，{each.lateness}" if each.is_late or each.is_soon else ""
        tone = "late" if each.is_late else ""
        said.append(Voice(str(part.assignment.unit), f"{until}{each.what}{lateness}。", tone))
    if asked:
        last = cn_date(max(row.due_on for row in asked))
        said.append(Voice(f"{len(asked)}名代表", f"还没有评价，截止{last}。"))
    return said


def pressings_of(proposal: Proposal) -> list[Pressing]:
    """How the presidium pressed for it, and when it asked the deputies."""
    rows = Pressing.objects.filter(proposal=proposal)
    return list(rows.select_related("assignment__unit", "member", "meeting", "entered_by"))


def _answer(
    answer: Answer, part: Assignment, asked: list[FeedbackRequest], day: dt.date
) -> AnswerShown:
    reply = answer.reply
    promise = getattr(reply, "promised", None)
    late = is_late_promise(promise, day) if promise else False
    ratings = {row.sponsorship_id: row for row in answer.ratings}
    is_overtaken = part.is_waiting or part.round > reply.round
    voices = []
    for row in asked:
        rating = ratings.pop(row.sponsorship_id, None)
        if rating is not None:
            voices.append(_rated(rating))
        else:
            voices.append(_silent(row, day, is_overtaken))
    # Ratings of a ledger: nobody was asked here.
    voices += [_rated(rating) for rating in ratings.values()]
    return AnswerShown(answer, voices, promise, late)


def is_late_promise(promise: Promise, day: dt.date) -> bool:
    """Open after its date; one that is only a month or a year ends with it."""
    is_open = promise.state == PromiseState.OPEN
    return is_open and promise.due_on is not None and promise.due_on.latest() < day


def _rated(rating: ReplyRating) -> Voice:
    attitude = rating.get_attitude_display() or "未表态"
    result = rating.get_result_display() or "未表态"
    text = f"办理态度{attitude}，办理结果{result}"
    if rating.rated_on:
        text += f"（{rating.rated_on}）"
    if rating.words:
        text += f"：{rating.words}"
    return Voice(_name(rating.sponsorship), text, "late" if rating_is_bad(rating) else "")


def _silent(row: FeedbackRequest, day: dt.date, is_overtaken: bool) -> Voice:
    reminded = ""
    if row.reminded_on:
        reminded = f"，{cn_date(row.reminded_on)}已提醒（{row.how}）"
    if is_overtaken:
        return Voice(_name(row.sponsorship), "没有评价，已经重新办理")
    if waits_in_vain(row, day):
        text = f"没有评价，{cn_date(row.due_on)}已截止{reminded}，不计入满意率"
        return Voice(_name(row.sponsorship), text)
    if row.due_on < day:
        text = f"没有评价，{cn_date(row.due_on)}已截止，没有提醒过，仍计入满意率"
        return Voice(_name(row.sponsorship), text, "due")
    return Voice(_name(row.sponsorship), f"还没有评价，截止{cn_date(row.due_on)}{reminded}")


def _name(sponsorship: Any) -> str:
    return f"{sponsorship.deputy}{'（领衔）' if sponsorship.is_lead else ''}"
