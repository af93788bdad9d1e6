"""What was decided of a proposal, as its form says it (审查意见)."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch

from congress.common.templatetags.portal import cn_date
from proposals.enums import ProposalKind, ProposalStatus, ProposalStep
from proposals.models import StepTaken

_DECISIONS = (
    ProposalStep.ACCEPT,
    ProposalStep.MERGE,
    ProposalStep.SEND_BACK,
    ProposalStep.SET_ASIDE,
    ProposalStep.PUT_ON_AGENDA,
    ProposalStep.CONVERT,
    ProposalStep.ADOPT,
    ProposalStep.REJECT,
    ProposalStep.WITHDRAW,
)
_UNDECIDED = (
    ProposalStatus.DRAFT,
    ProposalStatus.COSIGNING,
    ProposalStatus.SUBMITTED,
    ProposalStatus.REGISTERED,
)


def with_decisions() -> Prefetch[Any]:
    """Reads along what ``review_in_words`` needs, as ``decisions``."""
    steps = StepTaken.objects.filter(step__in=[*_DECISIONS, ProposalStep.REOPEN])
    related = steps.select_related("ground", "meeting", "other").order_by("pk")
    return Prefetch("steps", related, to_attr="decisions")


def review_in_words(proposal: Any) -> list[str]:
    """One line a decision that stands, with its day and reason; none leaves room to write.

    Of what came in with a ledger no step is known: its state has to do.
    """
    standing: list[StepTaken] = []
    for step in proposal.decisions:
        standing = [] if step.step == ProposalStep.REOPEN else [*standing, step]
    if standing:
        return [_decision(step) for step in standing]
    if proposal.decisions or proposal.status in _UNDECIDED:
        return []
    return [_state(proposal)]


def _decision(step: StepTaken) -> str:
    """2026年1月15日主席团会议：转为建议。所涉面窄。"""
    where = f"{step.meeting}：" if step.meeting else f"{cn_date(step.taken_on)}"
    what = step.get_step_display()
    if step.step == ProposalStep.MERGE and step.other:
        what = f"并入{step.other.number_label}“{step.other}”"
    ground = f"（{step.ground}）" if step.ground else ""
    reason = f"：{step.reason.rstrip('。')}" if step.reason else ""
    return f"{where}{what}{ground}{reason}。"


def _state(proposal: Any) -> str:
    turned = "由议案转为建议。" if proposal.was_motion else ""
    if proposal.status == ProposalStatus.MERGED:
        return f"{turned}并入{proposal.merged_into.number_label}“{proposal.merged_into}”。"
    if proposal.parts:
        accepted = "" if proposal.kind == ProposalKind.MOTION else "受理，"
        return f"{turned}{accepted}交有关单位办理。"
    return f"{turned}{proposal.get_status_display()}。"
