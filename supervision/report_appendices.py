"""The table of supervised projects behind the annual work report."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q

from congress.common.money import in_wan
from congress.common.registry import Appendix, ReportPeriod
from congress.common.templatetags.portal import cn_date
from congress.common.tracing import records_url
from supervision.models import SupervisionProject, SupervisionSettings
from supervision.standing import UNKNOWN

_NOTHING = Decimal(0)


def appendices(period: ReportPeriod) -> list[Appendix]:
    """Projects that were going on in the period, with their money; none where there were none."""
    found = [project for project in _of_the_years(period) if _is_of(project, period)]
    if not found:
        return []
    shown = SupervisionSettings.load().publishes_supervision
    released = [project for project in found if project.is_released] if shown else []
    return [
        Appendix(
            key="supervision.projects",
            order=40,
            heading="监督项目和资金到位情况",
            template="documents/report_projects.html",
            data=_data(found, period.as_of),
            public_data=_data(released, period.as_of) if released else {},
        )
    ]


def _of_the_years(period: ReportPeriod) -> Any:
    """Those that may belong to it, by years: vague dates are looked at one by one."""
    first, last = str(period.starts_on.year), str(period.ends_on.year + 1)
    rows = SupervisionProject.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lt=last),
        Q(finished_on__isnull=True) | Q(finished_on__gte=first),
        Q(stopped_on__isnull=True) | Q(stopped_on__gte=period.starts_on),
    )
    return (
        rows.defer("search_text", "goal", "outcome", "acceptance")
        .prefetch_related("unit_parts__unit", "sources__instalments", "progress_notes")
        .order_by("-kind", "pk")
    )


def _is_of(project: SupervisionProject, period: ReportPeriod) -> bool:
    """Begun by its end, and not over before it began; one without a date counts."""
    if project.starts_on is not None and project.starts_on.earliest() > period.ends_on:
        return False
    ends = [project.finished_on.latest()] if project.finished_on is not None else []
    ends += [project.stopped_on] if project.stopped_on is not None else []
    return not ends or min(ends) >= period.starts_on


def _data(projects: Sequence[SupervisionProject], on: dt.date) -> dict[str, Any]:
    rows, sums = [], [_NOTHING, _NOTHING, _NOTHING]
    for place, project in enumerate(projects, start=1):
        planned, arrived, owed = money = _money(project, on)
        for index, amount in enumerate(money):
            sums[index] += amount or _NOTHING
        percent = _percent(project, on)
        rows.append(
            [
                str(place),
                project.name,
                _units(project),
                UNKNOWN if planned is None else in_wan(planned),
                in_wan(arrived),
                UNKNOWN if owed is None else in_wan(owed),
                UNKNOWN if percent is None else f"{percent}%",
                _state(project, on),
            ]
        )
    return {
        "as_of": cn_date(on),
        "count": len(rows),
        "url": records_url(SupervisionProject, [project.pk for project in projects]),
        "some_unknown": any(row[3] == UNKNOWN for row in rows),
        "rows": rows,
        "total": ["", "合计", "", *(in_wan(amount) for amount in sums), "", ""],
    }


def _money(
    project: SupervisionProject, on: dt.date
) -> tuple[Decimal | None, Decimal, Decimal | None]:
    """Yuan planned, arrived by that day, and still out; None where no amount was planned.

    Source by source: too much of one doesn't pay for another. A stopped project is owed nothing.
    """
    planned, owed, is_planned, came = _NOTHING, _NOTHING, False, _NOTHING
    for source in project.sources.all():
        arrived = sum(
            (
                row.amount
                for row in source.instalments.all()
                if row.arrived_on is None or row.arrived_on.earliest() <= on
            ),
            _NOTHING,
        )
        came += arrived
        if source.planned is not None:
            is_planned = True
            planned += source.planned
            owed += max(source.planned - arrived, _NOTHING)
    if not is_planned:
        return None, came, None
    stopped = project.stopped_on is not None and project.stopped_on <= on
    return planned, came, _NOTHING if stopped else owed


def _percent(project: SupervisionProject, on: dt.date) -> int | None:
    """How far the work was on that day."""
    notes = [note for note in project.progress_notes.all() if note.noted_on <= on]
    if len(notes) == len(project.progress_notes.all()):
        return project.percent
    return notes[-1].percent if notes else None


def _units(project: SupervisionProject) -> str:
    parts = list(project.unit_parts.all())
    leads = [part for part in parts if part.is_lead]
    return "、".join(str(part.unit) for part in leads or parts)


def _state(project: SupervisionProject, on: dt.date) -> str:
    """What may be said of it in a few words on that day."""
    if project.stopped_on is not None and project.stopped_on <= on:
        return "终止监督"
    if project.finished_on is not None and project.finished_on.earliest() <= on:
        is_accepted = project.accepted_on is not None and project.accepted_on.earliest() <= on
        return "已验收" if is_accepted else "完工，没有验收"
    if project.planned_end is not None and project.planned_end.latest() < on:
        return f"逾期{(on - project.planned_end.latest()).days}天"
    if project.starts_on is not None and project.starts_on.earliest() > on:
        return "没有开工"
    return "在建"
