"""What has only a plain form: checked as a whole, then written with its history.

``problems_of`` is asked by the form, which shows each sentence at its box, and again by
``enter_record``, so that nothing else can write what doesn't hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.partial_dates import PartialDate
from congress.common.records import save_record
from congress.common.templatetags.portal import cn_date
from deputies.models import Deputy
from supervision.enums import AdviceState, DemandState
from supervision.models import (
    Advice,
    CountyTask,
    Demand,
    Inquiry,
    Mediation,
    Referral,
    WorkReportHearing,
)
from supervision.permissions import can_edit_supervision
from supervision.services.acting import require

R = TypeVar("R", Advice, CountyTask, Demand, Inquiry, Mediation, Referral, WorkReportHearing)
# The column at fault, and what to do about it.
Problem = tuple[str, str]
Day = dt.date | PartialDate | None


def enter_record(record: R, *, actor: Any, reason: str = "", seen_version: int | None = None) -> R:
    """Store it, new or changed. RuleViolation for the first thing that doesn't hold.

    StaleRecord when somebody saved it since ``seen_version``; PermissionDenied.
    """
    require(can_edit_supervision(actor))
    for _column, sentence in problems_of(record):
        raise RuleViolation(sentence)
    with transaction.atomic():
        if record.pk is None:
            record.entered_by = actor
        save_record(record, actor=actor, reason=reason, seen_version=seen_version)
    return record


def problems_of(record: Any) -> list[Problem]:
    """What doesn't hold in it, each with its column."""
    return list(_CHECKS[type(record)](record))


def _demand(row: Demand) -> Iterator[Problem]:
    if row.state != DemandState.DRAFT:
        sentence = f"已经{row.get_state_display()}，内容不能再改。要改的，请撤销以后另发一件。"
        yield "title", sentence
    if row.amount is not None and row.amount < 0:
        yield "amount", "涉及金额不能是负数。"
    if row.focus_point is not None and row.focus_point.field_work_id != row.field_work_id:
        yield "field_work", f"检查重点“{row.focus_point}”不是这次现场监督的，请核对。"


def _hearing(row: WorkReportHearing) -> Iterator[Problem]:
    yield from _not_come(row.heard_on, "heard_on", "日期")
    if row.unit_id is None:
        yield "unit", "请选是哪个单位报告的。"
    if row.meeting_id is not None and row.session_id is not None:
        yield "session", "在主席团会议上听取的，还是在人代会上听取的，请只选一个。"
    yield from _at(row, row.heard_on, "heard_on")


def _advice(row: Advice) -> Iterator[Problem]:
    yield from _not_come(row.given_on, "given_on", "提出日期")
    yield from _not_come(row.answered_on, "answered_on", "答复日期")
    yield from _in_order(row.given_on, row.answered_on, "answered_on", "答复日期", "提出日期")
    if row.state == AdviceState.WAITING and (row.answered_on or row.answer.strip()):
        yield "state", "已经答复的，请选采纳没有。"
    if row.state != AdviceState.WAITING and row.answered_on is None:
        yield "answered_on", "请写是哪天答复的，可以只写到月。"
    if row.state == AdviceState.NOT_ADOPTED and not row.answer.strip():
        yield "answer", "没有采纳的，请写明对方的理由。"


def _mediation(row: Mediation) -> Iterator[Problem]:
    yield from _not_come(row.begun_on, "begun_on", "开始日期")
    yield from _not_come(row.settled_on, "settled_on", "化解日期")
    yield from _in_order(row.begun_on, row.settled_on, "settled_on", "化解日期", "开始日期")
    if row.settled_on is not None and not row.outcome.strip():
        yield "outcome", "已经化解的，请写明结果。"


def _county_task(row: CountyTask) -> Iterator[Problem]:
    yield from _not_come(row.received_on, "received_on", "收到日期")
    yield from _not_come(row.done_on, "done_on", "办结日期")
    yield from _not_come(row.reported_on, "reported_on", "上报日期")
    yield from _in_order(row.received_on, row.due_on, "due_on", "办结期限", "收到日期")
    yield from _in_order(row.received_on, row.done_on, "done_on", "办结日期", "收到日期")
    yield from _in_order(row.done_on, row.reported_on, "reported_on", "上报日期", "办结日期")
    if row.done_on is not None and not row.result.strip():
        yield "result", "已经办结的，请写明办理结果。"
    if row.reported_on is not None and row.done_on is None:
        yield "done_on", "已经上报的，请写明是哪天办结的。"
    if row.reported_number.strip() and row.reported_on is None:
        yield "reported_on", "写了上报文号的，请写明是哪天上报的。"


