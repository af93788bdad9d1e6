"""Released records as the public sees them: a title, the released text, figures as pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F, Model, Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from congress.common.money import in_wan, yuan_in_words
from congress.common.partial_dates import PartialDate
from congress.documents.charts import both_widths, share_bars
from supervision import standing
from supervision.models import (
    Advice,
    Demand,
    FieldWork,
    Inquiry,
    Interpellation,
    Mediation,
    ProjectUnit,
    SupervisionProject,
    WorkReportHearing,
)

# On the list and on the home page a picture is as narrow as a phone.
_NARROW = 320


class Kind(NamedTuple):
    """A kind of record that can be released beside projects: its slug in addresses, its columns."""

    slug: str
    model: type[Model]
    title: str
    held_on: str


KINDS = {
    kind.slug: kind
    for kind in (
        Kind("field-work", FieldWork, "title", "held_on"),
        Kind("hearing", WorkReportHearing, "title", "heard_on"),
        Kind("demand", Demand, "title", "issued_on"),
        Kind("advice", Advice, "title", "given_on"),
        Kind("mediation", Mediation, "title", "settled_on"),
        Kind("inquiry", Inquiry, "topic", "asked_on"),
        Kind("interpellation", Interpellation, "title", "submitted_on"),
    )
}


@dataclass(frozen=True)
class Entry:
    """A line of the list: what it is, when it was, when it was released."""

    title: str
    kind: str
    on: PartialDate | None
    released_on: dt.date
    address: str


@dataclass(frozen=True)
class ProjectLine:
    """A project on a list: its three bars, what they mean in words, what is owed."""

    project: SupervisionProject
    units: str
    bars: SafeString
    owed: str


@dataclass(frozen=True)
class Event:
    """Something that happened with a project, without anybody's words."""

    on: PartialDate
    text: str


def public_projects() -> QuerySet[SupervisionProject]:
    """Late and unpaid first, as the presidium sees them."""
    parts = ProjectUnit.objects.select_related("unit")
    rows: Any = SupervisionProject.objects.public().by_urgency()
    found: QuerySet[SupervisionProject] = rows.prefetch_related(Prefetch("unit_parts", parts))
    return found.defer("search_text", "goal", "outcome", "acceptance")


def project_line(project: SupervisionProject, on: dt.date) -> ProjectLine:
    """One line; reads what ``public_projects`` fetched."""
    units = "、".join(str(part.unit) for part in project.unit_parts.all())
    return ProjectLine(project, units, _bars(project, on), standing.arrears_words(project, on))


def project_page(project: SupervisionProject, *, large: bool) -> dict[str, Any]:
    """What the page of one released project shows."""
    today = timezone.localdate()
    shares = standing.shares(project, today)
    rows = [(share.label, share.percent) for share in shares]
    sources = list(project.sources.prefetch_related("instalments"))
    return {
        "project": project,
        "units": [part.unit for part in project.unit_parts.select_related("unit")],
        "sentence": standing.sentence(project, today),
        "picture": {
            "title": f"{project.name}：时间、进度、资金",
            **both_widths(share_bars, f"{project.name}的进展", rows, large=large),
            "headings": ["项目", "比例", "说明"],
            "rows": [[share.label, share.percent_in_words, share.words] for share in shares],
        },
        "money": [_source_row(source) for source in sources],
        "money_headings": ["资金来源", "计划投入", "已到位", "未到位"],
        "timeline": _timeline(project, sources),
        "entries": related(project),
        "on": today,
    }


def latest(limit: int | None = None) -> list[Entry]:
    """Everything that was released beside projects, the latest first."""
    found = [entry for kind in KINDS.values() for entry in _entries(kind, limit)]
    found.sort(key=lambda entry: entry.released_on, reverse=True)
    return found[:limit]


def related(project: SupervisionProject) -> list[Entry]:
    """What was released of visits to the project and of what they led to."""
    kinds = (KINDS["field-work"], KINDS["demand"], KINDS["advice"])
    found = [entry for kind in kinds for entry in _entries(kind, None, project=project)]
    return sorted(found, key=lambda entry: entry.on.iso if entry.on else "")


def _entries(kind: Kind, limit: int | None, **conditions: Any) -> Iterable[Entry]:
    manager: Any = kind.model._default_manager
    rows = manager.public().filter(**conditions).order_by("-released_on", "-pk")
    names = {"words": F(kind.title), "day": F(kind.held_on)}
    columns = ["public_id", "released_on", *names]
    if _has_kind(kind.model):
        columns.append("kind")
    for row in rows.annotate(**names).values(*columns)[:limit]:
        yield Entry(
            title=row["words"],
            kind=kind_in_words(kind.model, row.get("kind", "")),
            on=PartialDate.of(row["day"]),
            released_on=row["released_on"],
            address=reverse("supervision:record", args=[kind.slug, row["public_id"]]),
        )


def kind_in_words(model: Any, value: str) -> str:
    """视察, 审议意见; for a model without kinds what its records are called."""
    if not value:
        return str(model._meta.verbose_name)
    return str(dict(model._meta.get_field("kind").flatchoices)[value])


def _has_kind(model: Any) -> bool:
    return any(field.name == "kind" for field in model._meta.concrete_fields)


def _bars(project: SupervisionProject, on: dt.date) -> SafeString:
    rows = [(share.label, share.percent) for share in standing.shares(project, on)]
    return share_bars(f"{project.name}的进展", rows, width=_NARROW)


def _source_row(source: Any) -> list[str]:
    arrived = sum((row.amount for row in source.instalments.all()), Decimal(0))
    owed = None if source.planned is None else max(source.planned - arrived, Decimal(0))
    return [source.name, in_wan(source.planned), in_wan(arrived), in_wan(owed)]


def _timeline(project: SupervisionProject, sources: list[Any]) -> list[Event]:
    events = [
        Event(date, text)
        for date, text in (
            (project.starts_on, "开工"),
            (project.finished_on, "完工"),
            (project.accepted_on, "验收"),
        )
        if date is not None
    ]
    events += [
        Event(_day(note.noted_on), f"进度{note.percent}%") for note in project.progress_notes.all()
    ]
    for source in sources:
        for row in source.instalments.all():
            if row.arrived_on is not None:
                made_up = "，督促后补拨" if row.is_make_up else ""
                text = f"{source.name}到位{yuan_in_words(row.amount)}{made_up}"
                events.append(Event(row.arrived_on, text))
    return sorted(events, key=lambda event: event.on.iso)


def _day(day: dt.date) -> PartialDate:
    return PartialDate(day.year, day.month, day.day)
