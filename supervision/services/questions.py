"""Interpellation from the movers' paper to the end (组织法24, 代表法20)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.history import sign
from congress.common.templatetags.portal import cn_date
from congress.township.models import Organ, Session
from congress.township.models.units import OrganKind
from deputies.models import Deputy, PresidiumMeeting
from supervision.enums import AnswerForm, InterpellationState, InterpellationStep
from supervision.models import Interpellation, InterpellationAnswer, SupervisionSettings
from supervision.permissions import can_edit_supervision
from supervision.services.acting import locked, needed, require, require_past, write
from supervision.workflow import next_state


def submit_interpellation(
    *,
    actor: Any,
    session: Session,
    unit: Organ,
    title: str,
    content: str,
    movers: Sequence[Deputy],
    submitted_on: dt.date | None = None,
) -> Interpellation:
    """Ten deputies in office or more, in writing, during a session, to the township government.

    RuleViolation names who isn't in office, how many are missing, why the day isn't in a session.
    """
    day = submitted_on or timezone.localdate()
    require_past(day, "提出日期")
    title = needed(title, "请写质询的问题。", most=100)
    content = needed(content, "请写质询的内容。", most=5000)
    with transaction.atomic():
        require(can_edit_supervision(actor))
        people = list({person.pk: person for person in movers}.values())
        require_submittable(session=session, unit=unit, movers=people, day=day)
        row = Interpellation(
            session=session,
            submitted_on=day,
            unit=unit,
            title=title,
            content=content,
            entered_by=actor,
        )
        sign(row, actor, "提出质询")
        row.save()
        sign(row, actor, "联名的代表")
        row.movers.set(people)
    return row


def require_submittable(
    *, session: Session, unit: Organ, movers: Sequence[Deputy], day: dt.date
) -> None:
    """Raises RuleViolation unless these deputies may interpellate this organ on the day."""
    if unit.kind != OrganKind.GOVERNMENT:
        raise RuleViolation(
            f"乡镇的质询案只能对镇人民政府提出（组织法第二十四条），{unit}不是。"
            "对其他单位，可以提询问或者建议。"
        )
    _require_in_session(session, day)
    least = SupervisionSettings.load().interpellation_movers
    if len(movers) < least:
        raise RuleViolation(
            f"质询案要代表{least}人以上书面联名（组织法第二十四条），现在有{len(movers)}人。"
        )
    serving = set(
        Deputy.objects.serving(on=day)
        .filter(pk__in=[person.pk for person in movers])
        .values_list("pk", flat=True)
    )
    gone = [str(person) for person in movers if person.pk not in serving]
    if gone:
        raise RuleViolation(f"{'、'.join(gone)}在{cn_date(day)}不是在任代表，不能联名。")


def hand_over_interpellation(
    interpellation: Interpellation,
    *,
    actor: Any,
    handed_over_on: dt.date | None = None,
    meeting: PresidiumMeeting | None = None,
    seen_version: int | None = None,
) -> Interpellation:
    """The presidium decides that the government has to answer, and hands it over."""
    day = handed_over_on or timezone.localdate()
    require_past(day, "交办日期")
    with transaction.atomic():
        row = locked(interpellation, seen_version=seen_version)
        require(can_edit_supervision(actor))
        if day < row.submitted_on:
            raise RuleViolation(f"交办日期在提出（{cn_date(row.submitted_on)}）以前，请核对。")
        _move(row, InterpellationStep.HAND_OVER)
        row.handed_over_on, row.meeting = day, meeting
        write(row, ["state", "handed_over_on", "meeting"], actor=actor, reason="交受质询机关")
    return row


def answer_interpellation(
    interpellation: Interpellation,
    *,
    actor: Any,
    form: str,
    answered_by: str,
    answer: str,
    answered_on: dt.date | None = None,
    seen_version: int | None = None,
) -> InterpellationAnswer:
    """The head of the government comes and answers, or signs a written answer."""
    day = answered_on or timezone.localdate()
    require_past(day, "答复日期")
    if form not in AnswerForm.values:
        raise RuleViolation("请选口头答复还是书面答复。")
    who = needed(answered_by, "请写明由哪位负责人答复或者签署。", most=50)
    words = needed(answer, "请写答复的内容。", most=10000)
    with transaction.atomic():
        row = locked(interpellation, seen_version=seen_version)
        require(can_edit_supervision(actor))
        last = row.answers.order_by("-order").first()
        since = last.answered_on if last else row.handed_over_on
        if since is not None and day < since:
            raise RuleViolation(f"答复日期在{cn_date(since)}以前，请核对。")
        _move(row, InterpellationStep.ANSWER)
        write(row, ["state"], actor=actor, reason="答复")
        given = InterpellationAnswer(
            interpellation=row,
            order=(last.order if last else 0) + 1,
            answered_on=day,
            form=form,
            answered_by=who,
            answer=words,
            entered_by=actor,
        )
        sign(given, actor, "答复质询")
        given.save()
    return given


def ask_again(
    interpellation: Interpellation,
    *,
    actor: Any,
    dissatisfied: int,
    seen_version: int | None = None,
) -> Interpellation:
    """Half of the movers or more aren't satisfied and want another answer (代表法20⑤)."""
    with transaction.atomic():
        row = locked(interpellation, seen_version=seen_version)
        require(can_edit_supervision(actor))
        movers = row.movers.count()
        _require_number(dissatisfied, movers)
        if dissatisfied * 2 < movers:
            raise RuleViolation(
                f"联名的{movers}人里有{dissatisfied}人不满意，没有到半数，"
                "不能要求再答复（代表法第二十条）。"
            )
        _move(row, InterpellationStep.ASK_AGAIN)
        _note_dissatisfied(row, dissatisfied, actor)
        write(row, ["state"], actor=actor, reason=f"{dissatisfied}人不满意，要求再答复")
    return row


