"""What the annual work report counts of deputies and liaison, with the rows behind each number."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from congress.common.registry import ReportPeriod
from deputies.enums import MandateEnd, MandateStart
from deputies.models import (
    Deputy,
    DeputyGroup,
    LiaisonTask,
    Mandate,
    TaskKind,
    TaskReport,
    TaskStatus,
)
from deputies.querysets import MandateQuerySet

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Work:
    """Tasks of a kind that fell due in a period: ids of all, and of those that were done."""

    due: list[int] = field(default_factory=list)
    done: list[int] = field(default_factory=list)

    @property
    def missing(self) -> int:
        return len(self.due) - len(self.done)


@dataclass(frozen=True)
class TaskRow:
    """One task that fell due in the period, as far as the report needs it."""

    pk: int
    kind: str
    member_id: int
    year: int
    quarter: int | None
    is_done: bool


@dataclass(frozen=True)
class Body:
    """The deputies on the day the figures are of, and how their number changed in the period."""

    serving: list[int]
    suspended: list[int]
    groups: list[int]
    by_elected: list[int]
    ended: list[int]
    end_causes: dict[str, int]
    fixed: int | None

    @property
    def vacancies(self) -> int | None:
        """缺额: seats fixed for the term without a deputy in office, suspended ones not counted."""
        if self.fixed is None:
            return None
        return max(0, self.fixed - len(self.serving) - len(self.suspended))


def body_of(period: ReportPeriod) -> Body:
    """The deputies of the period's term."""
    mandates = Mandate.objects.township().filter(term=period.term)
    ended = dict(_ended(period).values_list("pk", "end_cause"))
    causes = Counter(str(MandateEnd(cause).label) for cause in ended.values())
    return Body(
        serving=_ids(Deputy.objects.serving(on=period.as_of, term=period.term)),
        suspended=_ids(mandates.suspended(on=period.as_of)),
        groups=_ids(DeputyGroup.objects.filter(term=period.term)),
        by_elected=_ids(_by_elected(period)),
        ended=list(ended),
        end_causes=dict(causes),
        fixed=period.term.fixed_deputies,
    )


def tasks_due(period: ReportPeriod) -> list[TaskRow]:
    """Tasks whose last day lies in the period, so that each belongs to one report only.

    Done are those confirmed by the office whose report names a day up to the as-of date.
    """
    accepted = TaskReport.objects.filter(
        task=OuterRef("pk"), is_accepted=True, held_on__lte=period.as_of
    )
    tasks = (
        LiaisonTask.objects.filter(
            plan__term=period.term, due_on__range=(period.starts_on, period.ends_on)
        )
        .exclude(status=TaskStatus.CANCELLED)
        .annotate(has_report=Exists(accepted))
        .order_by("due_on", "pk")
    )
    columns = ("pk", "kind", "member_id", "year", "quarter", "status", "has_report")
    return [
        TaskRow(pk, kind, member, year, quarter, status == TaskStatus.CONFIRMED and has_report)
        for pk, kind, member, year, quarter, status, has_report in tasks.values_list(*columns)
    ]


def work_of(tasks: list[TaskRow], kind: TaskKind) -> Work:
    """The tasks of one kind among ``tasks``."""
    own = [task for task in tasks if task.kind == kind]
    return Work([task.pk for task in own], [task.pk for task in own if task.is_done])


def accepted_reports(period: ReportPeriod, tasks: list[TaskRow]) -> tuple[list[int], list[int]]:
    """Ids of the tasks with something raised on record, and of those with a solution as well."""
    done = [task.pk for task in tasks if task.is_done]
    reports = TaskReport.objects.filter(
        task__in=done, is_accepted=True, held_on__lte=period.as_of
    ).exclude(content="")
    solved = dict(reports.order_by("pk").values_list("task_id", "solution"))
    return list(solved), [task for task, solution in solved.items() if solution.strip()]


def _by_elected(period: ReportPeriod) -> MandateQuerySet:
    # Text compares like the first day a date may mean: each start belongs to one period.
    return Mandate.objects.township().filter(
        term=period.term,
        start_cause=MandateStart.BY_ELECTION,
        starts_on__gte=period.starts_on.isoformat(),
        starts_on__started_by=period.ends_on,
    )


def _ended(period: ReportPeriod) -> MandateQuerySet:
    """Mandates whose last possible day lies in the period, apart from the end of the term."""
    ended = Mandate.objects.township().filter(term=period.term, ends_on__isnull=False)
    return (
        ended.filter(ends_on__lasts_until=period.starts_on)
        .exclude(ends_on__lasts_until=period.ends_on + _DAY)
        .exclude(end_cause=MandateEnd.TERM_EXPIRED)
    )


def _ids(rows: QuerySet[Any]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True))
