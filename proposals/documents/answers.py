"""What documents read of replies: whom they answer, what they are called, what unit says them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from congress.common.models import with_files
from congress.township.models import Township
from proposals.enums import Occasion, ProposalKind, Proposer, UnitRole
from proposals.models import (
    Assignment,
    FeedbackRequest,
    Proposal,
    Reply,
    ReplyDraft,
    ReplyRating,
    Sponsorship,
)
from proposals.querysets import BY_SESSION

# A criticism is spoken of as 批评意见: 第7号批评 is no Chinese.
_NAMES = {ProposalKind.CRITICISM: "批评意见"}
_BY_PROPOSAL = tuple(
    f"-assignment__proposal__{name[1:]}" if name[0] == "-" else f"assignment__proposal__{name}"
    for name in BY_SESSION
)


@dataclass(frozen=True)
class Matter:
    """One proposal as its answer has it: what was merged into it, and whom it answers.

    ``sponsors`` begin with the lead; those of merged proposals come last, each deputy once.
    ``helpers`` are the assisting units.
    """

    proposal: Any
    merged: list[Any] = field(default_factory=list)
    sponsors: list[Sponsorship] = field(default_factory=list)
    helpers: list[Any] = field(default_factory=list)


_NAMED = (
    "outcome",
    "assignment__unit",
    "assignment__proposal__session__term",
    "assignment__proposal__term",
)


def replies_to_print(rows: QuerySet[Reply]) -> list[Any]:
    """Replies with all that their documents say, in a fixed number of queries, by number.

    Each has ``said`` (ratings), ``asked`` (who is asked what he thinks) and ``files``.
    """
    people = "sponsorship__deputy"
    asked = FeedbackRequest.objects.select_related(people)
    ratings = ReplyRating.objects.select_related(people, "entered_by")
    return list(
        rows.select_related(*_NAMED)
        .prefetch_related(
            with_files(),
            Prefetch("requests", asked, to_attr="asked"),
            Prefetch("ratings", ratings, to_attr="said"),
        )
        .order_by(*_BY_PROPOSAL, "assignment__pk", "round", "pk")
    )


def drafts_to_print(rows: QuerySet[ReplyDraft]) -> list[Any]:
    """Replies that didn't go out yet, with their files."""
    return list(rows.select_related(*_NAMED).prefetch_related(with_files()))


def replies_of(proposals: Sequence[Any]) -> list[Any]:
    """The units' latest replies to these proposals; what they said before lies in the file."""
    keys = [proposal.pk for proposal in proposals]
    rows = replies_to_print(Reply.objects.filter(assignment__proposal__in=keys))
    latest = {reply.assignment_id: reply for reply in rows}
    return [reply for reply in rows if latest[reply.assignment_id] is reply]


def matters_of(proposals: Iterable[Any]) -> dict[int, Matter]:
    """What answers say of these proposals, by primary key; in three queries."""
    found = {proposal.pk: Matter(proposal) for proposal in proposals}
    mine = Q(proposal__in=found) | Q(proposal__merged_into__in=found)
    sponsors = Sponsorship.objects.confirmed().filter(mine).select_related("deputy", "proposal")
    for row in sponsors.order_by("-is_lead", "order", "pk"):
        own = row.proposal_id in found
        main = found[row.proposal_id if own else row.proposal.merged_into_id or 0]
        main.sponsors.append(row)
    for matter in found.values():
        _own_first(matter)
    for other in Proposal.objects.filter(merged_into__in=found).order_by("number", "pk"):
        found[other.merged_into_id or 0].merged.append(other)
    helping = Assignment.objects.current().filter(proposal__in=found, role=UnitRole.CO)
    for part in helping.select_related("unit").order_by("pk"):
        found[part.proposal_id].helpers.append(part.unit)
    return found


def _own_first(matter: Matter) -> None:
    rows = sorted(matter.sponsors, key=lambda row: row.proposal_id != matter.proposal.pk)
    once = {row.deputy_id: row for row in reversed(rows)}
    matter.sponsors[:] = [row for row in rows if once[row.deputy_id] is row]


def reply_title(proposal: Any, round_: int) -> str:
    """关于江湾镇第十九届人民代表大会第五次会议第7号建议的答复; 再次答复 in a second round."""
    return f"关于{item_name(proposal)}的{'再次' if round_ > 1 else ''}答复"


def item_name(proposal: Any) -> str:
    """江湾镇第十九届人民代表大会第五次会议第7号建议; in recess …闭会期间第2号批评意见."""
    whole = proposal.session.full_name if proposal.session else proposal.term.full_name
    recess = Occasion.INTERSESSIONAL.label if proposal.occasion == Occasion.INTERSESSIONAL else ""
    return f"{whole}{recess}{short_name(proposal)}"


def short_name(proposal: Any) -> str:
    """第7号建议; without a number 建议."""
    number = f"第{proposal.number}号" if proposal.number else ""
    return f"{number}{kind_name(proposal)}"


def kind_name(proposal: Any) -> str:
    """议案, 建议, 批评意见, 意见."""
    kind = ProposalKind(proposal.kind)
    return _NAMES.get(kind, str(kind.label))


def proposer_name(proposal: Any, town: Township | None) -> str:
    """Who brings a motion that no deputy does: the presidium, or the town's government."""
    if proposal.proposer == Proposer.PRESIDIUM:
        return town.presidium_name if town else Proposer.PRESIDIUM.label
    return f"{town}人民政府" if town else Proposer.GOVERNMENT.label


def full_unit_name(unit: Any, town: Township | None) -> str:
    """镇水利站 signs as 江湾镇水利站; a unit with a name of its own as it is called."""
    name = str(unit)
    if town is not None and name[:1] in ("镇", "乡") and town.name.endswith(name[0]):
        return f"{town.name}{name[1:]}"
    return name
