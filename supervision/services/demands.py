"""Opinions and rectifications from the letter to the end; each step is recorded for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.attachments.services import attach_files
from congress.common.exceptions import RuleViolation
from congress.common.messaging.services import settle
from congress.common.models import Attachment
from congress.common.partial_dates import PartialDate
from congress.common.templatetags.portal import cn_date
from deputies.models import PresidiumMeeting
from supervision.deadlines import latest_extension, opinion_deadline, rectification_deadline
from supervision.enums import DemandKind, DemandStepKind, Verdict
from supervision.models import Demand, DemandStep, SupervisionSettings
from supervision.notices import (
    demand_subject,
    tell_of_issue,
    tell_of_report,
    tell_unit,
)
from supervision.permissions import can_edit_supervision, can_report_demand
from supervision.services.acting import locked, needed, require, require_past
from supervision.services.demand_acting import advance, require_after_issue
from supervision.services.demand_extensions import refuse_open_extensions

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
        step = advance(
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
        require_after_issue(demand, day, "报告日期")
        step = advance(
            demand,
            DemandStepKind.REPORT,
            actor=actor,
            taken_on=day,
            words=words,
            measure=measure.strip()[:_LONG],
            document_number=document_number.strip()[:50],
        )
        attach_files(step, files, actor=actor)
        refuse_open_extensions(demand, actor)
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
        step = advance(
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
        require_after_issue(demand, day, "办结日期")
        step = advance(
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
        require_after_issue(demand, day, "上报日期")
        step = advance(
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
        step = advance(
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
        step = advance(demand, DemandStepKind.DROP, actor=actor, words=words)
        settle(demand_subject(demand))
        if was_issued:
            tell_unit(demand, "主席团已经撤销，不用再办", actor=actor, detail=words)
    return step


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
