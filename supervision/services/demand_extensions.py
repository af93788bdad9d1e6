"""A unit wants more time for a demand: asked before the date, decided by the office."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.history import sign
from congress.common.messaging.services import settle
from congress.common.partial_dates import PartialDate
from congress.common.templatetags.portal import cn_date
from proposals.enums import ExtensionState
from supervision.deadlines import latest_extension
from supervision.enums import DemandStepKind
from supervision.models import Demand, DemandExtension
from supervision.notices import extension_subject, tell_of_extension_asked, tell_unit
from supervision.permissions import can_edit_supervision, can_report_demand
from supervision.services.acting import locked, needed, require, require_past
from supervision.services.demand_acting import advance, require_after_issue, what_happened
from supervision.workflow import next_state


def ask_demand_extension(
    demand: Demand,
    *,
    actor: Any,
    until: dt.date,
    reason: str,
    asked_on: dt.date | None = None,
    seen_version: int | None = None,
) -> DemandExtension:
    """The unit asks for more time before its date; at most six months after the issue."""
    day = asked_on or timezone.localdate()
    require_past(day, "申请日期")
    reason = needed(reason, "请写明为什么要延期。", most=500)
    with transaction.atomic():
        demand = locked(demand, seen_version=seen_version)
        require(can_report_demand(actor, demand))
        next_state(demand, DemandStepKind.EXTEND, what_happened(demand))
        require_after_issue(demand, day, "申请日期")
        if demand.due_on is None or demand.issued_on is None:
            raise RuleViolation("这一件没有期限，不用延期。")
        if day > demand.due_on.latest():
            raise RuleViolation(f"期限是{demand.due_on}，已经过了，不能再申请延期。请尽快报告。")
        last = latest_extension(demand.issued_on)
        if not demand.due_on.latest() < until <= last:
            raise RuleViolation(
                f"延到哪一天，要在{demand.due_on}以后、{cn_date(last)}以前（发出后最多六个月）。"
            )
        if demand.extensions.filter(state=ExtensionState.ASKED).exists():
            raise RuleViolation("已经申请过延期，请等人大办决定。")
        row = DemandExtension(
            demand=demand, asked_on=day, until=until, reason=reason, entered_by=actor
        )
        sign(row, actor, "申请延期")
        row.save()
        tell_of_extension_asked(row, actor=actor)
    return row


def decide_demand_extension(
    extension: DemandExtension, *, actor: Any, approve: bool, answer: str = ""
) -> DemandExtension:
    """The office allows it, or not (then with the reason); the limit moves to the asked day."""
    answer = answer.strip()[:500]
    if not approve and not answer:
        raise RuleViolation("不同意延期的，请写明理由。")
    with transaction.atomic():
        demand = locked(extension.demand)
        require(can_edit_supervision(actor))
        row = DemandExtension.objects.select_for_update().get(pk=extension.pk)
        if row.state != ExtensionState.ASKED:
            raise RuleViolation(f"这次申请已经是“{row.get_state_display()}”，不用再办。")
        row.decided_on, row.decided_by, row.answer = timezone.localdate(), actor, answer
        row.was_due_on = demand.due_on
        row.state = ExtensionState.APPROVED if approve else ExtensionState.REFUSED
        sign(row, actor, f"延期：{row.get_state_display()}")
        row.save_version()
        settle(extension_subject(row))
        if approve:
            limit = PartialDate.of(row.until)
            advance(
                demand,
                DemandStepKind.EXTEND,
                actor=actor,
                words=answer,
                until=limit,
                changes={"due_on": limit, "due_rule": f"经同意延期到{cn_date(row.until)}"},
            )
            text = f"同意延期到{cn_date(row.until)}"
        else:
            text = f"不同意延期，仍请在{demand.due_on}以前报告"
        tell_unit(demand, text, actor=actor, detail=answer, due=True)
    return row


def refuse_open_extensions(demand: Demand, actor: Any) -> None:
    """Who has reported needs no more time."""
    for row in demand.extensions.filter(state=ExtensionState.ASKED):
        row.state, row.decided_on = ExtensionState.REFUSED, timezone.localdate()
        row.answer = "已经报告，不用延期。"
        sign(row, actor, "已经报告，不用延期")
        row.save_version()
        settle(extension_subject(row))
