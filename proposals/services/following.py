"""Promises until they are kept, and pressing for what is still owed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.attachments.services import attach_files
from congress.common.exceptions import RuleViolation
from congress.common.history import sign
from congress.common.messaging.services import settle
from congress.common.models import Attachment
from congress.common.partial_dates import PartialDate
from deputies.models import Deputy, PresidiumMeeting
from proposals.answer_notices import tell_of_key, tell_of_pressing
from proposals.enums import PressingForm, PromiseState, ProposalStatus
from proposals.models import Assignment, Pressing, Promise, Proposal, Reply
from proposals.notices import promise_subject, tell_sponsors
from proposals.permissions import can_decide_proposal, can_handle_assignment
from proposals.querysets import UNSUBMITTED
from proposals.services.acting import (
    locked,
    needed_reason,
    require,
    require_past,
    require_seen,
    write,
)


def report_promise(
    promise: Promise,
    *,
    actor: Any,
    report: str,
    seen_version: int | None = None,
    files: Iterable[Attachment] = (),
) -> Promise:
    """The unit says how far it is; the promise stays open."""
    said = "报告落实情况"
    return _settle(promise, PromiseState.OPEN, actor, report, seen_version, said, files=files)


def keep_promise(
    promise: Promise,
    *,
    actor: Any,
    report: str,
    kept_on: dt.date | None = None,
    seen_version: int | None = None,
    files: Iterable[Attachment] = (),
) -> Promise:
    """It was done (已经落实): what, when."""
    state = PromiseState.KEPT
    return _settle(promise, state, actor, report, seen_version, "已经落实", kept_on, files)


def strike_off_promise(
    promise: Promise, *, actor: Any, reason: str, seen_version: int | None = None
) -> Promise:
    """The office takes it off the ledger with a reason (销号)."""
    require(can_decide_proposal(actor))
    return _settle(promise, PromiseState.STRUCK_OFF, actor, reason, seen_version, "销号")


def move_promise(
    promise: Promise,
    *,
    actor: Any,
    due_on: PartialDate,
    reason: str,
    seen_version: int | None = None,
) -> Promise:
    """The office sets another date, with the reason in its history."""
    reason = needed_reason(reason, "请写明为什么改落实时限。")
    with transaction.atomic():
        require(can_decide_proposal(actor))
        row = _open_promise(promise)
        replied = row.reply.replied_on
        if replied is not None and due_on.latest() < replied.earliest():
            raise RuleViolation(f"落实时限在答复（{replied}）以前，请核对。")
        row.due_on = due_on
        sign(row, actor, f"改落实时限：{reason}")
        row.save_version(seen_version)
        settle(promise_subject(row))
    return row


def mark_key(
    proposal: Proposal,
    *,
    actor: Any,
    is_key: bool,
    member: Deputy | None = None,
    seen_version: int | None = None,
) -> Proposal:
    """重点督办, with a presidium member in charge; or not any more. Raises StaleRecord."""
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_decide_proposal(actor))
        require_seen(proposal, seen_version)
        if proposal.status in UNSUBMITTED or proposal.status == ProposalStatus.WITHDRAWN:
            state = proposal.get_status_display()
            raise RuleViolation(f"“{proposal.title}”现在是“{state}”，不能定为重点督办。")
        if is_key and member is None:
            raise RuleViolation("请选负责督办的主席团成员。")
        proposal.is_key, proposal.key_member = is_key, member if is_key else None
        said = f"重点督办，{member}负责" if is_key else "不再重点督办"
        write(proposal, ["is_key", "key_member"], actor=actor, reason=said)
        if is_key and member is not None:
            tell_sponsors(proposal, f"列为重点督办，{member}负责", actor=actor)
            tell_of_key(proposal, member, actor=actor)
    return proposal


def record_pressing(
    proposal: Proposal,
    *,
    actor: Any,
    pressed_on: dt.date,
    form: str,
    assignment: Assignment | None = None,
    member: Deputy | None = None,
    meeting: PresidiumMeeting | None = None,
    content: str = "",
) -> Pressing:
    """Enter that the presidium pressed for it, or asked the deputies how it went (回访)."""
    require_past(pressed_on, _day_of(form))
    if form not in PressingForm.values:
        raise RuleViolation("请选督办的方式。")
    with transaction.atomic():
        proposal = locked(proposal)
        require(can_decide_proposal(actor))
        if assignment is not None and assignment.proposal_id != proposal.pk:
            raise RuleViolation("选的单位不办这一件，请核对。")
        _require_begun(proposal, assignment, form, pressed_on)
        same = {"assignment": assignment, "pressed_on": pressed_on, "form": form}
        who = {"member": member, "meeting": meeting, "content": content.strip()}
        if proposal.pressings.filter(**same, **who).exists():
            raise RuleViolation("这次督办已经录过了，不用再录。")
        pressing = Pressing(
            proposal=proposal,
            assignment=assignment,
            pressed_on=pressed_on,
            form=form,
            member=member,
            meeting=meeting,
            content=content.strip(),
            entered_by=actor,
        )
        sign(pressing, actor, PressingForm(form).label)
        pressing.save()
        if form != PressingForm.RETURN_VISIT:
            tell_of_pressing(pressing, actor=actor)
    return pressing


def _day_of(form: str) -> str:
    return "回访日期" if form == PressingForm.RETURN_VISIT else "督办日期"


def _require_begun(
    proposal: Proposal, assignment: Assignment | None, form: str, day: dt.date
) -> None:
    """Nobody is pressed before he has it, nor asked how it went before the first reply."""
    parts = [assignment] if assignment is not None else list(proposal.assignments.all())
    if form == PressingForm.RETURN_VISIT:
        what, replies = "答复", Reply.objects.filter(assignment__proposal=proposal)
        begun = [reply.replied_on for reply in replies if reply.replied_on]
    else:
        what, begun = "交办", [part.assigned_on for part in parts if part.assigned_on]
    first = min(begun, key=lambda each: each.earliest(), default=None)
    if first is not None and day < first.earliest():
        raise RuleViolation(f"{_day_of(form)}在{what}（{first}）以前，请核对。")


def _settle(
    promise: Promise,
    state: PromiseState,
    actor: Any,
    report: str,
    seen_version: int | None,
    said: str,
    on: dt.date | None = None,
    files: Iterable[Attachment] = (),
) -> Promise:
    report = needed_reason(report, "请写明落实情况。")
    day = on or timezone.localdate()
    require_past(day, "落实日期")
    with transaction.atomic():
        row = _open_promise(promise)
        require(can_handle_assignment(actor, row.reply.assignment))
        replied = row.reply.replied_on
        if replied is not None and day < replied.earliest():
            raise RuleViolation(f"落实日期在答复（{replied}）以前，请核对。")
        attach_files(row, files, actor=actor)
        row.report = report
        if state != PromiseState.OPEN:
            row.state, row.settled_on, row.settled_by = state, day, actor
        sign(row, actor, said)
        row.save_version(seen_version)
        if state != PromiseState.OPEN:
            settle(promise_subject(row))
        if state == PromiseState.KEPT:
            proposal = row.reply.assignment.proposal
            tell_sponsors(proposal, "答复里承诺的已经落实", actor=actor, detail=report)
    return row


def _open_promise(promise: Promise) -> Promise:
    rows = Promise.objects.select_for_update(of=("self",))
    row = rows.select_related("reply__assignment__proposal", "reply__assignment__unit").get(
        pk=promise.pk
    )
    if row.state != PromiseState.OPEN:
        raise RuleViolation(f"这项承诺现在是“{row.get_state_display()}”，不用再办。")
    return row
