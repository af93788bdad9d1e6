"""What became of the items of an annual plan: computed from what was recorded, never stored."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

from congress.common.partial_dates import PartialDate
from supervision.models import PlanItem


class ItemState(models.TextChoices):
    """Where an item of the plan stands on a day."""

    WAITING = "waiting", "未到时间"
    DONE = "done", "已完成"
    LATE = "late", "逾期"
    DROPPED = "dropped", "已取消"


@dataclass(frozen=True)
class Doing:
    """Something recorded for an item. ``on`` None: not over, or nobody wrote when."""

    kind: str
    record: Any
    on: PartialDate | None


def due_day(item: PlanItem) -> dt.date:
    """The last day of what the plan names; without a month the last day of the plan's year."""
    named = item.until or item.month
    return named.latest() if named else dt.date(item.plan.year, 12, 31)


def doings(item: PlanItem) -> list[Doing]:
    """All that is recorded of it; reads what ``with_doings`` fetched."""
    found = [Doing(work.get_kind_display(), work, work.held_on) for work in item.field_works.all()]
    found += [Doing("听取报告", row, row.heard_on) for row in item.hearings.all()]
    found += [Doing("监督项目", row, _end_of(row)) for row in item.projects.all()]
    return found


def done_on(item: PlanItem) -> PartialDate | None:
    """When it was done: as somebody wrote it down, or by the first visit or report.

    An item with projects alone is done when the last of them is finished or stopped.
    """
    if item.done_on is not None:
        return item.done_on
    days = [work.held_on for work in item.field_works.all()]
    days += [row.heard_on for row in item.hearings.all()]
    if days:
        return min(days)
    ends = [_end_of(row) for row in item.projects.all()]
    known = [end for end in ends if end is not None]
    return max(known) if ends and len(known) == len(ends) else None


def state_of(item: PlanItem, on: dt.date) -> ItemState:
    """Where it stood, or stands, on a day."""
    if item.dropped_on is not None and item.dropped_on <= on:
        return ItemState.DROPPED
    done = done_on(item)
    if done is not None and done.earliest() <= on:
        return ItemState.DONE
    return ItemState.LATE if due_day(item) < on else ItemState.WAITING


@dataclass(frozen=True)
class PlanFigures:
    """How many items are in which state; those that were dropped are part of the plan."""

    planned: int
    done: int
    waiting: int
    late: int
    dropped: int

    def __str__(self) -> str:
        return "，".join(self._parts())

    def _parts(self) -> Iterator[str]:
        yield f"计划{self.planned}项"
        yield f"已完成{self.done}项"
        for number, word in (
            (self.waiting, "未到时间"),
            (self.late, "逾期"),
            (self.dropped, "取消"),
        ):
            if number:
                yield f"{word}{number}项"


def figures(items: Iterable[PlanItem], on: dt.date) -> PlanFigures:
    """The computed line of a plan for a day."""
    counted = Counter(state_of(item, on) for item in items)
    return PlanFigures(
        planned=sum(counted.values()),
        done=counted[ItemState.DONE],
        waiting=counted[ItemState.WAITING],
        late=counted[ItemState.LATE],
        dropped=counted[ItemState.DROPPED],
    )


def _end_of(project: Any) -> PartialDate | None:
    """When a project was finished or stopped."""
    return project.finished_on or PartialDate.of(project.stopped_on)
