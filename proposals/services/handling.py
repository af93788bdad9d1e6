"""A unit takes a matter up, talks with the deputies, assists another, asks for more time."""

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
from congress.common.templatetags.portal import cn_date
from proposals.answer_notices import (
    tell_of_extension_asked,
    tell_of_extension_decided,
    tell_of_opinion,
)
from proposals.deadlines import extended_deadline
from proposals.enums import AssignmentStatus, ContactForm, ExtensionState, UnitRole
from proposals.models import (
    Assignment,
    AssistingOpinion,
    Contact,
    Extension,
    ProposalSettings,
    Sponsorship,
)
from proposals.notices import contact_subject
from proposals.permissions import can_decide_proposal
from proposals.services.acting import needed_reason, require, require_past
from proposals.services.unit_acting import for_unit, require_answering, write_assignment


def accept_assignment(
    assignment: Assignment,
    *,
    actor: Any,
    accepted_on: dt.date | None = None,
    seen_version: int | None = None,
) -> Assignment:
    """The unit takes it up (接办): it won't be returned any more; today, or as its paper says."""
    day = accepted_on or timezone.localdate()
    require_past(day, "接办日期")
    with transaction.atomic():
        assignment = for_unit(assignment, actor, seen_version=seen_version)
        if assignment.accepted_on is not None:
            raise RuleViolation(f"已经在{cn_date(assignment.accepted_on)}接办，不用再点。")
        _require_after_assignment(assignment, day, "接办日期")
        assignment.accepted_on = day
        write_assignment(assignment, ["accepted_on"], actor=actor, reason="接办")
    return assignment


def record_contact(
    assignment: Assignment,
    *,
    actor: Any,
    held_on: dt.date,
    form: str,
    with_whom: Iterable[Sponsorship] = (),
    spoke_for_unit: str = "",
    content: str = "",
) -> Contact:
    """Enter a talk with the deputies (面商): when, how, with whom."""
    require_past(held_on, "面商日期")
    if form == ContactForm.NONE:
        raise RuleViolation("没有联系就不用录；联系了，请选一种方式。")
    with transaction.atomic():
        assignment = for_unit(assignment, actor)
        _require_after_assignment(assignment, held_on, "面商日期")
        people = list(with_whom)
        theirs = set(answered_sponsors(assignment).values_list("pk", flat=True))
        if any(person.pk not in theirs for person in people):
            raise RuleViolation("选中的人里有不是这件的提出代表，请核对。")
        _require_new(assignment, held_on, form, content, people)
        contact = Contact(
            assignment=assignment,
            held_on=held_on,
            form=form,
            spoke_for_unit=spoke_for_unit.strip(),
            content=content.strip(),
            entered_by=actor,
        )
        sign(contact, actor, "录入面商")
        contact.save()
        contact.with_whom.set(people)
        settle(contact_subject(assignment))
    return contact


def _require_after_assignment(assignment: Assignment, day: dt.date, what: str) -> None:
    given = assignment.assigned_on
    if given is not None and day < given.earliest():
        raise RuleViolation(f"{what}在交办（{given}）以前，请核对。")


def _require_new(
    assignment: Assignment, held_on: dt.date, form: str, content: str, people: list[Sponsorship]
) -> None:
    """A second tap over a bad line enters no second talk."""
    same = assignment.contacts.filter(held_on=held_on, form=form, content=content.strip())
    wanted = {person.pk for person in people}
    for row in same.prefetch_related("with_whom"):
        if {person.pk for person in row.with_whom.all()} == wanted:
            raise RuleViolation("这次面商已经录过了，不用再录。")


def answered_sponsors(assignment: Assignment) -> Any:
    """Whom the reply concerns: the sponsors, and those of what was merged into it."""
    from django.db.models import Q

    mine = Q(proposal=assignment.proposal_id) | Q(proposal__merged_into=assignment.proposal_id)
    rows = Sponsorship.objects.confirmed().filter(mine).select_related("deputy__user")
    return rows.order_by("-is_lead", "order", "pk")


def give_opinion(
    assignment: Assignment,
    *,
    actor: Any,
    content: str,
    given_on: dt.date | None = None,
    seen_version: int | None = None,
    files: Iterable[Attachment] = (),
) -> AssistingOpinion:
    """An assisting unit tells the leading one what it has to say; its part is done."""
    day = given_on or timezone.localdate()
    require_past(day, "协办意见的日期")
    if not content.strip():
        raise RuleViolation("请写协办意见。")
    with transaction.atomic():
        assignment = for_unit(assignment, actor, seen_version=seen_version)
        if assignment.role != UnitRole.CO:
            raise RuleViolation(f"{assignment.unit}不是协办单位，请写答复。")
        _require_after_assignment(assignment, day, "协办意见的日期")
        opinion = AssistingOpinion(
            assignment=assignment, given_on=day, content=content.strip(), entered_by=actor
        )
        sign(opinion, actor, "提出协办意见")
        opinion.save()
        attach_files(opinion, files, actor=actor)
        assignment.status = AssignmentStatus.REPLIED
        write_assignment(assignment, ["status"], actor=actor, reason="提出协办意见")
        tell_of_opinion(opinion, actor=actor)
    return opinion


