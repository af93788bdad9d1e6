"""A project as one story: money by source, milestones, progress, quality, visits, demands."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from congress.common.models import with_files
from congress.common.money import yuan_in_words
from congress.common.partial_dates import PartialDate
from congress.documents.charts import share_bars
from supervision import standing
from supervision.admin.links import page_of
from supervision.models import (
    Demand,
    FieldWork,
    FundChange,
    FundSource,
    Instalment,
    Milestone,
    ProgressNote,
    ProjectPressing,
    QualityCheck,
    SupervisionProject,
)
from supervision.services.funds import arrears_of
from supervision.workflow import WAITING

_BARS = 340


def with_sources(rows: Any) -> Any:
    """With the money of each, for its steps and its story."""
    instalments = Instalment.objects.select_related("pressing").prefetch_related(with_files())
    changes = FundChange.objects.all()
    sources = FundSource.objects.select_related("payer").prefetch_related(
        Prefetch("instalments", instalments), Prefetch("changes", changes)
    )
    return rows.prefetch_related(Prefetch("sources", sources))


def head_of(project: Any, on: dt.date) -> dict[str, Any]:
    """The sentence and the bars; ``is_late`` where something has to be done."""
    sources = list(project.sources.all())
    said = standing.sentence(project, on, lead=lead_of(project), due=_due_in_words(sources))
    shares = [(share.label, share.percent) for share in standing.shares(project, on)]
    return {
        "sentence": f"{said}。",
        "bars": share_bars(f"{project}的进展", shares, width=_BARS),
        "is_late": bool(standing.late_days(project, on) or standing.arrears_days(project, on)),
    }


def lead_of(project: Any) -> str:
    """The unit that leads, or all of them where none does; reads ``unit_parts``."""
    parts = list(project.unit_parts.all())
    leads = [part for part in parts if part.is_lead]
    return "、".join(str(part.unit) for part in leads or parts)


def is_bare(project: SupervisionProject) -> bool:
    """Whether nothing was recorded below it yet."""
    below = (ProgressNote, QualityCheck, ProjectPressing, FieldWork, Demand)
    money = Instalment.objects.for_project(project)
    return not money.exists() and not any(
        model._default_manager.filter(project=project).exists() for model in below
    )


def story_of(project: SupervisionProject, on: dt.date) -> dict[str, Any]:
    """All sections below the head, in a fixed number of queries."""
    quality = QualityCheck.objects.filter(project=project).select_related("field_work")
    notes = ProgressNote.objects.filter(project=project).select_related("noted_by", "field_work")
    pressings = ProjectPressing.objects.filter(project=project)
    works = FieldWork.objects.filter(project=project).select_related("leader")
    demands = Demand.objects.filter(project=project).select_related("unit")
    return {
        "sources": [_source(source, on) for source in project.sources.all()],
        "milestones": [
            (row, _is_late_milestone(row, on)) for row in Milestone.objects.filter(project=project)
        ],
        "notes": [(note, page_of(note)) for note in notes.order_by("-noted_on", "-pk")],
        "quality": [(row, page_of(row)) for row in quality.prefetch_related(with_files())],
        "works": [(row, page_of(row)) for row in works.defer("search_text", "scheme")],
        "demands": [(row, page_of(row), _demand_days(row, on)) for row in demands.defer("content")],
        "pressings": [
            (row, page_of(row), yuan_in_words(row.arrears) if row.arrears else "")
            for row in pressings.select_related("source", "unit", "member", "meeting__term")
        ],
    }


def _source(source: FundSource, on: dt.date) -> dict[str, Any]:
    rows = list(source.instalments.all())
    arrived = sum((row.amount for row in rows), Decimal(0))
    return {
        "source": source,
        "words": _source_in_words(source, arrived, on),
        "is_owed": bool(arrears_of(source)) and source.project.stopped_on is None,
        "is_late": bool(arrears_of(source)) and source.due_on and source.due_on.latest() < on,
        "rows": [(row, yuan_in_words(row.amount), page_of(row)) for row in rows],
        "changes": [
            (change, yuan_in_words(change.before), yuan_in_words(change.after))
            for change in source.changes.all()
        ],
    }


def _source_in_words(source: FundSource, arrived: Decimal, on: dt.date) -> str:
    """计划20万元，到位12万元，尚有8万元未到位，应到日期2026年3月，已9天."""
    words = f"计划{yuan_in_words(source.planned)}" if source.planned is not None else "计划投入未载"
    words += f"，到位{yuan_in_words(arrived)}" if arrived else "，还没有到位"
    owed = arrears_of(source)
    if not owed:
        more = arrived - source.planned if source.planned is not None else Decimal(0)
        return f"{words}，比计划多{yuan_in_words(more)}" if more > 0 else words
    words += f"，尚有{yuan_in_words(owed)}未到位，应到日期{source.due_on or '未载'}"
    days = (on - source.due_on.latest()).days if source.due_on else 0
    return f"{words}，已{days}天" if days > 0 else words


def _due_in_words(sources: list[FundSource]) -> PartialDate | None:
    """The date of the oldest arrears as their source says it."""
    owed = [row.due_on for row in sources if row.due_on is not None and arrears_of(row)]
    return min(owed, key=lambda due: due.latest(), default=None)


def _is_late_milestone(row: Milestone, on: dt.date) -> bool:
    planned = row.planned_on
    return row.actual_on is None and planned is not None and planned.latest() < on


def _demand_days(row: Demand, on: dt.date) -> int:
    """How many days after its limit a unit still owes its report."""
    if row.state not in WAITING or row.due_on is None:
        return 0
    return max((on - row.due_on.latest()).days, 0)
