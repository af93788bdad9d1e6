"""Giving a proposal to units, with the clocks that start then; taking it back, giving it anew."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.history import bulk_create_recorded, bulk_update_recorded
from congress.common.partial_dates import PartialDate
from congress.common.templatetags.portal import cn_date
from congress.township.models import Organ
from congress.township.working_days import WorkingCalendar, working_calendar
from proposals.deadlines import (
    contact_deadline,
    opinion_deadline,
    reassignment_deadline,
    reply_deadline,
    return_deadline,
)
from proposals.enums import AssignmentStatus, ProposalStep, UnitRole
from proposals.models import Assignment, Proposal, ProposalSettings
from proposals.notices import tell_of_return, tell_sponsors, tell_unit, tell_unit_it_is_over
from proposals.permissions import can_decide_proposal, can_return_assignment
from proposals.services.acting import (
    advance,
    locked,
    locked_all,
    needed_reason,
    require,
    require_past,
    require_seen,
    what_happened,
)
from proposals.services.unit_acting import still_waiting
from proposals.workflow import allows, next_status

_RETURNED = (
    "status",
    "returned_on",
    "return_reason",
    "reassign_due_on",
    "reassign_due_rule",
    "version",
)


@dataclass(frozen=True)
class UnitPart:
    """Which unit, and whether it leads (主办), assists (协办) or answers for itself (分别办理)."""

    unit: Organ
    role: str = UnitRole.LEAD


@dataclass(frozen=True)
class _Order:
    """What is decided for one matter or for many; limits and calendar are read once."""

    parts: Sequence[UnitPart]
    actor: Any
    day: dt.date
    is_broad: bool
    note: str
    settings: ProposalSettings
    days: WorkingCalendar

    @classmethod
    def given(
        cls,
        parts: Sequence[UnitPart],
        actor: Any,
        assigned_on: dt.date | None,
        is_broad: bool,
        note: str,
    ) -> _Order:
        day = assigned_on or timezone.localdate()
        settings, days = ProposalSettings.load(), working_calendar()
        return cls(parts, actor, day, is_broad, note.strip(), settings, days)


def assign_proposal(
    proposal: Proposal,
    parts: Sequence[UnitPart],
    *,
    actor: Any,
    assigned_on: dt.date | None = None,
    is_broad: bool = False,
    note: str = "",
    seen_version: int | None = None,
) -> list[Assignment]:
    """Assign to units; a further call adds units. Clocks count from ``assigned_on`` (today).

    ``is_broad``: 涉及面广、处理难度大, six months instead of three (代表法51②). Raises
    RuleViolation for roles that don't go together, a unit that has it already or doesn't exist
    any more, and impossible days.
    """
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_decide_proposal(actor))
        require_seen(proposal, seen_version)
        return _assign(proposal, _Order.given(parts, actor, assigned_on, is_broad, note))


def assign_many(
    proposals: Iterable[Proposal],
    parts: Sequence[UnitPart],
    *,
    actor: Any,
    assigned_on: dt.date | None = None,
    is_broad: bool = False,
    note: str = "",
) -> tuple[list[Proposal], list[str]]:
    """Assign many to the same units: all that can be, in one transaction.

    Gives those that were assigned, and a sentence for each that was not.
    """
    done, refused = [], []
    with transaction.atomic():
        require(can_decide_proposal(actor))
        order = _Order.given(parts, actor, assigned_on, is_broad, note)
        for proposal in locked_all(proposals).values():
            try:
                with transaction.atomic():
                    _assign(proposal, order)
            except RuleViolation as error:
                refused.append(error.message)
            else:
                done.append(proposal)
    return done, refused


def return_assignment(
    assignment: Assignment,
    *,
    actor: Any,
    reason: str,
    returned_on: dt.date | None = None,
    seen_version: int | None = None,
) -> Assignment:
    """The unit gives back what isn't its business (退办); the clock of re-assignment starts.

    The unit can do so within its days; what comes late the office can still enter.
    """
    reason = needed_reason(reason, "请写明为什么退办、应该由哪个单位办。")[:500]
    day = returned_on or timezone.localdate()
    require_past(day, "退办日期")
    with transaction.atomic():
        proposal = locked(assignment.proposal)
        assignment = still_waiting(proposal, assignment)
        require(can_return_assignment(actor, assignment))
        if seen_version is not None and seen_version != assignment.version:
            require_seen(proposal, -1)
        next_status(proposal, ProposalStep.RETURN, what_happened)
        if not can_decide_proposal(actor):
            _require_returnable(assignment, day)
        settings = ProposalSettings.load()
        again = reassignment_deadline(
            day, working_days=settings.reassign_working_days, days=working_calendar()
        )
        assignment.status = AssignmentStatus.RETURNED
        assignment.returned_on, assignment.return_reason = day, reason
        assignment.reassign_due_on = again.due_on.latest()
        assignment.reassign_due_rule = again.rule[:100]
        _close(assignment, actor, f"退办：{reason}")
        _after_loss(proposal, assignment, ProposalStep.RETURN, actor, reason, day)
        tell_of_return(assignment, actor=actor)
    return assignment


def _require_returnable(assignment: Assignment, day: dt.date) -> None:
    """A unit gives back what it hasn't taken up, within its days."""
    last, accepted = assignment.return_due_on, assignment.accepted_on
    why = ""
    if accepted is not None:
        why = f"已经在{cn_date(accepted)}接办，不能再退办。"
    elif last is not None and day > last:
        why = f"退办要在{cn_date(last)}以前，现在已经过了。"
    if why:
        raise RuleViolation(f"{why}确实不该由本单位办的，请与人大办联系。")


