"""What happened to a demand, in plain words: who did what, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from congress.common.models import with_files
from congress.common.templatetags.portal import cn_date
from proposals.enums import ExtensionState
from supervision.enums import DemandStepKind
from supervision.models import Demand, DemandExtension, DemandStep

Do = DemandStepKind


@dataclass(frozen=True)
class Line:
    """One thing that happened: the day, a sentence, what was written, its files, who entered it."""

    on: dt.date
    text: str
    detail: list[str] = field(default_factory=list)
    files: list[Any] = field(default_factory=list)
    note: str = ""


def demand_lines(demand: Demand) -> list[Line]:
    """From the draft to now; a fixed number of queries."""
    steps = demand.steps.select_related("taken_by", "meeting").prefetch_related(with_files())
    lines: list[tuple[dt.date, int, Line]] = [
        (step.taken_on, 2 * order + 2, _step_line(demand, step))
        for order, step in enumerate(steps.order_by("pk"))
    ]
    for row in demand.extensions.select_related("entered_by", "decided_by"):
        lines += [(line.on, _after(lines, line.on), line) for line in _extension_lines(demand, row)]
    # By the day; what was entered later on the same day comes later.
    ordered = [line for _, _, line in sorted(lines, key=lambda entry: entry[:2])]
    drafted = _drafted(demand)
    # What was entered afterwards from paper was no draft in between.
    if drafted and ordered and drafted[0].on > ordered[0].on:
        drafted = []
    return [*drafted, *ordered]


def due_words(demand: Demand) -> str:
    """By when, and how that date came about; "" while there is no date."""
    if demand.due_on is None:
        return ""
    return f"{demand.due_on}（{demand.due_rule}）" if demand.due_rule else str(demand.due_on)


def _after(lines: list[tuple[dt.date, int, Line]], day: dt.date) -> int:
    """Behind what was done on the same day or before."""
    return max((place for on, place, _ in lines if on <= day), default=0) + 1


def _drafted(demand: Demand) -> list[Line]:
    first = demand.history.select_related("history_user").order_by("history_id").first()
    if first is None:
        return []
    who = f"，{first.history_user}" if first.history_user else ""
    return [Line(timezone.localdate(first.history_date), f"起草{who}")]


def _step_line(demand: Demand, step: DemandStep) -> Line:
    until = f"，请在{step.until}以前报告办理情况" if step.until else ""
    sentence = {
        Do.ISSUE: f"发给{demand.unit}{until}",
        Do.REPORT: f"{demand.unit}报告办理情况",
        Do.SEND_BACK: f"主席团退回再办{until}",
        Do.CLOSE: "主席团办结",
        Do.ESCALATE: "报上级机关",
        Do.EXTEND: f"同意延期到{step.until}",
        Do.REOPEN: f"重新办理{until}",
        Do.DROP: "撤销",
    }[DemandStepKind(step.step)]
    verdict = f"，评价是“{step.get_verdict_display()}”" if step.verdict else ""
    number = f"，{step.document_number}" if step.document_number else ""
    meeting = f"，{step.meeting}" if step.meeting else ""
    detail = [f"整改措施：{step.measure}"] if step.measure else []
    detail += [step.words] if step.words else []
    entered = timezone.localdate(step.taken_at)
    late = f"{cn_date(entered)}录入" if entered != step.taken_on else ""
    who = str(step.taken_by) if step.taken_by else ""
    note = "，".join(filter(None, [who, late]))
    return Line(
        step.taken_on,
        f"{sentence}{verdict}{number}{meeting}",
        detail,
        list(step.files),  # type: ignore[attr-defined]
        note,
    )


def _extension_lines(demand: Demand, row: DemandExtension) -> list[Line]:
    who = str(row.entered_by) if row.entered_by else ""
    asked = Line(
        row.asked_on, f"{demand.unit}申请延期到{cn_date(row.until)}", [row.reason], note=who
    )
    if row.state != ExtensionState.REFUSED or row.decided_on is None:
        return [asked]
    decided = str(row.decided_by) if row.decided_by else ""
    answer = [row.answer] if row.answer else []
    return [asked, Line(row.decided_on, "不同意延期，期限不变", answer, note=decided)]
