"""What a liaison plan asks for: visits, duty reports and talks before a session, none saved."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from congress.township.models import Session
from deputies.deadlines import (
    Deadline,
    Quarter,
    last_session_day,
    plan_quarters,
    quarter_deadline,
    symposium_deadline,
)
from deputies.models import (
    LiaisonAssignment,
    LiaisonPlan,
    LiaisonTask,
    Mandate,
    PresidiumPost,
    TaskKind,
)
from deputies.tenure import Period, mandate_periods, overlaps, post_period


def task_key(task: LiaisonTask) -> tuple[Any, ...]:
    """What makes two tasks the same; agrees with the constraints of LiaisonTask."""
    if task.kind == TaskKind.GROUP_VISIT:
        return task.kind, task.member_id, task.group_id, task.year, task.quarter
    if task.kind == TaskKind.DUTY_REPORT:
        return task.kind, task.deputy_id, task.year, task.quarter
    return task.kind, task.member_id, task.session_id


def wanted_tasks(plan: LiaisonPlan) -> list[LiaisonTask]:
    """All tasks that the plan gives, line by line; a deputy named in two lines has them twice."""
    return list(_Planner(plan).tasks())


def plan_sessions(plan: LiaisonPlan) -> list[Session]:
    """Sessions to prepare: beginning after the plan, until 31 March of the next year."""
    last = last_session_day(plan.year)
    sessions = Session.objects.select_related("term").filter(term=plan.term_id)
    return [s for s in sessions if s.starts_on and plan.starts_on < s.starts_on.earliest() <= last]


class _Planner:
    """Reads a plan with all it refers to once, and works its tasks out."""

    def __init__(self, plan: LiaisonPlan) -> None:
        self.plan = plan
        lines = plan.assignments.select_related("member")
        self.lines = list(lines.prefetch_related("groups", "deputies"))
        self.quarters = self._own_quarters()
        people = {line.member_id for line in self.lines}
        people |= {deputy.pk for line in self.lines for deputy in line.deputies.all()}
        self.in_office = periods_in_office(plan, people)
        self.in_post = _periods_in_post(plan, [line.member_id for line in self.lines])

    def _own_quarters(self) -> list[Quarter]:
        """Quarters of the plan that no later plan of the year has taken over."""
        later = LiaisonPlan.objects.filter(
            term=self.plan.term_id,
            year=self.plan.year,
            starts_on__gt=self.plan.starts_on,
            tasks__isnull=False,
        )
        start = later.order_by("starts_on").values_list("starts_on", flat=True).first()
        self.ends_before = Quarter.of(start).starts_on if start else dt.date.max
        quarters = plan_quarters(self.plan.year, self.plan.starts_on)
        return [quarter for quarter in quarters if quarter.starts_on < self.ends_before]

    def tasks(self) -> Iterator[LiaisonTask]:
        sessions = [] if self.ends_before < dt.date.max else plan_sessions(self.plan)
        for line in self.lines:
            for quarter in self.quarters:
                yield from self._visits(line, quarter)
                yield from self._duty_reports(line, quarter)
            for session in sessions:
                yield from self._symposium(line, session)

    def _visits(self, line: LiaisonAssignment, quarter: Quarter) -> Iterator[LiaisonTask]:
        since = first_day(self._member_periods(line), quarter.starts_on, quarter.ends_on)
        for group in line.groups.all() if since else ():
            yield self._task(
                TaskKind.GROUP_VISIT,
                line,
                quarter_deadline(quarter),
                opens_on=since,
                quarter=quarter.number,
                assignee=line.member,
                group=group,
            )

    def _duty_reports(self, line: LiaisonAssignment, quarter: Quarter) -> Iterator[LiaisonTask]:
        for deputy in line.deputies.all():
            periods = self.in_office[deputy.pk]
            since = first_day(periods, quarter.starts_on, quarter.ends_on)
            if since:
                yield self._task(
                    TaskKind.DUTY_REPORT,
                    line,
                    quarter_deadline(quarter),
                    opens_on=since,
                    quarter=quarter.number,
                    assignee=deputy,
                    deputy=deputy,
                )

    def _symposium(self, line: LiaisonAssignment, session: Session) -> Iterator[LiaisonTask]:
        assert session.starts_on is not None  # noqa: S101  plan_sessions keeps only dated ones
        deadline = symposium_deadline(str(session), session.starts_on.earliest())
        opens_on = Quarter.of(self.plan.starts_on).starts_on
        since = first_day(self._member_periods(line), opens_on, deadline.due_on)
        if since:
            yield self._task(
                TaskKind.SYMPOSIUM,
                line,
                deadline,
                opens_on=since,
                assignee=line.member,
                session=session,
            )

    def _member_periods(self, line: LiaisonAssignment) -> list[Period]:
        """In office and in the presidium. A post that nobody recorded is taken as held."""
        mandate, posts = self.in_office[line.member_id], self.in_post.get(line.member_id)
        return mandate if posts is None else overlaps(mandate, posts)

    def _task(
        self, kind: TaskKind, line: LiaisonAssignment, deadline: Deadline, **fields: Any
    ) -> LiaisonTask:
        return LiaisonTask(
            plan=self.plan,
            kind=kind,
            member=line.member,
            year=self.plan.year,
            due_on=deadline.due_on,
            due_rule=deadline.rule,
            **fields,
        )


def first_day(periods: Iterable[Period], first: dt.date, last: dt.date) -> dt.date | None:
    """The first day in office between ``first`` and ``last``; None when there is none."""
    return min((p.first for p in overlaps(periods, [Period(first, last)])), default=None)


def periods_in_office(plan: LiaisonPlan, people: Iterable[int]) -> dict[int, list[Period]]:
    """Days in office by deputy, from the township mandates of the plan's term."""
    mandates = Mandate.objects.township().filter(term=plan.term_id, deputy__in=people)
    periods: dict[int, list[Period]] = defaultdict(list)
    for mandate in mandates.select_related("term").prefetch_related("suspensions"):
        periods[mandate.deputy_id] += mandate_periods(mandate)
    return periods


def _periods_in_post(plan: LiaisonPlan, members: list[int]) -> dict[int, list[Period]]:
    periods: dict[int, list[Period]] = {}
    posts = PresidiumPost.objects.filter(term=plan.term_id, deputy__in=members)
    for post in posts:
        periods.setdefault(post.deputy_id, []).append(post_period(post))
    return periods