def revoke_assignment(
    assignment: Assignment, *, actor: Any, reason: str, seen_version: int | None = None
) -> Assignment:
    """Take it from a unit, to give it to another (改办)."""
    reason = needed_reason(reason, "请写明为什么改办。")[:500]
    with transaction.atomic():
        proposal = locked(assignment.proposal)
        require(can_decide_proposal(actor))
        require_seen(proposal, seen_version)
        assignment = still_waiting(proposal, assignment)
        next_status(proposal, ProposalStep.RETURN, what_happened)
        assignment.status = AssignmentStatus.REVOKED
        _close(assignment, actor, f"改办：{reason}")
        today = timezone.localdate()
        _after_loss(proposal, assignment, ProposalStep.TAKE_BACK, actor, reason, today)
        tell_unit_it_is_over(assignment, f"改由其他单位办（{reason}）", actor=actor)
    return assignment


def _assign(proposal: Proposal, order: _Order) -> list[Assignment]:
    actor = order.actor
    next_status(proposal, ProposalStep.ASSIGN, what_happened)
    _require_day(proposal, order.day)
    _require_parts(proposal, order.parts, order.day)
    rows = [_started(proposal, part, order) for part in order.parts]
    bulk_create_recorded(Assignment, rows, actor=actor, reason="交办")
    units = "，".join(f"{part.unit}{UnitRole(part.role).label}" for part in order.parts)
    advance(
        proposal,
        ProposalStep.ASSIGN,
        actor=actor,
        reason=f"交{units}{order.note and '。'}{order.note}"[:1000],
        taken_on=order.day,
        assignment=rows[0] if len(rows) == 1 else None,
    )
    for row in rows:
        tell_unit(row, actor=actor)
    tell_sponsors(proposal, f"已经交办，由{units}", actor=actor)
    return rows


def _started(proposal: Proposal, part: UnitPart, order: _Order) -> Assignment:
    """An unsaved assignment with its clocks, each with the rule that gave it."""
    settings, days, day = order.settings, order.days, order.day
    if part.role == UnitRole.CO:
        due = opinion_deadline(day, months=settings.opinion_months)
    else:
        months = settings.broad_reply_months if order.is_broad else settings.reply_months
        start = PartialDate(day.year, day.month, day.day)
        due = reply_deadline(start, months=months, is_broad=order.is_broad)
    assignment = Assignment(
        proposal=proposal,
        unit=part.unit,
        role=part.role,
        assigned_on=PartialDate.of(day),
        due_on=due.due_on,
        due_rule=due.rule,
        is_broad=order.is_broad,
        assigned_by=order.actor,
        note=order.note,
    )
    if part.role != UnitRole.CO:
        contact = contact_deadline(day, working_days=settings.contact_working_days, days=days)
        assignment.contact_due_on = contact.due_on.latest()
        assignment.contact_due_rule = contact.rule[:100]
    back = return_deadline(day, working_days=settings.return_working_days, days=days)
    assignment.return_due_on, assignment.return_due_rule = back.due_on.latest(), back.rule[:100]
    return assignment


