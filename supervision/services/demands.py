"""Opinions and rectifications from the letter to the end; each step is recorded for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.attachments.services import attach_files
from congress.common.exceptions import RuleViolation
from congress.common.history import sign
from congress.common.messaging.services import settle
from congress.common.models import Attachment
from congress.common.partial_dates import PartialDate
from congress.common.templatetags.portal import cn_date, cn_datetime
from deputies.models import PresidiumMeeting
from proposals.enums import ExtensionState
from supervision.deadlines import latest_extension, opinion_deadline, rectification_deadline
from supervision.enums import DemandKind, DemandState, DemandStepKind, Verdict
from supervision.models import Demand, DemandExtension, DemandStep, SupervisionSettings
from supervision.notices import (
    demand_subject,
    extension_subject,
    tell_of_extension_asked,
    tell_of_issue,
    tell_of_report,
    tell_unit,
)
from supervision.permissions import can_edit_supervision, can_report_demand
from supervision.services.acting import locked, needed, require, require_past, write
from supervision.workflow import next_state

_LONG = 5000


def issue_demand(
    demand: Demand,
    *,
    actor: Any,
    issued_on: dt.date | None = None,
    due_on: dt.date | None = None,
    document_number: str = "",
    meeting: PresidiumMeeting | None = None,
    seen_version: int | None = None,
) -> DemandStep:
    """Send it to the unit (发出); its limit starts: the given day, or the town's rule.

    RuleViolation for a limit before the day of issue, or beyond six months for an opinion.
    """
    day = issued_on or timezone.localdate()
    require_past(day, "发出日期")
    with transaction.atomic():
        demand = locked(demand, seen_version=seen_version)
        require(can_edit_supervision(actor))
        if not demand.content.strip():
            what = "意见的内容" if DemandKind(demand.kind).is_opinion else "发现的问题"
            raise RuleViolation(f"“{demand}”还没有写{what}，不能发出。")
        limit, rule = _limit(demand, day, due_on)
        number = (document_number or demand.document_number).strip()[:50]
        step = _advance(
            demand,
            DemandStepKind.ISSUE,
            actor=actor,
            taken_on=day,
            changes={
                "issued_on": PartialDate.of(day),
                "due_on": limit,
                "due_rule": rule,
                "document_number": number,
            },
            document_number=number,
            until=limit,
            meeting=meeting,
        )
        tell_of_issue(demand, actor=actor)
    return step


def report_on_demand(
    demand: Demand,
    *,
    actor: Any,
    words: str,
    measure: str = "",
    reported_on: dt.date | None = None,
    document_number: str = "",
    files: Iterable[Attachment] = (),
    seen_version: int | None = None,
) -> DemandStep:
    """The unit says what it did, with the proof; the office enters it from a letter."""
    day = reported_on or timezone.localdate()
    require_past(day, "报告日期")
    words = needed(words, "请写明办理情况：做了什么，结果怎样。", most=_LONG)
    with transaction.atomic():
        demand = locked(demand, seen_version=seen_version)
        require(can_report_demand(actor, demand))
        _require_after_issue(demand, day, "报告日期")
        step = _advance(
            demand,
            DemandStepKind.REPORT,
            actor=actor,
            taken_on=day,
            words=words,
            measure=measure.strip()[:_LONG],
            document_number=document_number.strip()[:50],
        )
        attach_files(step, files, actor=actor)
        _refuse_open_extensions(demand, actor)
        tell_of_report(demand, actor=actor)
    return step


def send_back_demand(
    demand: Demand,
    *,
    actor: Any,
    words: str,
    due_on: dt.date,
    taken_on: dt.date | None = None,
    meeting: PresidiumMeeting | None = None,
    seen_version: int | None = None,
) -> DemandStep:
    """What was reported isn't enough (退回再办), with the reason and another date."""
    day = taken_on or timezone.localdate()
    require_past(day, "退回日期")
    words = needed(words, "请写明哪里还没有办到，单位才好再办。", most=_LONG)
    if due_on < day:
        raise RuleViolation("新的期限在退回日期以前，请核对。")
    with transaction.atomic():
        demand = locked(demand, seen_version=seen_version)
        require(can_edit_supervision(actor))
        limit = PartialDate.of(due_on)
        step = _advance(
            demand,
            DemandStepKind.SEND_BACK,
            actor=actor,
            taken_on=day,
            words=words,
            until=limit,
            meeting=meeting,
            changes={"due_on": limit, "due_rule": f"{cn_date(day)}退回再办时定的期限"},
        )
        text = f"主席团退回再办，请在{cn_date(due_on)}以前报告"
        tell_unit(demand, text, actor=actor, detail=words, due=True)
    return step


def close_demand(
    demand: Demand,
    *,
    actor: Any,
    words: str = "",
    verdict: str = "",
    closed_on: dt.date | None = None,
    meeting: PresidiumMeeting | None = None,
    files: Iterable[Attachment] = (),
    seen_version: int | None = None,
) -> DemandStep:
    """The presidium has looked at it again and is content (复查、办结); with its verdict."""
    day = closed_on or timezone.localdate()
    require_past(day, "办结日期")
    if verdict and verdict not in Verdict.values:
        raise RuleViolation("没有这种评价，请重新选。")
    if verdict == Verdict.DISSATISFIED:
        raise RuleViolation("主席团不满意的，请退回再办，或者报上级，不要办结。")
    with transaction.atomic():
        demand = locked(demand, seen_version=seen_version)
        require(can_edit_supervision(actor))
        _require_after_issue(demand, day, "办结日期")
        step = _advance(
            demand,
            DemandStepKind.CLOSE,
            actor=actor,
            taken_on=day,
            words=words.strip()[:_LONG],
            verdict=verdict,
            meeting=meeting,
            changes={"closed_on": PartialDate.of(day), "verdict": verdict},
        )
        attach_files(step, files, actor=actor)
        settle(demand_subject(demand))
        tell_unit(demand, "主席团已经办结", actor=actor, detail=words.strip())
    return step