def missing_opinions(assignment: Assignment) -> list[Assignment]:
    """Assisting units that a leading one still waits for; empty once the office lets it go."""
    if assignment.role != UnitRole.LEAD or assignment.goes_without_opinions:
        return []
    rows = Assignment.objects.filter(
        proposal=assignment.proposal_id, role=UnitRole.CO, status=AssignmentStatus.ASSIGNED
    )
    return list(rows.select_related("unit"))


def waive_opinions(assignment: Assignment, *, actor: Any, reason: str) -> Assignment:
    """The office lets the leading unit reply without waiting for the others."""
    reason = needed_reason(reason, "请写明为什么不等协办意见。")
    with transaction.atomic():
        require(can_decide_proposal(actor))
        assignment = for_unit(assignment, actor)
        if not missing_opinions(assignment):
            raise RuleViolation("没有要等的协办意见。")
        assignment.goes_without_opinions = True
        write_assignment(
            assignment, ["goes_without_opinions"], actor=actor, reason=f"不等协办意见：{reason}"
        )
    return assignment


def ask_extension(
    assignment: Assignment,
    *,
    actor: Any,
    reason: str,
    asked_on: dt.date | None = None,
    seen_version: int | None = None,
) -> Extension:
    """Ask for more time, before the date. Raises RuleViolation after it, or a second time."""
    reason = needed_reason(reason, "请写明为什么要延期。")[:500]
    day = asked_on or timezone.localdate()
    require_past(day, "申请日期")
    with transaction.atomic():
        assignment = for_unit(assignment, actor, seen_version=seen_version)
        require_answering(assignment)
        _require_after_assignment(assignment, day, "申请日期")
        _require_extensible(assignment, day)
        extension = Extension(
            assignment=assignment,
            asked_on=day,
            reason=reason,
            was_due_on=assignment.due_on,
            entered_by=actor,
        )
        sign(extension, actor, "申请延期")
        extension.save()
        tell_of_extension_asked(extension, actor=actor)
    return extension


def why_no_extension(assignment: Assignment, on: dt.date) -> str:
    """Why the unit can't ask for more time any more; "" when it can."""
    try:
        require_answering(assignment)
        _require_extensible(assignment, on)
    except RuleViolation as why:
        return why.message
    return ""


def decide_extension(
    extension: Extension, *, actor: Any, approve: bool, answer: str = ""
) -> Extension:
    """The office agrees, and the due date moves to the town's limit from the assignment; or not.

    The limit is at most six months from the assignment (代表法51②), however late it is asked.
    """
    answer = answer.strip() if approve else needed_reason(answer, "请写明为什么不同意延期。")
    with transaction.atomic():
        require(can_decide_proposal(actor))
        assignment = for_unit(extension.assignment, actor)
        row = Extension.objects.select_for_update().get(pk=extension.pk)
        if row.state != ExtensionState.ASKED:
            raise RuleViolation(f"这次延期已经办了，结果是“{row.get_state_display()}”。")
        row.state = ExtensionState.APPROVED if approve else ExtensionState.REFUSED
        row.decided_on, row.decided_by = timezone.localdate(), actor
        row.answer = answer[:500]
        sign(row, actor, "同意延期" if approve else "不同意延期")
        row.save_version()
        if approve:
            later = extended_limit(assignment)
            assignment.due_on, assignment.due_rule = later
            fields = ["due_on", "due_rule"]
            write_assignment(assignment, fields, actor=actor, reason="同意延期")
        row.assignment = assignment
        tell_of_extension_decided(row, actor=actor)
    return row


def extended_limit(assignment: Assignment) -> tuple[PartialDate, str]:
    """Until when at most, and by which rule. RuleViolation when that would be no more time."""
    if assignment.assigned_on is None or assignment.assigned_on.month is None:
        raise RuleViolation("交办日期不清楚，算不出延期到哪天。请先补上交办日期。")
    months = ProposalSettings.load().broad_reply_months
    later = extended_deadline(assignment.assigned_on, months=months)
    if assignment.due_on is not None and later.due_on.latest() <= assignment.due_on.latest():
        raise RuleViolation(f"最迟只能到{later.due_on}，不能再延。")
    return later.due_on, later.rule


def _require_extensible(assignment: Assignment, day: dt.date) -> None:
    if assignment.round > 1:
        raise RuleViolation("重新办理的不能延期，请按期答复。")
    due = assignment.due_on
    if due is not None and day > due.latest():
        raise RuleViolation(f"应在{due}以前答复，已经过了，不能再申请延期。请尽快答复。")
    earlier = assignment.extensions.exclude(state=ExtensionState.REFUSED).first()
    if earlier is not None:
        raise RuleViolation(
            f"已经在{cn_date(earlier.asked_on)}申请过延期，结果是“{earlier.get_state_display()}”。"
        )
    extended_limit(assignment)