def close_interpellation(
    interpellation: Interpellation,
    *,
    actor: Any,
    dissatisfied: int,
    closed_on: dt.date | None = None,
    seen_version: int | None = None,
) -> Interpellation:
    """The movers are content, or want no other answer."""
    day = closed_on or timezone.localdate()
    require_past(day, "办结日期")
    with transaction.atomic():
        row = locked(interpellation, seen_version=seen_version)
        require(can_edit_supervision(actor))
        _require_number(dissatisfied, row.movers.count())
        _move(row, InterpellationStep.CLOSE)
        _note_dissatisfied(row, dissatisfied, actor)
        row.closed_on = day
        write(row, ["state", "closed_on"], actor=actor, reason="办结")
    return row


def withdraw_interpellation(
    interpellation: Interpellation, *, actor: Any, reason: str, seen_version: int | None = None
) -> Interpellation:
    """The movers take it back before it is answered."""
    reason = needed(reason, "请写明为什么撤回。", most=500)
    with transaction.atomic():
        row = locked(interpellation, seen_version=seen_version)
        require(can_edit_supervision(actor))
        _move(row, InterpellationStep.WITHDRAW)
        row.withdrawn_because, row.closed_on = reason, timezone.localdate()
        write(row, ["state", "withdrawn_because", "closed_on"], actor=actor, reason="撤回")
    return row


def _move(row: Interpellation, step: InterpellationStep) -> None:
    row.state = InterpellationState(next_state(row, step))


def _require_number(dissatisfied: int, movers: int) -> None:
    if not 0 <= dissatisfied <= movers:
        raise RuleViolation(f"联名的只有{movers}人，不满意的人数请写0到{movers}。")


def _note_dissatisfied(row: Interpellation, dissatisfied: int, actor: Any) -> None:
    last = row.answers.order_by("-order").first()
    if last is None:
        raise RuleViolation("还没有答复，不能问满意不满意。")
    last.dissatisfied = dissatisfied
    sign(last, actor, f"{dissatisfied}人不满意")
    last.save_version()


def _require_in_session(session: Session, day: dt.date) -> None:
    starts, ends = session.starts_on, session.ends_on
    if starts is None:
        raise RuleViolation(f"{session}还没有写开会日期，请先补上。")
    last = ends.latest() if ends is not None else starts.latest()
    if not starts.earliest() <= day <= last:
        raise RuleViolation(
            f"质询案只能在大会期间提出（组织法第二十四条）。{cn_date(day)}不在{session}期间。"
        )
