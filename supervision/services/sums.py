"""What a project's own columns repeat of the records below it. Nothing else writes them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Sum

from supervision.models import FundSource, Instalment, SupervisionProject

_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Sums:
    """Percent of the work, yuan planned and arrived, since when the oldest arrears are due."""

    percent: int | None
    planned_total: Decimal | None
    arrived_total: Decimal
    arrears_due_on: dt.date | None


def sums_of(project: SupervisionProject) -> Sums:
    """Counted from the records; planned is None while no source names an amount (未载)."""
    sources = list(FundSource.objects.filter(project=project))
    arrived = dict(
        Instalment.objects.filter(source__project=project)
        .order_by()
        .values_list("source")
        .annotate(total=Sum("amount"))
    )
    known = [source.planned for source in sources if source.planned is not None]
    owed = [
        source.due_on.latest()
        for source in sources
        if source.planned is not None
        and source.due_on is not None
        and source.planned > arrived.get(source.pk, _NOTHING)
    ]
    return Sums(
        percent=percent_of(project),
        planned_total=sum(known, _NOTHING) if known else None,
        arrived_total=sum(arrived.values(), _NOTHING),
        arrears_due_on=min(owed, default=None),
    )


def percent_of(project: SupervisionProject) -> int | None:
    """The last note; without one the weights of the milestones that are reached; 100 at the end.

    None while nobody said anything.
    """
    if project.finished_on is not None:
        return 100
    last = project.progress_notes.order_by("-noted_on", "-pk").first()
    if last is not None:
        return last.percent
    milestones = list(project.milestones.all())
    whole = sum(milestone.weight for milestone in milestones)
    if not whole:
        return None
    done = sum(milestone.weight for milestone in milestones if milestone.actual_on is not None)
    return round(done * 100 / whole)


def refresh_sums(project: SupervisionProject) -> None:
    """Write them again. They repeat what has its own history, so they have none themselves."""
    sums = sums_of(project)
    values = {
        "percent": sums.percent,
        "planned_total": sums.planned_total,
        "arrived_total": sums.arrived_total,
        "arrears_due_on": sums.arrears_due_on,
    }
    for name, value in values.items():
        setattr(project, name, value)
    project.save(update_fields=list(values))