def _inquiry(row: Inquiry) -> Iterator[Problem]:
    yield from _not_come(row.asked_on, "asked_on", "日期")
    if row.session_id is None and row.meeting_id is None:
        yield "session", "询问是在会议审议的时候提的，请选是哪次会议。"
    if row.session_id is not None and row.meeting_id is not None:
        yield "meeting", "在人代会上问的，还是在主席团会议上问的，请只选一个。"
    yield from _at(row, row.asked_on, "asked_on")
    if row.deputy_id and row.asked_on:
        serving = Deputy.objects.serving(on=row.asked_on).filter(pk=row.deputy_id)
        if not serving.exists():
            yield "deputy", f"{row.deputy}在{cn_date(row.asked_on)}不是在任代表，请核对。"
    yield from _not_come(row.answered_on, "answered_on", "答复日期")
    yield from _in_order(row.asked_on, row.answered_on, "answered_on", "答复日期", "询问的日期")
    if row.answered_on is not None and not row.answer.strip():
        yield "answer", "已经答复的，请写明答复的内容。"
    if row.answer.strip() and row.answered_on is None:
        yield "answered_on", "请写是哪天答复的。"


def _referral(row: Referral) -> Iterator[Problem]:
    yield from _not_come(row.referred_on, "referred_on", "报送日期")
    yield from _not_come(row.replied_on, "replied_on", "回复日期")
    yield from _in_order(row.referred_on, row.replied_on, "replied_on", "回复日期", "报送日期")
    if row.replied_on is not None and not row.reply.strip():
        yield "reply", "已经回复的，请写明回复的内容。"
    if row.reply.strip() and row.replied_on is None:
        yield "replied_on", "请写是哪天回复的，可以只写到月。"


def _not_come(day: Day, column: str, label: str) -> Iterator[Problem]:
    if day is not None and _first(day) > timezone.localdate():
        yield column, f"{label}是{_shown(day)}，还没有到，请核对。"


def _in_order(before: Day, after: Day, column: str, label: str, other: str) -> Iterator[Problem]:
    """Two dates as far as they are known; a vague one may be any day that it covers."""
    if before is not None and after is not None and _last(after) < _first(before):
        yield column, f"{label}在{other}（{_shown(before)}）以前，请核对。"


def _at(row: Any, day: Day, column: str) -> Iterator[Problem]:
    """On a day of the meeting or the session at which it happened."""
    if day is None:
        return
    if row.meeting is not None and not _first(day) <= row.meeting.held_on <= _last(day):
        held = cn_date(row.meeting.held_on)
        yield column, f"日期是{_shown(day)}，选的主席团会议是{held}开的，请核对。"
    session = row.session
    if session is None or session.starts_on is None:
        return
    ends = session.ends_on or session.starts_on
    if _last(day) < session.starts_on.earliest() or _first(day) > ends.latest():
        yield (
            column,
            f"{_shown(day)}不在{session}期间（{_period(session.starts_on, ends)}），请核对。",
        )


def _period(starts_on: PartialDate, ends_on: PartialDate) -> str:
    return str(starts_on) if starts_on == ends_on else f"{starts_on}至{ends_on}"


def _first(day: dt.date | PartialDate) -> dt.date:
    return day if isinstance(day, dt.date) else day.earliest()


def _last(day: dt.date | PartialDate) -> dt.date:
    return day if isinstance(day, dt.date) else day.latest()


def _shown(day: dt.date | PartialDate) -> str:
    return cn_date(day) if isinstance(day, dt.date) else str(day)


_CHECKS: dict[type, Callable[[Any], Iterator[Problem]]] = {
    Advice: _advice,
    CountyTask: _county_task,
    Demand: _demand,
    Inquiry: _inquiry,
    Mediation: _mediation,
    Referral: _referral,
    WorkReportHearing: _hearing,
}
