"""Where a proposal stands, in one sentence with the date that matters now."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from congress.common.partial_dates import PartialDate
from congress.common.templatetags.portal import cn_date
from proposals.enums import ProposalKind, ProposalStatus, ProposalStep, SponsorshipStatus, UnitRole
from proposals.handling import Handled
from proposals.models import Proposal, StepTaken
from proposals.services.submitting import missing_sponsors

S = ProposalStatus
# The shape and colour of a state's tag (docs/components.md).
TAGS = {
    S.SENT_BACK: "warn",
    S.IN_HANDLING: "info",
    S.REHANDLING: "warn",
    S.REPLIED: "good",
    S.CLOSED: "good",
    S.ADOPTED: "good",
    S.ON_AGENDA: "info",
}
# What comes next, for who brought it.
NEXT = {
    S.SUBMITTED: "人大办先登记、编号，再审查。内容要补正的，会退回给您，写明补什么。",
    S.REGISTERED: "审查以后，交给有关单位办理；不作为建议处理的，会告诉您理由。",
    S.ACCEPTED: "主席团交给有关单位办理。从交办那天起，单位三个月内答复您，难办的六个月。",
    S.IN_HANDLING: "单位办理时会和您联系。答复以后，请您评价满不满意。",
    S.REHANDLING: "单位重新办理，再答复您一次。",
    S.REPLIED: "请看看答复，说说满不满意。",
    S.ON_AGENDA: "大会审议、表决。全体代表过半数赞成，就通过。",
}
_PAPER_NEXT = "请把其余代表的签名件交给人大办，录入以后人数够了，才能登记。"
_MOTION_NEXT = "主席团决定是不是列入大会议程；不列入的，转为建议，交有关单位办理。"


@dataclass(frozen=True)
class Standing:
    """``due_on`` is the day that matters now, ``next`` what comes then, for who brought it."""

    text: str
    due_on: dt.date | None = None
    next: str = ""

    def __str__(self) -> str:
        return self.text


def standing(
    proposal: Any, handling: list[Handled], steps: list[StepTaken], today: dt.date
) -> Standing:
    """Reads ``sponsors`` of ``with_list_relations``."""
    status = S(proposal.status)
    if status in (S.IN_HANDLING, S.REHANDLING):
        return _handled(status, handling)
    if status == S.ACCEPTED:
        back = [h.assignment for h in handling if h.assignment.reassign_due_on]
        if back:
            due = back[-1].reassign_due_on
            text = f"{back[-1].unit}退办了，人大办应在{cn_date(due)}以前重新交办。"
            return Standing(text, due, NEXT[status])
    text = _said(status, proposal, steps, today)
    is_motion = ProposalKind(proposal.kind).is_motion
    what = _MOTION_NEXT if is_motion and status in (S.SUBMITTED, S.REGISTERED) else ""
    if status == S.SUBMITTED and missing_sponsors(proposal, today):
        what = f"{_PAPER_NEXT}{_MOTION_NEXT}"
    return Standing(text, next=what or NEXT.get(status, ""))


def _said(status: S, proposal: Any, steps: list[StepTaken], today: dt.date) -> str:
    last = _last_day(steps)
    on = f"{last}" if last else ""
    where = f"{proposal.session}" if proposal.session else "大会"
    sentences = {
        S.DRAFT: "还没有提交，只有您看得到。",
        S.COSIGNING: _cosigning(proposal, today),
        S.SUBMITTED: f"{on or proposal.submitted_on or ''}提出，等人大办登记。",
        S.REGISTERED: f"{on}已经登记，等审查。",
        S.SENT_BACK: f"{on}退回，请补正以后再提交。",
        S.ACCEPTED: f"{on}已经受理，等交办。",
        S.ON_AGENDA: f"已列入{where}的议程，等大会表决。",
        S.ADOPTED: f"{on}大会表决通过。",
        S.NOT_ADOPTED: f"{on}大会表决没有通过。",
        S.SET_ASIDE: f"{on}决定不作为建议处理，理由见下面。",
        S.MERGED: f"{on}和另一件内容相同的一起办理。",
        S.WITHDRAWN: f"{on}已经撤回。",
        S.REPLIED: "有关单位已经答复。",
        S.CLOSED: "已经办结。",
    }
    return sentences.get(status, "")


def _handled(status: S, handling: list[Handled]) -> Standing:
    """Who owes the answer, until when; the first to come."""
    owed = [
        h.assignment
        for h in handling
        if h.assignment.is_waiting and h.assignment.role != UnitRole.CO
    ]
    dated = [(part.due_on.latest(), part) for part in owed if part.due_on]
    if dated:
        last_day, part = min(dated, key=lambda pair: pair[0])
        verb = "再次答复" if part.round > 1 else "答复"
        return Standing(f"{part.unit}应在{part.due_on}以前{verb}。", last_day, NEXT[status])
    units = "、".join(str(a.unit) for a in owed)
    return Standing(f"正由{units}办理。" if units else "正在办理。", next=NEXT[status])


def _cosigning(proposal: Any, today: dt.date) -> str:
    joined = [s for s in proposal.sponsors if s.status == SponsorshipStatus.CONFIRMED]
    waiting = [s for s in proposal.sponsors if s.status == SponsorshipStatus.INVITED]
    said = f"{len(joined)}名代表已经确认（连领衔代表在内）"
    said += f"，还有{len(waiting)}名没有回音。" if waiting else "。"
    return said + "".join(missing_sponsors(proposal, today))


# Steps that leave it where it stands.
_ASIDE = (ProposalStep.ASK_WITHDRAWAL, ProposalStep.PUBLISH, ProposalStep.TAKE_DOWN)


def _last_day(steps: list[StepTaken]) -> PartialDate | None:
    kept = [s for s in steps if s.step not in _ASIDE]
    return PartialDate.of(kept[-1].taken_on) if kept else None


def returned_reason(proposal: Proposal, steps: list[StepTaken]) -> StepTaken | None:
    """The step that sent it back, while it is to be put right."""
    if proposal.status != S.SENT_BACK:
        return None
    sent = [step for step in steps if step.step == ProposalStep.SEND_BACK]
    return sent[-1] if sent else None
