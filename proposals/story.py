"""What happened to a proposal, in plain words with who and when: steps taken, replies, ratings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from congress.common.partial_dates import PartialDate
from congress.common.templatetags.portal import cn_date
from proposals.enums import (
    AssignmentStatus,
    ProposalSource,
    ProposalStatus,
    ProposalStep,
    Proposer,
)
from proposals.handling import Handled
from proposals.models import MotionVote, Proposal, Sponsorship, StepTaken
from proposals.services.acting import LONGEST_REASON
from proposals.services.deciding import tally_in_words
from proposals.services.feedback import cause_of
from proposals.story_handling import (
    A_ROUND,
    LAST,
    SECOND,
    Event,
    ended,
    pressed,
    promised_by,
    still_owed,
    told_of,
)

Do = ProposalStep
# Told by the replies themselves, with what they say.
_TOLD_BY_REPLIES = (Do.REPLY, Do.COMPLETE)


def steps_of(proposal: Proposal) -> list[StepTaken]:
    """All steps with the people and records they name, the first first; one query."""
    rows = proposal.steps.select_related(
        "taken_by__deputy", "ground", "other", "meeting", "assignment__unit"
    )
    return list(rows.order_by("pk"))


def proposal_timeline(
    proposal: Proposal,
    sponsors: list[Sponsorship],
    handling: list[Handled],
    steps: Iterable[StepTaken] = (),
    *,
    names_raters: bool = True,
) -> list[Event]:
    """From the day it was brought to what was said of the reply.

    Ledgers know no steps: there the assignments tell who had it since when. ``names_raters``:
    whether the reader may know who said what of the reply.
    """
    steps = list(steps)
    second = _Rounds(handling)
    lines = [_told(proposal, step, second) for step in steps if step.step not in _TOLD_BY_REPLIES]
    brought = any(step.step == Do.SUBMIT for step in steps)
    before = (
        []
        if brought or proposal.status in (ProposalStatus.DRAFT, ProposalStatus.COSIGNING)
        else [Event(proposal.submitted_on, _brought(proposal, sponsors))]
    )
    answers = [each for part in handling for each in told_of(part, names_raters=names_raters)]
    events = [*before, *_given_out(handling, steps), *lines, *answers]
    events += pressed(proposal) if handling else []
    return [*_in_order(events), *_still_to_come(proposal, handling)]


def _in_order(events: list[Event]) -> list[Event]:
    """By day; what nobody dated stays behind what it follows."""
    keyed, last = [], dt.date.min
    for event in events:
        last = event.on.earliest() if event.on else last
        keyed.append(((last, event.rank), event))
    return [event for _, event in sorted(keyed, key=lambda pair: pair[0])]


def _brought(proposal: Proposal, sponsors: list[Sponsorship]) -> str:
    number = f"，编为{proposal.number_label}" if proposal.number else ""
    source = "（据台账）" if proposal.source == ProposalSource.LEDGER else ""
    return f"{_bringing(proposal, sponsors)}提出{number}{source}。"


def _bringing(proposal: Proposal, sponsors: list[Sponsorship]) -> str:
    lead = next((s.deputy.name for s in sponsors if s.is_lead), "")
    if proposal.proposer != Proposer.DEPUTIES or not lead:
        return str(proposal.get_proposer_display())
    return f"{lead}等{len(sponsors)}人" if len(sponsors) > 1 else lead


def who(user: Any) -> str:
    """A deputy by his name, anybody else as 人大办 with the name; 系统 for nobody."""
    if user is None:
        return "系统"
    if getattr(user, "deputy", None) is not None:
        return str(user)
    name = str(user)
    return name if "人大" in name else f"人大办{name}"


class _Rounds:
    """Which second round a step begins, and whether a sponsor's judgement began it."""

    def __init__(self, handling: list[Handled]) -> None:
        ratings = [r for part in handling for answer in part.answers for r in answer.ratings]
        self._causes = {cause_of(rating)[:LONGEST_REASON] for rating in ratings}
        self._begun = 0

    def told(self, step: StepTaken, person: str) -> tuple[str, int]:
        """The line of a step that begins a second round, and its rank within the day."""
        rank = self._begun * A_ROUND + SECOND
        self._begun += 1
        unit = f"由{step.assignment.unit}" if step.assignment else ""
        if step.reason in self._causes:
            return f"代表不满意，{unit}重新办理。", rank
        why = f"：{step.reason}" if step.reason else ""
        return f"{person}录入重新办理的决定，{unit}再办一次{why}。", rank


