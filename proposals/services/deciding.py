"""What the presidium decides on a motion at a recorded meeting, and how the congress votes."""

from __future__ import annotations

import datetime as dt
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from congress.common.exceptions import RuleViolation
from congress.common.history import sign
from congress.common.templatetags.portal import cn_date
from congress.township.law import majority, quorum
from deputies.models import Deputy, PresidiumMeeting
from proposals.enums import ProposalKind, ProposalStep
from proposals.models import MotionVote, Proposal, ProposalSettings
from proposals.notices import tell_sponsors
from proposals.numbering import give_number
from proposals.permissions import can_decide_proposal
from proposals.services.acting import (
    LONGEST_REASON,
    advance,
    locked,
    require,
    require_past,
    require_seen,
)
from proposals.workflow import allows


@dataclass(frozen=True)
class Tally:
    """A count of votes; all numbers are persons. ``all_deputies`` is everybody in office."""

    voted_on: dt.date
    all_deputies: int
    present: int
    in_favour: int
    against: int
    abstained: int


def put_on_agenda(
    proposal: Proposal,
    *,
    actor: Any,
    meeting: PresidiumMeeting,
    reason: str = "",
    seen_version: int | None = None,
) -> Proposal:
    """列入议程: the presidium puts the motion on the agenda of the session (组织法22)."""
    text = f"主席团会议决定把{proposal.number_label}列入大会议程"
    return _decide(proposal, ProposalStep.PUT_ON_AGENDA, actor, meeting, reason, seen_version, text)


def convert_to_suggestion(
    proposal: Proposal,
    *,
    actor: Any,
    meeting: PresidiumMeeting,
    reason: str = "",
    seen_version: int | None = None,
) -> Proposal:
    """转为建议: not put on the agenda, handled as a suggestion under the number it has.

    Where motions are numbered apart, it gets the next number of the suggestions; its old one is
    given to nobody else.
    """
    text = f"主席团会议决定把{proposal.number_label}转为建议，接着交办"
    return _decide(proposal, ProposalStep.CONVERT, actor, meeting, reason, seen_version, text)


def record_vote(
    proposal: Proposal,
    tally: Tally,
    *,
    actor: Any,
    resolution_title: str = "",
    resolution: str = "",
    seen_version: int | None = None,
) -> MotionVote:
    """Enter how the congress voted; more than half of all deputies carry the motion (组织法25).

    Raises RuleViolation when the numbers contradict each other, or two thirds were not present
    (组织法14④).
    """
    require_possible(tally)
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_decide_proposal(actor))
        require_seen(proposal, seen_version)
        _require_on_agenda(proposal, tally.voted_on)
        vote = MotionVote(
            proposal=proposal,
            resolution_title=resolution_title.strip(),
            resolution=resolution.strip(),
            **tally.__dict__,
        )
        step = ProposalStep.ADOPT if vote.is_adopted else ProposalStep.REJECT
        words = tally_in_words(vote)
        advance(proposal, step, actor=actor, reason=words, taken_on=tally.voted_on)
        sign(vote, actor, step.label)
        vote.save()
        tell_sponsors(proposal, f"{proposal.number_label}{step.label}", actor=actor, detail=words)
    return vote


def record_resolution(
    vote: MotionVote, *, actor: Any, title: str, text: str, seen_version: int | None = None
) -> MotionVote:
    """Enter or correct the resolution; the count of votes stays. Raises StaleRecord."""
    if not title.strip():
        raise RuleViolation("请写决议的标题。")
    with transaction.atomic():
        require(can_decide_proposal(actor))
        vote.resolution_title, vote.resolution = title.strip(), text.strip()
        sign(vote, actor, "录入决议")
        vote.save_version(seen_version)
    return vote


def entitled_deputies(proposal: Proposal, on: dt.date) -> int:
    """全体代表: how many deputies are in office on the day, by the roster."""
    return Deputy.objects.serving(on=on, term=proposal.term).count()