def escalate_demand(
    demand: Demand,
    *,
    actor: Any,
    words: str,
    document_number: str = "",
    taken_on: dt.date | None = None,
    meeting: PresidiumMeeting | None = None,
    seen_version: int | None = None,
) -> DemandStep:
    """Report it to the unit's superior or to the county congress (报上级), with the reason."""
    day = taken_on or timezone.localdate()
    require_past(day, "上报日期")
    words = needed(words, "请写明报给哪个机关、为什么。", most=_LONG)
    with transaction.atomic():
        demand = locked(demand, seen_version=seen_version)
        require(can_edit_supervision(actor))
        _require_after_issue(demand, day, "上报日期")
        step = _advance(
            demand,
            DemandStepKind.ESCALATE,
            actor=actor,
            taken_on=day,
            words=words,
            document_number=document_number.strip()[:50],
            meeting=meeting,
        )
        tell_unit(demand, "主席团已经报上级机关", actor=actor, detail=words)
    return step


def reopen_demand(
    demand: Demand,
    *,
    actor: Any,
    words: str,
    due_on: dt.date,
    seen_version: int | None = None,
) -> DemandStep:
    """The trouble came back after it had been closed: the unit has to report again."""
    words = needed(words, "请写明为什么重新办理。", most=_LONG)
    day = timezone.localdate()
    if due_on < day:
        raise RuleViolation("新的期限已经过去，请核对。")
    with transaction.atomic():
        demand = locked(demand, seen_version=seen_version)
        require(can_edit_supervision(actor))
        limit = PartialDate.of(due_on)
        step = _advance(
            demand,
            DemandStepKind.REOPEN,
            actor=actor,
            taken_on=day,
            words=words,
            until=limit,
            changes={
                "due_on": limit,
                "due_rule": f"{cn_date(day)}重新办理时定的期限",
                "closed_on": None,
                "verdict": "",
            },
        )
        text = f"主席团要求重新办理，请在{cn_date(due_on)}以前报告"
        tell_unit(demand, text, actor=actor, detail=words, due=True)
    return step


def drop_demand(
    demand: Demand, *, actor: Any, words: str, seen_version: int | None = None
) -> DemandStep:
    """It was issued by mistake, or its ground is gone (撤销), with the reason."""
    words = needed(words, "请写明为什么撤销。", most=_LONG)
    with transaction.atomic():
        demand = locked(demand, seen_version=seen_version)
        require(can_edit_supervision(actor))
        was_issued = demand.issued_on is not None
        step = _advance(demand, DemandStepKind.DROP, actor=actor, words=words)
        settle(demand_subject(demand))
        if was_issued:
            tell_unit(demand, "主席团已经撤销，不用再办", actor=actor, detail=words)
    return step


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
        _require_after_issue(demand, day, "申请日期")
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
            _advance(
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


def what_happened(demand: Demand) -> str:
    """The last step in a sentence: who took it, when. Empty while there is none."""
    last = demand.steps.select_related("taken_by").order_by("-pk").first()
    if last is None:
        return ""
    who = last.taken_by or "系统"
    return f"{cn_datetime(last.taken_at)}，{who}已经办了“{last.get_step_display()}”。"


def _limit(demand: Demand, day: dt.date, due_on: dt.date | None) -> tuple[PartialDate, str]:
    kind, rules = DemandKind(demand.kind), SupervisionSettings.load()
    issued = PartialDate.of(day) or PartialDate(day.year)
    if due_on is None:
        limit = (
            opinion_deadline(issued, months=rules.opinion_months)
            if kind.is_opinion
            else rectification_deadline(day, days=rules.rectification_days)
        )
        return limit.due_on, limit.rule
    if due_on < day:
        raise RuleViolation(f"期限{cn_date(due_on)}在发出日期以前，请核对。")
    if kind.is_opinion and due_on > latest_extension(issued):
        raise RuleViolation("意见的办理期限最多六个月，请改短一些。")
    return PartialDate.of(due_on) or issued, "发出时定的期限"


def _require_after_issue(demand: Demand, day: dt.date, what: str) -> None:
    if demand.issued_on is not None and day < demand.issued_on.earliest():
        raise RuleViolation(f"{what}在发出（{demand.issued_on}）以前，请核对。")


def _refuse_open_extensions(demand: Demand, actor: Any) -> None:
    """Who has reported needs no more time."""
    for row in demand.extensions.filter(state=ExtensionState.ASKED):
        row.state, row.decided_on = ExtensionState.REFUSED, timezone.localdate()
        row.answer = "已经报告，不用延期。"
        sign(row, actor, "已经报告，不用延期")
        row.save_version()
        settle(extension_subject(row))


def _advance(
    demand: Demand,
    step: DemandStepKind,
    *,
    actor: Any,
    changes: Mapping[str, Any] | None = None,
    taken_on: dt.date | None = None,
    **detail: Any,
) -> DemandStep:
    came_from = DemandState(demand.state)
    demand.state = next_state(demand, step, what_happened(demand))
    for name, value in (changes or {}).items():
        setattr(demand, name, value)
    write(demand, ["state", *(changes or {})], actor=actor, reason=step.label)
    return DemandStep.objects.create(
        demand=demand,
        step=step,
        from_state=came_from,
        to_state=demand.state,
        taken_on=taken_on or timezone.localdate(),
        taken_by=actor,
        **detail,
    )
