"""How a project goes on: progress, quality, acceptance, stopping."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.history import sign
from congress.common.partial_dates import PartialDate
from supervision.enums import QualityResult
from supervision.models import FieldWork, ProgressNote, QualityCheck, SupervisionProject
from supervision.permissions import can_edit_supervision, can_note_progress
from supervision.services.acting import locked, needed, require, require_past, write
from supervision.services.sums import refresh_sums


def note_progress(
    project: SupervisionProject,
    *,
    actor: Any,
    percent: int,
    words: str = "",
    noted_on: dt.date | None = None,
    field_work: FieldWork | None = None,
) -> ProgressNote:
    """Write down how far the work is, in percent.

    Less than before needs words: work is seldom undone. RuleViolation, PermissionDenied.
    """
    day = noted_on or timezone.localdate()
    require_past(day, "进度的日期")
    if not 0 <= percent <= 100:
        raise RuleViolation("进度写0到100。")
    with transaction.atomic():
        project = locked(project)
        require(can_note_progress(actor, project))
        _require_going_on(project)
        before = project.progress_notes.filter(noted_on__lte=day).order_by("-noted_on", "-pk")
        last = before.first()
        if last is not None and percent < last.percent and not words.strip():
            raise RuleViolation(
                f"上次是{last.percent}%，这次写{percent}%。进度退回的，请写明原因。"
            )
        note = ProgressNote(
            project=project,
            noted_on=day,
            percent=percent,
            words=words.strip()[:500],
            field_work=field_work,
            noted_by=actor,
        )
        sign(note, actor, "记录进度")
        note.save()
        refresh_sums(project)
    return note


def check_quality(
    project: SupervisionProject,
    *,
    actor: Any,
    result: str,
    checked_on: dt.date | None = None,
    checked_by: str = "",
    words: str = "",
    field_work: FieldWork | None = None,
) -> QualityCheck:
    """Write down what a check of the quality found; what isn't good needs words."""
    day = checked_on or timezone.localdate()
    require_past(day, "检查日期")
    if result not in QualityResult.values:
        raise RuleViolation("请选质量检查的结论。")
    if result != QualityResult.GOOD and not words.strip():
        raise RuleViolation("质量有问题的，请写明是什么问题。")
    with transaction.atomic():
        project = locked(project)
        require(can_note_progress(actor, project))
        check = QualityCheck(
            project=project,
            checked_on=day,
            checked_by=checked_by.strip()[:100],
            result=result,
            words=words.strip(),
            field_work=field_work,
            entered_by=actor,
        )
        sign(check, actor, "质量检查")
        check.save()
    return check


def accept_project(
    project: SupervisionProject,
    *,
    actor: Any,
    accepted_on: PartialDate,
    accepted_by: str,
    acceptance: str = "",
    finished_on: PartialDate | None = None,
    seen_version: int | None = None,
) -> SupervisionProject:
    """The finished work was accepted (验收); not before it was finished."""
    who = needed(accepted_by, "请写明由谁验收。", most=100)
    require_past(accepted_on.earliest(), "验收日期")
    with transaction.atomic():
        project = locked(project, seen_version=seen_version)
        require(can_edit_supervision(actor))
        _require_standing(project)
        finished = finished_on or project.finished_on
        if finished is None:
            raise RuleViolation("还没有实际完工日期，不能验收。请先填完工日期。")
        if accepted_on.latest() < finished.earliest():
            raise RuleViolation(f"验收日期在完工（{finished}）以前，请核对。")
        project.finished_on = finished
        project.accepted_on, project.accepted_by = accepted_on, who
        project.acceptance = acceptance.strip()
        fields = ["finished_on", "accepted_on", "accepted_by", "acceptance"]
        write(project, fields, actor=actor, reason="验收")
        refresh_sums(project)
    return project


def stop_project(
    project: SupervisionProject, *, actor: Any, reason: str, seen_version: int | None = None
) -> SupervisionProject:
    """It isn't followed any more, with the reason (终止监督)."""
    reason = needed(reason, "请写明为什么终止。", most=500)
    with transaction.atomic():
        project = locked(project, seen_version=seen_version)
        require(can_edit_supervision(actor))
        _require_going_on(project)
        project.stopped_on, project.stopped_because = timezone.localdate(), reason
        write(project, ["stopped_on", "stopped_because"], actor=actor, reason=f"终止：{reason}")
    return project


def resume_project(
    project: SupervisionProject, *, actor: Any, seen_version: int | None = None
) -> SupervisionProject:
    """It is followed again after it had been stopped."""
    with transaction.atomic():
        project = locked(project, seen_version=seen_version)
        require(can_edit_supervision(actor))
        if project.stopped_on is None:
            raise RuleViolation(f"“{project}”没有终止，不用恢复。")
        project.stopped_on, project.stopped_because = None, ""
        write(project, ["stopped_on", "stopped_because"], actor=actor, reason="恢复监督")
    return project


def _require_standing(project: SupervisionProject) -> None:
    if project.stopped_on is not None:
        raise RuleViolation(f"“{project}”已经终止监督。要接着办，请先恢复。")


def _require_going_on(project: SupervisionProject) -> None:
    _require_standing(project)
    if project.finished_on is not None:
        raise RuleViolation(f"“{project}”已经完工（{project.finished_on}）。")
