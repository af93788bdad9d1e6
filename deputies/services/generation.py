"""From a liaison plan to its tasks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from congress.common.history import bulk_create_recorded, bulk_update_recorded
from congress.common.messaging.services import settle
from deputies.deadlines import plan_quarters
from deputies.models import LiaisonPlan, LiaisonTask, TaskKind, TaskStatus
from deputies.notices import task_subject, tell_of_new_dates, tell_of_new_tasks
from deputies.permissions import can_manage_plan
from deputies.services.planning import task_key, wanted_tasks
from deputies.services.writing import require
from deputies.workflow import TaskStep, next_status

Tasks = dict[tuple[Any, ...], LiaisonTask]
_FOLLOWED = ("member_id", "opens_on", "due_on", "due_rule")


@dataclass(frozen=True)
class GeneratedTasks:
    """How many tasks were made, were there before, and were cancelled for the plan's sake.

    ``updated`` of those that were there before follow a changed line or a session's new date.
    """

    created: int
    existing: int
    cancelled: int = 0
    updated: int = 0


def generate_liaison_tasks(plan: LiaisonPlan, *, actor: Any) -> GeneratedTasks:
    """Hand out the plan's tasks; asked again it makes only those that are missing.

    A later plan of the same year takes over from its first quarter on: what is still open of the
    earlier plans is cancelled, what was reported stays and isn't asked for a second time. An
    earlier plan then hands out nothing more from that quarter on. Tasks that were cancelled one
    by one stay cancelled; open ones follow the plan when its lines have changed. ``actor`` None
    is the system (a command).
    """
    require(actor is None or can_manage_plan(actor))
    with transaction.atomic():
        plan = _lock_plans_of_the_year(plan)
        cancelled = _take_over(plan, actor)
        wanted = _wanted_by_key(plan)
        updated = _follow_the_plan(plan, wanted, actor)
        missing = _missing(plan, wanted)
        bulk_create_recorded(LiaisonTask, missing, actor=actor, reason="按联系计划派发")
        tell_of_new_tasks(missing, actor=actor)
    return GeneratedTasks(len(missing), len(wanted) - len(missing), cancelled, updated)


def missing_tasks(plan: LiaisonPlan) -> list[LiaisonTask]:
    """What handing out the plan would make now, not saved."""
    return _missing(plan, _wanted_by_key(plan))


def _wanted_by_key(plan: LiaisonPlan) -> Tasks:
    """Whoever is named in two lines has one task, from the first line."""
    return {task_key(task): task for task in reversed(wanted_tasks(plan))}


def _missing(plan: LiaisonPlan, wanted: Tasks) -> list[LiaisonTask]:
    missing = [wanted[key] for key in wanted.keys() - _keys_taken(plan)]
    return sorted(missing, key=lambda task: (task.due_on, task.kind, task.assignee_id))


def _follow_the_plan(plan: LiaisonPlan, wanted: Tasks, actor: Any) -> int:
    """Open tasks take over what a changed line, mandate or session's date says of them."""
    changed, moved = [], []
    tasks = plan.tasks.with_list_relations().filter(status=TaskStatus.OPEN)
    for task in tasks.select_for_update(of=("self",)):
        wish = wanted.get(task_key(task))
        if wish and any(getattr(task, name) != getattr(wish, name) for name in _FOLLOWED):
            if task.due_on != wish.due_on:
                moved.append(task)
            for name in _FOLLOWED:
                setattr(task, name, getattr(wish, name))
            task.version += 1
            changed.append(task)
    fields = ["member", "opens_on", "due_on", "due_rule", "version"]
    count = bulk_update_recorded(LiaisonTask, changed, fields, actor=actor, reason="联系计划改动")
    tell_of_new_dates(moved, actor=actor)
    return count


def _lock_plans_of_the_year(plan: LiaisonPlan) -> LiaisonPlan:
    """Two plans of one year look at each other's tasks, so they are handed out one by one."""
    plans = LiaisonPlan.objects.filter(term=plan.term_id, year=plan.year)
    rows = plans.select_related("term").select_for_update(of=("self",)).order_by("pk")
    return {row.pk: row for row in rows}[plan.pk]


def _take_over(plan: LiaisonPlan, actor: Any) -> int:
    """Cancel what earlier plans of the year still ask for from this plan's first quarter on."""
    quarters = [quarter.number for quarter in plan_quarters(plan.year, plan.starts_on)]
    later = Q(quarter__in=quarters) | Q(kind=TaskKind.SYMPOSIUM, due_on__gte=plan.starts_on)
    rows = LiaisonTask.objects.select_for_update(of=("self",)).filter(
        later,
        plan__term=plan.term_id,
        plan__year=plan.year,
        plan__starts_on__lt=plan.starts_on,
        status=TaskStatus.OPEN,
    )
    tasks = list(rows)
    for task in tasks:
        task.status = next_status(task.status, TaskStep.CANCEL)
        task.version += 1
    settle(*(task_subject(task) for task in tasks))
    reason = f"由《{plan.title}》接替"
    return bulk_update_recorded(
        LiaisonTask, tasks, ["status", "version"], actor=actor, reason=reason
    )


def _keys_taken(plan: LiaisonPlan) -> set[tuple[Any, ...]]:
    """What this plan asked for at any time, and what any other plan still asks for or has."""
    alive = ~Q(status=TaskStatus.CANCELLED) & Q(year__in=(plan.year - 1, plan.year))
    return {task_key(task) for task in LiaisonTask.objects.filter(Q(plan=plan) | alive)}
