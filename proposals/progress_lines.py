"""What was done with a proposal, step by step: who, when, why; a line each, in plain words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from congress.common.templatetags.portal import cn_datetime
from proposals.enums import ProposalStep
from proposals.models import Proposal, StepTaken


@dataclass(frozen=True)
class Line:
    """``on`` is the day that it counts from; ``note`` says when it was entered, if later."""

    on: dt.date
    text: str
    note: str = ""


def lines_of(proposal: Proposal) -> list[Line]:
    """All steps of a proposal, with what was merged into it, in the order they were taken."""
    into_it = Q(other=proposal, step=ProposalStep.MERGE)
    steps = StepTaken.objects.filter(Q(proposal=proposal) | into_it).order_by("pk")
    related = ("proposal", "taken_by", "ground", "other", "meeting")
    return [_line(step, proposal) for step in steps.select_related(*related)]


def _line(step: StepTaken, proposal: Proposal) -> Line:
    who = str(step.taken_by) if step.taken_by else "系统"
    entered = timezone.localtime(step.taken_at)
    note = "" if entered.date() == step.taken_on else f"{cn_datetime(step.taken_at)}录入"
    return Line(step.taken_on, f"{who}：{_what(step, proposal)}", note)


def _what(step: StepTaken, proposal: Proposal) -> str:
    if step.proposal_id != proposal.pk:
        merged = step.proposal
        return f"{merged.number_label}“{merged.title}”并入这一件。"
    said = [str(step.get_step_display())]
    if step.other is not None:
        verb = "原先并入" if step.step == ProposalStep.REOPEN else "并入"
        said.append(f"{verb}{step.other.number_label}“{step.other.title}”")
    if step.meeting is not None:
        said.append(f"由{step.meeting}决定")
    if step.ground is not None:
        said.append(f"情形是“{step.ground}”")
    text = "，".join(said)
    reason = step.reason.strip()
    if not reason:
        return f"{text}。"
    return f"{text}：{reason}{'' if reason[-1] in '。！？' else '。'}"