def _require_day(proposal: Proposal, day: dt.date) -> None:
    require_past(day, "交办日期")
    brought = proposal.submitted_on
    if brought is not None and day < brought.earliest():
        raise RuleViolation(
            f"“{proposal.title}”是{brought}提出的，交办日期{cn_date(day)}在那以前，请核对。"
        )
    if proposal.assignments.current().exists():
        return
    back = proposal.assignments.filter(returned_on__gt=day).order_by("-returned_on", "-pk").first()
    if back is not None:
        raise RuleViolation(
            f"{back.unit}是{cn_date(back.returned_on)}退办的，"
            f"重新交办的日期{cn_date(day)}在那以前，请核对。"
        )


def _require_parts(proposal: Proposal, parts: Sequence[UnitPart], day: dt.date) -> None:
    if not parts:
        raise RuleViolation("请选承办单位。")
    _require_units(proposal, parts, day)
    current = list(proposal.assignments.current())
    roles = [part.role for part in parts] + [a.role for a in current]
    if roles.count(UnitRole.LEAD) > 1:
        raise RuleViolation(
            f"“{proposal.title}”的主办单位只能有一个；几个单位各办各的，请都选“分别办理”。"
        )
    if UnitRole.LEAD in roles and UnitRole.SEPARATE in roles:
        raise RuleViolation(f"“{proposal.title}”要么有主办、协办，要么分别办理，不能混在一起。")
    if UnitRole.CO in roles and UnitRole.LEAD not in roles:
        raise RuleViolation(f"“{proposal.title}”有协办单位，还要选一个主办单位。")


def _require_units(proposal: Proposal, parts: Sequence[UnitPart], day: dt.date) -> None:
    has = {a.unit_id for a in proposal.assignments.current()}
    seen: set[int] = set()
    for part in parts:
        unit = part.unit
        if unit.pk in has:
            raise RuleViolation(f"“{proposal.title}”已经交给{unit}，不用再选。")
        if unit.pk in seen:
            raise RuleViolation(f"{unit}选了两次，请只选一处。")
        seen.add(unit.pk)
        if unit.ends_on is not None and unit.ends_on.latest() < day:
            raise RuleViolation(f"{unit}已经在{unit.ends_on}撤并，请选现在的单位。")


def _close(assignment: Assignment, actor: Any, reason: str) -> None:
    assignment.version += 1
    bulk_update_recorded(Assignment, [assignment], _RETURNED, actor=actor, reason=reason)


def _after_loss(
    proposal: Proposal,
    assignment: Assignment,
    step: ProposalStep,
    actor: Any,
    reason: str,
    day: dt.date,
) -> None:
    """Who still has it goes on; when nobody has who must reply, it waits to be assigned anew."""
    answering = proposal.assignments.current().exclude(role=UnitRole.CO)
    lost = f"{assignment.unit}{'退办' if step == ProposalStep.RETURN else '改办'}：{reason}"
    detail: dict[str, Any] = {"reason": lost[:1000], "taken_on": day, "assignment": assignment}
    still = answering.exists()
    if step == ProposalStep.RETURN or still:
        advance(proposal, ProposalStep.RETURN, actor=actor, **detail)
    if not still and allows(proposal, ProposalStep.TAKE_BACK):
        if step == ProposalStep.RETURN:
            detail["reason"] = "没有承办单位了，等重新交办"
        advance(proposal, ProposalStep.TAKE_BACK, actor=actor, **detail)
