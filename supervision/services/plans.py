"""The annual plan is agreed by the presidium; what can't be done is dropped with a reason."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from deputies.models import PresidiumMeeting
from supervision.enums import PlanState
from supervision.models import PlanItem, SupervisionPlan
from supervision.permissions import can_edit_supervision
from supervision.services.acting import locked, needed, require, require_past, write


def agree_plan(
    plan: SupervisionPlan,
    *,
    actor: Any,
    agreed_on: dt.date | None = None,
    meeting: PresidiumMeeting | None = None,
    seen_version: int | None = None,
) -> SupervisionPlan:
    """The presidium agreed to it (组织法19②); a plan with nothing in it can't be agreed to."""
    day = agreed_on or (meeting.held_on if meeting else timezone.localdate())
    require_past(day, "通过日期")
    with transaction.atomic():
        plan = locked(plan, seen_version=seen_version)
        require(can_edit_supervision(actor))
        if plan.state == PlanState.AGREED:
            raise RuleViolation(f"{plan}已经通过，不用再办。")
        if not plan.items.exists():
            raise RuleViolation(f"{plan}里还没有事项。请先写上今年要监督什么。")
        plan.state, plan.agreed_on, plan.agreed_at = PlanState.AGREED, day, meeting
        write(plan, ["state", "agreed_on", "agreed_at"], actor=actor, reason="主席团通过")
    return plan


def reopen_plan(
    plan: SupervisionPlan, *, actor: Any, reason: str, seen_version: int | None = None
) -> SupervisionPlan:
    """Back to being written: the presidium has to agree to the changed plan again."""
    reason = needed(reason, "请写明为什么要改计划。", most=90)
    with transaction.atomic():
        plan = locked(plan, seen_version=seen_version)
        require(can_edit_supervision(actor))
        if plan.state != PlanState.AGREED:
            raise RuleViolation(f"{plan}还在起草，可以直接改。")
        plan.state, plan.agreed_on, plan.agreed_at = PlanState.DRAFT, None, None
        write(plan, ["state", "agreed_on", "agreed_at"], actor=actor, reason=f"重新起草：{reason}")
    return plan


def drop_plan_item(
    item: PlanItem, *, actor: Any, reason: str, seen_version: int | None = None
) -> PlanItem:
    """It won't be done this year, with the reason; it stays in the plan, struck through."""
    reason = needed(reason, "请写明为什么取消。", most=500)
    with transaction.atomic():
        item = locked(item, seen_version=seen_version)
        require(can_edit_supervision(actor))
        if item.dropped_on is not None:
            raise RuleViolation(f"“{item}”已经取消。")
        item.dropped_on, item.dropped_by = timezone.localdate(), actor
        item.dropped_because = reason
        fields = ["dropped_on", "dropped_by", "dropped_because"]
        write(item, fields, actor=actor, reason="取消")
    return item


def restore_plan_item(item: PlanItem, *, actor: Any, seen_version: int | None = None) -> PlanItem:
    """It is done this year after all."""
    with transaction.atomic():
        item = locked(item, seen_version=seen_version)
        require(can_edit_supervision(actor))
        if item.dropped_on is None:
            raise RuleViolation(f"“{item}”没有取消，不用恢复。")
        item.dropped_on, item.dropped_by, item.dropped_because = None, None, ""
        fields = ["dropped_on", "dropped_by", "dropped_because"]
        write(item, fields, actor=actor, reason="恢复")
    return item
