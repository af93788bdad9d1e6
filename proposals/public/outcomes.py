"""One published proposal as the public reads it: from its public text alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from congress.common.partial_dates import PartialDate
from proposals.enums import (
    AssignmentStatus,
    ProposalKind,
    ProposalStep,
    Proposer,
    Satisfaction,
    SponsorshipStatus,
    UnitRole,
)
from proposals.models import (
    Assignment,
    Promise,
    Proposal,
    Publication,
    PublishedReply,
    ReplyRating,
    Sponsorship,
    StepTaken,
)
from proposals.public_rows import PublicationQuerySet
from proposals.services.deciding import tally_in_words

Do = ProposalStep


@dataclass(frozen=True)
class PublicEvent:
    """One line of what happened, without the people who did it in the office."""

    on: PartialDate | None
    text: str


@dataclass(frozen=True)
class PublicAnswer:
    """A unit's reply as it was published, with the promise in it."""

    unit: str
    row: PublishedReply
    promise: Promise | None

    @property
    def outcome(self) -> Any:
        return self.row.reply.outcome


@dataclass
class Outcome:
    """All that the page shows. ``ratings`` are (word, number) for the outcome, without names."""

    publication: Publication
    sponsors: str = ""
    answers: list[PublicAnswer] = field(default_factory=list)
    timeline: list[PublicEvent] = field(default_factory=list)
    ratings: list[tuple[str, int]] = field(default_factory=list)
    merged: int = 0
    vote: str = ""
    waits_for_publication: bool = False

    @property
    def proposal(self) -> Proposal:
        return self.publication.proposal


def for_list(rows: PublicationQuerySet) -> PublicationQuerySet:
    """With what a line of the list shows, in a fixed number of queries."""
    replies = PublishedReply.objects.select_related("reply__outcome", "reply__assignment__unit")
    shown = rows.select_related("proposal__session__term", "proposal__term", "proposal__category")
    return shown.defer(
        "search_text", "reply_text", "proposal__search_text", "proposal__grounds"
    ).prefetch_related(Prefetch("replies", replies.defer("content", "reply__content")))


def outcome_of(publication: Publication) -> Outcome:
    """Reads ``proposal__session__term``; eight queries."""
    proposal = publication.proposal
    parts = list(_parts(proposal))
    steps = list(StepTaken.objects.filter(proposal=proposal).select_related("meeting"))
    ratings = list(_ratings(parts))
    vote = getattr(proposal, "vote", None)
    rows = publication.replies.select_related("reply__outcome", "reply__assignment__unit")
    answers = [
        PublicAnswer(str(row.reply.assignment.unit), row, getattr(row.reply, "promised", None))
        for row in rows.select_related("reply__promised")
    ]
    return Outcome(
        publication,
        sponsors=sponsors_in_public(publication),
        answers=answers,
        timeline=_timeline(proposal, parts, steps, ratings),
        ratings=_counted(ratings),
        merged=proposal.merged.count(),
        vote=tally_in_words(vote) if vote else "",
        waits_for_publication=_has_newer(parts, answers),
    )


def _parts(proposal: Proposal) -> Any:
    kept = [AssignmentStatus.ASSIGNED, AssignmentStatus.REPLIED]
    rows = Assignment.objects.filter(proposal=proposal, status__in=kept).select_related("unit")
    found = rows.prefetch_related("replies__outcome").order_by("pk")
    return sorted(found, key=lambda part: part.role == UnitRole.CO)


def sponsors_in_public(publication: Publication) -> str:
    """王勇、李芳等5名代表; how many where the names aren't public; 镇人民政府 for its motion."""
    proposal = publication.proposal
    if proposal.proposer != Proposer.DEPUTIES:
        return str(proposal.get_proposer_display())
    rows = Sponsorship.objects.filter(proposal=proposal, status=SponsorshipStatus.CONFIRMED)
    names = [str(row.deputy.name) for row in rows.select_related("deputy")]
    if not publication.shows_sponsors:
        return f"{len(names)}名代表"
    if len(names) > _NAMED:
        return f"{'、'.join(names[:_NAMED])}等{len(names)}名代表"
    return f"{'、'.join(names)}代表" if names else ""


_NAMED = 3


def _ratings(parts: Iterable[Any]) -> Any:
    last = [max(part.replies.all(), key=lambda r: (r.round, r.pk), default=None) for part in parts]
    return ReplyRating.objects.filter(reply__in=[reply for reply in last if reply])


def _counted(ratings: Iterable[ReplyRating]) -> list[tuple[str, int]]:
    said = [rating.result for rating in ratings if rating.result]
    return [(str(s.label), said.count(s)) for s in Satisfaction if s in said]


_TOLD = {
    Do.PUT_ON_AGENDA: "列入大会议程。",
    Do.CONVERT: "主席团决定转为建议，交有关单位办理。",
    Do.ADOPT: "大会表决通过。",
    Do.REJECT: "大会表决没有通过。",
    Do.REHANDLE: "代表不满意或者还没有办好，重新办理。",
    Do.CLOSE: "办结。",
}


def _timeline(
    proposal: Proposal, parts: list[Any], steps: list[StepTaken], ratings: list[ReplyRating]
) -> list[PublicEvent]:
    kind = "议案" if ProposalKind(proposal.kind).is_motion else proposal.get_kind_display()
    events = [PublicEvent(proposal.submitted_on, f"提出{kind}。")]
    events += [
        PublicEvent(PartialDate.of(step.taken_on), _TOLD[Do(step.step)])
        for step in steps
        if step.step in _TOLD
    ]
    for part in parts:
        due = f"，应在{part.due_on}以前答复" if part.due_on and part.round == 1 else ""
        role = part.get_role_display()
        events.append(PublicEvent(part.assigned_on, f"交{part.unit}{role}{due}。"))
        for reply in part.replies.all():
            again = "再次答复" if reply.round > 1 else "答复"
            said = f"，办理结果：{reply.outcome.name}" if reply.outcome else ""
            events.append(PublicEvent(reply.replied_on, f"{part.unit}{again}{said}。"))
    days = [rating.rated_on for rating in ratings if rating.rated_on]
    if ratings:
        words = "，".join(f"{word}{number}人" for word, number in _counted(ratings))
        last = max(days, key=lambda day: day.latest()) if days else None
        events.append(PublicEvent(last, f"代表评价：{words or '未表态'}。"))
    dated = [event for event in events if event.on is not None]
    undated = [event for event in events if event.on is None]
    # sorted() keeps what happened on one day in the order of the handling.
    return [*sorted(dated, key=_first_day), *undated]


def _first_day(event: PublicEvent) -> Any:
    assert event.on is not None  # noqa: S101
    return event.on.earliest()


def _has_newer(parts: list[Any], answers: list[PublicAnswer]) -> bool:
    """Whether a unit answered once more after what was published of it."""
    shown = {answer.row.reply.assignment_id: answer.row.reply.round for answer in answers}
    return any(
        reply.round > shown[part.pk]
        for part in parts
        if part.pk in shown
        for reply in part.replies.all()
    )
