"""What every step does: check the right, lock the row, write with history, record the step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.history import bulk_update_recorded
from congress.common.templatetags.portal import cn_datetime
from proposals.enums import ProposalStep
from proposals.models import Proposal, StepTaken
from proposals.workflow import next_status

LONGEST_REASON = StepTaken._meta.get_field("reason").max_length or 0


def require(allowed: bool) -> None:
    """Raises PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied


def locked(proposal: Proposal) -> Proposal:
    """The proposal as it stands now, kept from others until the transaction ends."""
    return locked_all([proposal])[proposal.pk]


def locked_all(proposals: Iterable[Proposal]) -> dict[int, Proposal]:
    """Several, always in the same order, so that two who want the same wait for each other."""
    wanted = {proposal.pk: proposal for proposal in proposals}
    rows = Proposal.objects.select_related("term", "session__term", "category")
    rows = rows.select_for_update(of=("self",)).filter(pk__in=wanted)
    found = {row.pk: row for row in rows.order_by("pk")}
    for pk, proposal in wanted.items():
        if pk not in found:
            raise RuleViolation(f"“{proposal.title}”已经删除，不用再办。")
    return found


def require_seen(proposal: Proposal, seen_version: int | None) -> None:
    """Raises StaleRecord when it changed since the page was opened (None: not asked)."""
    if seen_version is not None and seen_version != proposal.version:
        happened = what_happened(proposal) or "刚被别人修改过。"
        raise StaleRecord(f"您打开这一页以后，有人动过这件：{happened}请核对以后再办。")


def what_happened(proposal: Proposal) -> str:
    """The last step in a sentence: who took it, when. Empty while there is none."""
    last = proposal.steps.select_related("taken_by").order_by("-pk").first()
    if last is None:
        return ""
    who = last.taken_by or "系统"
    return f"{cn_datetime(last.taken_at)}，{who}已经办了“{last.get_step_display()}”。"


def advance(
    proposal: Proposal,
    step: ProposalStep,
    *,
    actor: Any,
    changes: Mapping[str, Any] | None = None,
    reason: str = "",
    taken_on: dt.date | None = None,
    **detail: Any,
) -> StepTaken:
    """Take a step of a locked proposal: move its state, write ``changes`` too, record the step.

    ``detail`` are ground, other, assignment, meeting. Raises RuleViolation when the step may not
    be taken from here.
    """
    came_from = proposal.status
    status = next_status(proposal, step, what_happened)
    assert status is not None  # noqa: S101  who deletes drafts doesn't come here
    proposal.status = status
    for name, value in (changes or {}).items():
        setattr(proposal, name, value)
    write(proposal, ["status", *(changes or {})], actor=actor, reason=_noted(step, reason))
    return StepTaken.objects.create(
        proposal=proposal,
        step=step,
        from_status=came_from,
        to_status=status,
        taken_on=taken_on or timezone.localdate(),
        taken_at=timezone.now(),
        taken_by=actor,
        reason=reason,
        **detail,
    )


def write(proposal: Proposal, fields: Sequence[str], *, actor: Any, reason: str) -> None:
    """Write a locked proposal, count its version, leave the history under the actor's name."""
    proposal.version += 1
    bulk_update_recorded(Proposal, [proposal], [*fields, "version"], actor=actor, reason=reason)


def needed_reason(reason: str, why: str) -> str:
    """The reason without blanks at its ends. Raises RuleViolation (``why``) when it is empty."""
    reason = reason.strip()
    if not reason:
        raise RuleViolation(why)
    if len(reason) > LONGEST_REASON:
        raise RuleViolation(f"说明最多{LONGEST_REASON}字，现在有{len(reason)}字，请写短一些。")
    return reason


def require_past(day: dt.date, what: str) -> None:
    """Raises RuleViolation for a day that hasn't come."""
    if day > timezone.localdate():
        raise RuleViolation(f"{what}是{day.year}年{day.month}月{day.day}日，还没有到，请核对。")


def _noted(step: ProposalStep, reason: str) -> str:
    return f"{step.label}{reason and '：'}{reason}"