def tally_in_words(vote: MotionVote) -> str:
    """全体代表80名，出席76名；赞成70票，反对2票，弃权3票，未表决1人；须41票通过。"""
    rest = f"，未表决{vote.not_voting}人" if vote.not_voting else ""
    return (
        f"全体代表{vote.all_deputies}名，出席{vote.present}名；赞成{vote.in_favour}票，"
        f"反对{vote.against}票，弃权{vote.abstained}票{rest}；须{majority(vote.all_deputies)}票通过。"
    )


def require_possible(tally: Tally) -> None:
    """Raises RuleViolation when the numbers of a vote can't be true."""
    require_past(tally.voted_on, "表决日期")
    if tally.all_deputies < 1:
        raise RuleViolation("全体代表至少1名，请核对。")
    if tally.present > tally.all_deputies:
        raise RuleViolation(f"出席{tally.present}名，多于全体代表{tally.all_deputies}名，请核对。")
    votes = tally.in_favour + tally.against + tally.abstained
    if votes > tally.present:
        raise RuleViolation(f"赞成、反对、弃权合计{votes}票，多于出席的{tally.present}名，请核对。")
    needed = quorum(tally.all_deputies)
    if tally.present < needed:
        raise RuleViolation(
            f"出席{tally.present}名，不到全体代表的三分之二（{needed}名），会议不能举行。请核对。"
        )


def _require_on_agenda(proposal: Proposal, day: dt.date) -> None:
    """The congress votes on what the presidium has put on its agenda, not before."""
    steps = proposal.steps.filter(step=ProposalStep.PUT_ON_AGENDA, meeting__isnull=False)
    last = steps.select_related("meeting").order_by("-pk").first()
    if last is not None and last.meeting and day < last.meeting.held_on:
        on = cn_date(last.meeting.held_on)
        raise RuleViolation(f"表决日期在列入议程（{on}）以前，请核对。")


def require_meeting(proposal: Proposal, meeting: PresidiumMeeting) -> None:
    """Raises RuleViolation unless it is a meeting of the term that was held, with people there."""
    require_past(meeting.held_on, "主席团会议日期")
    if meeting.term_id != proposal.term_id:
        raise RuleViolation(f"{meeting}不是{proposal.term}的会议，请另选一次。")
    if not meeting.present.exists():
        raise RuleViolation(f"请先写明谁出席了{meeting}，再录入决定。")
    submitted = proposal.submitted_on
    if submitted is not None and meeting.held_on < submitted.earliest():
        raise RuleViolation(
            f"{meeting}在提出日期（{cn_date(submitted)}）以前，不能决定这件，请另选一次。"
        )


def _decide(
    proposal: Proposal,
    step: ProposalStep,
    actor: Any,
    meeting: PresidiumMeeting,
    reason: str,
    seen_version: int | None,
    text: str,
) -> Proposal:
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_decide_proposal(actor))
        require_seen(proposal, seen_version)
        require_meeting(proposal, meeting)
        reason, changes = reason.strip(), None
        if step == ProposalStep.CONVERT and allows(proposal, step):
            changes, renumbered = _converted(proposal)
            text += renumbered and f"，{renumbered}"
            reason = "。".join(said.rstrip("。") for said in (reason, renumbered) if said)
        advance(
            proposal,
            step,
            actor=actor,
            changes=changes,
            reason=reason[:LONGEST_REASON],
            taken_on=meeting.held_on,
            meeting=meeting,
        )
        tell_sponsors(proposal, text, actor=actor, detail=reason)
    return proposal


def _converted(proposal: Proposal) -> tuple[dict[str, Any], str]:
    """What changes in a motion that becomes a suggestion; its new number in words, if it gets one.

    Changes nothing: who takes the step writes it.
    """
    changes: dict[str, Any] = {"kind": ProposalKind.SUGGESTION, "was_motion": True}
    settings = ProposalSettings.load()
    if proposal.number is None or not settings.numbers_motions_apart:
        return changes, ""
    trial = copy(proposal)
    trial.kind = ProposalKind.SUGGESTION
    give_number(trial, settings)
    changes |= {"series": trial.series, "number": trial.number}
    return changes, f"原为议案{proposal.number_label}，改编为建议{trial.number_label}"
