"""What a deputy sees on his desk, in a fixed number of queries however much there is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cached_property

from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse

from congress.common.partial_dates import in_force
from congress.common.registry import DeskPlace
from deputies.deadlines import Quarter
from deputies.models import (
    Deputy,
    DeputyGroup,
    LiaisonAssignment,
    LiaisonPlan,
    LiaisonTask,
    Mandate,
    PresidiumPost,
    PresidiumRole,
    TaskKind,
    TaskReport,
)
from deputies.querysets import LiaisonTaskQuerySet
from deputies.workflow import TaskStep, allows

DONE_SHOWN = 5


def places(request: HttpRequest) -> list[DeskPlace]:
    """What a deputy's desk consists of."""
    if getattr(request.user, "deputy", None) is None:
        return []
    return [
        DeskPlace(10, reverse("desk"), "任务"),
        DeskPlace(20, reverse("desk-done"), "已完成"),
        DeskPlace(25, reverse("desk-record"), "履职"),
    ]


@dataclass(frozen=True)
class Contact:
    """Somebody of the presidium who contacts the deputy."""

    member: Deputy
    post: str


@dataclass(frozen=True)
class Contacted:
    """A deputy whom this member contacts, with his duty report of the quarter if there is one."""

    deputy: Deputy
    task: LiaisonTask | None


@dataclass
class Desk:
    """The desk of one deputy on one day."""

    deputy: Deputy
    today: dt.date
    overdue: list[LiaisonTask] = field(default_factory=list)
    due: list[LiaisonTask] = field(default_factory=list)
    upcoming: list[LiaisonTask] = field(default_factory=list)
    waiting: list[LiaisonTask] = field(default_factory=list)

    def __post_init__(self) -> None:
        for task in self._tasks().unfinished():
            self._place(task)

    def _tasks(self) -> LiaisonTaskQuerySet:
        return LiaisonTask.objects.filter(assignee=self.deputy).with_list_relations()

    def _place(self, task: LiaisonTask) -> None:
        if not allows(task.status, TaskStep.REPORT):
            self.waiting.append(task)
        elif task.is_overdue(self.today):
            self.overdue.append(task)
        elif task.opens_on > self.today:
            self.upcoming.append(task)
        else:
            self.due.append(task)

    @cached_property
    def done(self) -> list[LiaisonTask]:
        """The latest that are confirmed, with one more than are shown."""
        return list(self._tasks().done().order_by("-due_on", "-pk")[: DONE_SHOWN + 1])

    @property
    def urgent(self) -> LiaisonTask | None:
        """The one thing to do first: what was due longest ago, else what is due next.

        Who isn't in office can hand nothing in, so nothing is put before him.
        """
        if self.mandate is None:
            return None
        return next(iter([*self.overdue, *self.due]), None)

    @property
    def other_overdue(self) -> list[LiaisonTask]:
        """What is overdue beside the one that stands above."""
        return [task for task in self.overdue if task != self.urgent]

    @property
    def other_due(self) -> list[LiaisonTask]:
        """What is due beside the one that stands above."""
        return [task for task in self.due if task != self.urgent]

    @cached_property
    def urgent_report(self) -> TaskReport | None:
        """What was sent back of the most urgent task."""
        return self.urgent.reports.first() if self.urgent else None

    @cached_property
    def plan(self) -> LiaisonPlan | None:
        """The plan that counts today: it does until the next one begins."""
        plans = LiaisonPlan.objects.filter(
            in_force(self.today, "term__starts_on", "term__ends_on"), starts_on__lte=self.today
        )
        return plans.order_by("-starts_on", "-pk").first()

    @cached_property
    def contacts(self) -> list[Contact]:
        """Who contacts me, with the post of the day."""
        lines = LiaisonAssignment.objects.filter(plan=self.plan, deputies=self.deputy)
        members = [line.member for line in lines.select_related("member__village")]
        posts = PresidiumPost.objects.filter(in_force(self.today), deputy__in=members)
        by_member = {post.deputy_id: post.get_role_display() for post in posts}
        default = PresidiumRole.MEMBER.label
        return [Contact(member, by_member.get(member.pk, default)) for member in members]

    @cached_property
    def mandate(self) -> Mandate | None:
        """The township mandate that is exercised today."""
        mandates = Mandate.objects.township().serving(on=self.today).filter(deputy=self.deputy)
        return mandates.select_related("term", "group__leader").order_by("-term__ordinal").first()

    @property
    def group(self) -> DeputyGroup | None:
        return self.mandate.group if self.mandate else None

    @cached_property
    def group_members(self) -> list[Deputy]:
        """The group's deputies in office, the leader first."""
        if self.group is None:
            return []
        serving = Mandate.objects.township().serving(on=self.today).filter(group=self.group)
        ids = serving.values("deputy")
        members = Deputy.objects.filter(pk__in=ids).select_related("village").in_stroke_order()
        leader = self.group.leader_id
        return sorted(members, key=lambda deputy: deputy.pk != leader)

    @cached_property
    def line(self) -> LiaisonAssignment | None:
        """My own line in the plan, when I am of the presidium."""
        people = Prefetch("deputies", Deputy.objects.select_related("village").in_stroke_order())
        lines = LiaisonAssignment.objects.filter(plan=self.plan, member=self.deputy)
        return lines.prefetch_related("groups", people).first()

    @cached_property
    def contacted(self) -> list[Contacted]:
        """Whom I contact, each with his report of this quarter."""
        if self.line is None:
            return []
        quarter = Quarter.of(self.today)
        tasks = LiaisonTask.objects.with_list_relations().filter(
            member=self.deputy,
            kind=TaskKind.DUTY_REPORT,
            year=quarter.year,
            quarter=quarter.number,
        )
        by_deputy = {task.deputy_id: task for task in tasks.alive()}
        return [Contacted(d, by_deputy.get(d.pk)) for d in self.line.deputies.all()]
