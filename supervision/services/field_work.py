"""What was seen on the spot is written down, and what it found becomes a demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from congress.common.attachments.services import attach_files
from congress.common.exceptions import RuleViolation
from congress.common.history import sign
from congress.common.models import Attachment
from congress.township.models import Organ
from deputies.models import Deputy
from supervision.enums import DemandKind, FieldWorkKind
from supervision.models import Demand, FieldWork, FocusPoint
from supervision.notices import tell_of_field_work
from supervision.permissions import (
    can_edit_field_work,
    can_edit_supervision,
    can_record_field_work,
)
from supervision.services.acting import locked, needed, require, require_past
from supervision.services.projects import note_progress


@dataclass(frozen=True)
class Focus:
    """One point to look for; ``is_found`` None: not looked at yet."""

    words: str
    is_found: bool | None = None
    finding: str = ""
    correction: str = ""


@dataclass(frozen=True)
class Company:
    """Who went, and to whom. None leaves what is stored."""

    deputies: Sequence[Deputy] | None = None
    units: Sequence[Organ] | None = None
    focus: Sequence[Focus] | None = None


def record_field_work(
    values: Mapping[str, Any],
    *,
    actor: Any,
    company: Company | None = None,
    percent: int | None = None,
    files: Iterable[Attachment] = (),
) -> FieldWork:
    """Write down a visit with who took part, its points and photos.

    ``values`` are columns of FieldWork. ``percent`` notes how far the project is, on that day.
    A deputy who isn't named as leader has taken part. RuleViolation, PermissionDenied.
    """
    with transaction.atomic():
        require(can_record_field_work(actor))
        work = FieldWork(**values, recorded_by=actor)
        require_sound(work)
        sign(work, actor, "记录现场监督")
        work.save()
        company = company or Company()
        _store_company(work, _with_recorder(work, company, actor), actor)
        attach_files(work, files, actor=actor)
        _note_percent(work, percent, actor)
        if not can_edit_supervision(actor):
            tell_of_field_work(work, actor=actor)
    return work


def edit_field_work(
    work: FieldWork,
    values: Mapping[str, Any],
    *,
    actor: Any,
    company: Company | None = None,
    percent: int | None = None,
    files: Iterable[Attachment] = (),
    reason: str = "",
    seen_version: int | None = None,
) -> FieldWork:
    """Correct it, or add to it. StaleRecord when somebody else did meanwhile."""
    with transaction.atomic():
        work = locked(work, seen_version=seen_version)
        require(can_edit_field_work(actor, work))
        for name, value in values.items():
            setattr(work, name, value)
        require_sound(work)
        sign(work, actor, reason or "修改现场监督")
        work.save_version()
        _store_company(work, company or Company(), actor)
        attach_files(work, files, actor=actor)
        _note_percent(work, percent, actor)
    return work


def draft_demand(
    *,
    actor: Any,
    kind: str,
    title: str,
    content: str,
    unit: Organ,
    wanted: str = "",
    **source: Any,
) -> Demand:
    """Make what was found something to be asked of a unit; it goes out as a step of its own.

    ``source``: field_work, focus_point, hearing, project, member, amount.
    """
    if kind not in DemandKind.values:
        raise RuleViolation("请选是意见还是整改。")
    title = needed(title, "请写事由。", most=100)
    with transaction.atomic():
        require(can_edit_supervision(actor))
        work = source.get("field_work")
        if source.get("project") is None and work is not None:
            source["project"] = work.project
        demand = Demand(
            kind=kind,
            title=title,
            content=content.strip(),
            wanted=wanted.strip(),
            unit=unit,
            entered_by=actor,
            **source,
        )
        sign(demand, actor, "起草")
        demand.save()
    return demand


def require_sound(work: FieldWork) -> None:
    """Raises RuleViolation for a day to come, for what its kind needs and isn't there."""
    require_past(work.held_on.earliest(), "日期")
    if work.kind == FieldWorkKind.SUPERIOR and not work.visitor.strip():
        raise RuleViolation("上级视察，请写明是哪个机关来的。")
    if work.kind == FieldWorkKind.LAW_CHECK and not work.law.strip():
        raise RuleViolation("执法检查，请写明检查哪部法律法规。")
    if work.kind == FieldWorkKind.TRACKING and work.project_id is None:
        raise RuleViolation("跟踪监督，请选是哪个监督项目。")
    try:
        work.clean_fields(exclude=["recorded_by"])
    except ValidationError as error:
        name, sentences = next(iter(error.message_dict.items()))
        field: Any = FieldWork._meta.get_field(name)
        raise RuleViolation(f"{field.verbose_name}：{sentences[0]}") from error


def _with_recorder(work: FieldWork, company: Company, actor: Any) -> Company:
    own = Deputy.objects.filter(user=actor).first()
    deputies = list(company.deputies or [])
    if own is not None and work.leader_id != own.pk and own not in deputies:
        deputies.append(own)
    return Company(deputies, company.units, company.focus)


def _store_company(work: FieldWork, company: Company, actor: Any) -> None:
    if company.deputies is not None:
        sign(work, actor, "参加的代表")
        work.deputies.set(company.deputies)
    if company.units is not None:
        sign(work, actor, "受检单位")
        work.units.set(company.units)
    if company.focus is not None:
        _store_focus(work, company.focus, actor)


def _store_focus(work: FieldWork, focus: Sequence[Focus], actor: Any) -> None:
    present = {point.words: point for point in work.focus_points.all()}
    wanted = [point for point in focus if point.words.strip()]
    for order, said in enumerate(wanted, start=1):
        point = present.pop(said.words.strip(), None) or FocusPoint(
            field_work=work, words=said.words.strip()[:200]
        )
        point.order, point.is_found = order, said.is_found
        point.finding, point.correction = said.finding.strip(), said.correction.strip()
        sign(point, actor, "检查重点")
        point.save()
    for point in present.values():
        if point.demands.exists():
            raise RuleViolation(f"“{point}”已经发出整改，不能去掉。")
        sign(point, actor, "去掉检查重点")
        point.delete()


def _note_percent(work: FieldWork, percent: int | None, actor: Any) -> None:
    if percent is None or work.project is None:
        return
    note_progress(
        work.project,
        actor=actor,
        percent=percent,
        words=work.progress_words or work.title,
        noted_on=work.held_on.latest() if work.held_on.day else work.held_on.earliest(),
        field_work=work,
    )