def _told(proposal: Proposal, step: StepTaken, second: _Rounds) -> Event:
    """A step in words. What units and meetings did is told as theirs."""
    person = who(step.taken_by)
    why = f"：{step.reason}" if step.reason else ""
    met = f"{cn_date(step.meeting.held_on)}主席团会议" if step.meeting else "主席团会议"
    words = {
        Do.SUBMIT: _submitting(proposal, step, person),
        Do.REGISTER: f"{person}登记"
        + (f"，编为{proposal.number_label}。" if proposal.number else "。"),
        Do.ACCEPT: f"{person}审查受理{why}。",
        Do.SEND_BACK: f"{person}退回补正{why}",
        Do.SET_ASIDE: f"不作为建议处理（{step.ground or '未写情形'}）{why}。经办：{person}。",
        Do.MERGE: f"{person}并案，和下面这一件一起办理{why}。",
        Do.PUT_ON_AGENDA: f"{met}决定列入大会议程{why}。{person}录入。",
        Do.CONVERT: f"{met}决定转为建议，交有关单位办理{why}。{person}录入。",
        Do.ADOPT: f"大会表决通过。{_tally(proposal) or step.reason}",
        Do.REJECT: f"大会表决没有通过。{_tally(proposal) or step.reason}",
        Do.ASK_WITHDRAWAL: f"{person}申请撤回{why}。",
        Do.WITHDRAW: f"撤回{why}。"
        + (f"{met}同意。" if step.meeting else "")
        + f"经办：{person}。",
        Do.ASSIGN: f"{person}{'' if step.reason.startswith('交') else '交办：'}{step.reason}。",
        Do.RETURN: f"{step.reason}。",
        Do.TAKE_BACK: f"{step.reason}。",
        Do.REOPEN: f"{person}恢复审查{why}。",
        Do.CLOSE: f"办结{why}。",
    }
    text, rank = words.get(Do(step.step), f"{person}{step.get_step_display()}{why}。"), 0
    if step.step == Do.REHANDLE:
        text, rank = second.told(step, person)
    elif step.step in (Do.CLOSE, Do.PUBLISH, Do.TAKE_DOWN):
        rank = LAST
    return Event(PartialDate.of(step.taken_on), ended(text), other=step.other, rank=rank)


def _submitting(proposal: Proposal, step: StepTaken, person: str) -> str:
    again = step.from_status == ProposalStatus.SENT_BACK
    sponsors = getattr(proposal, "sponsors", [])
    if getattr(step.taken_by, "deputy", None) is None:
        return f"{person}代{_bringing(proposal, sponsors)}{'重新提出' if again else '录入并提出'}。"
    return f"{person}补正后重新提出。" if again else f"{_bringing(proposal, sponsors)}提出。"


def _tally(proposal: Proposal) -> str:
    vote = MotionVote.objects.filter(proposal=proposal).first()
    return tally_in_words(vote) if vote else ""


def _given_out(handling: list[Handled], steps: list[StepTaken]) -> Iterator[Event]:
    """Assignments that no step tells of: from a ledger, or entered afterwards."""
    told = {step.taken_on for step in steps if step.step == Do.ASSIGN}
    for handled in handling:
        part = handled.assignment
        if part.assigned_on is not None and part.assigned_on.earliest() in told:
            continue
        returned = "，已退办" if part.status == AssignmentStatus.RETURNED else ""
        yield Event(part.assigned_on, f"交{part.unit}{part.get_role_display()}{returned}。")


def _still_to_come(proposal: Proposal, handling: list[Handled]) -> Iterator[Event]:
    for handled in handling:
        yield from still_owed(handled)
        yield from promised_by(handled)
    waits = proposal.status == ProposalStatus.ACCEPTED
    back = [handled.assignment for handled in handling if handled.assignment.reassign_due_on]
    if waits and back:
        part = back[-1]
        yield Event(
            PartialDate.of(part.reassign_due_on),
            "人大办最迟在这时重新交办。",
            is_open=True,
            rule=part.reassign_due_rule,
            starts=PartialDate.of(part.returned_on),
        )
