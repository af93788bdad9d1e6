"""Many task sheets as one file: more pages than somebody should have to wait for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.jobs import JobKind, JobResult, start_job
from congress.common.models import Job
from congress.common.permissions import can_view_records
from congress.documents.joining import join_pdfs
from deputies.models import LiaisonPlan, LiaisonTask
from deputies.querysets import LiaisonTaskQuerySet
from deputies.sheets import TITLE, task_sheets_pdf

OF_PLAN, OF_SELECTION = "liaison-sheets", "selected-sheets"
# Tasks in one step: each step brings its own fonts, some 200 KB.
_STEP = 20


class _Sheets(JobKind):
    """Each step draws some sheets; the end puts them together."""

    def can_start(self, user: Any) -> bool:
        return can_view_records(user)

    def tasks(self, job: Job, key: str) -> list[LiaisonTask]:
        """Those of one step with their relations, in the order of their sheets."""
        raise NotImplementedError

    def name(self, job: Job) -> str:
        """What the file is called."""
        raise NotImplementedError

    def run_unit(self, job: Job, key: str) -> bytes | None:
        tasks = self.tasks(job, key)
        return task_sheets_pdf(tasks, printed_on=timezone.localdate()) if tasks else None

    def finish(self, job: Job, outputs: Sequence[bytes]) -> JobResult:
        if not outputs:
            raise RuleViolation("没有任务单可打印：这些任务已经办好，或者取消了。")
        file, pages = join_pdfs(outputs, title=TITLE)
        return JobResult(f"任务单合成了一份文件，共{pages}页。", file, f"{self.name(job)}.pdf")


class PlanSheets(_Sheets):
    """All that is still to be done under a plan, a member of the presidium after the other.

    ``parameters``: {"plan": primary key}.
    """

    counter = "名成员"

    def units(self, job: Job) -> list[str]:
        """The members who have something to do, in the order of the plan."""
        plan = _plan(job)
        lines = plan.assignments.values_list("member", flat=True)
        waiting = set(_open_tasks(plan.pk).values_list("member", flat=True))
        return [str(member) for member in lines if member in waiting]

    def tasks(self, job: Job, key: str) -> list[LiaisonTask]:
        tasks = _open_tasks(job.parameters["plan"]).filter(member=int(key))
        return list(tasks.with_list_relations())

    def name(self, job: Job) -> str:
        return f"{TITLE}-{_plan(job)}"

    def link(self, job: Job) -> tuple[str, str]:
        plan = job.parameters["plan"]
        return "联系计划", reverse("admin:deputies_liaisonplan_change", args=[plan])


class SelectedSheets(_Sheets):
    """Those ticked in the list, in its order. ``parameters``: {"tasks": [primary key, …]}."""

    counter = "批"

    def units(self, job: Job) -> list[str]:
        return [str(first) for first in range(0, len(job.parameters["tasks"]), _STEP)]

    def tasks(self, job: Job, key: str) -> list[LiaisonTask]:
        keys = job.parameters["tasks"][int(key) : int(key) + _STEP]
        found = LiaisonTask.objects.with_list_relations().in_bulk(keys)
        return [found[key] for key in keys if key in found]

    def name(self, job: Job) -> str:
        return TITLE

    def link(self, job: Job) -> tuple[str, str]:
        return "联系任务", reverse("admin:deputies_liaisontask_changelist")


def _plan(job: Job) -> LiaisonPlan:
    plan = LiaisonPlan.objects.filter(pk=job.parameters["plan"]).first()
    if plan is None:
        raise RuleViolation("这份联系计划已经删除，没有任务单可打印。")
    return plan


def _open_tasks(plan: int) -> LiaisonTaskQuerySet:
    return LiaisonTask.objects.filter(plan=plan).open()


def print_plan_sheets(plan: LiaisonPlan, *, actor: Any) -> Job:
    """Have the sheets of all that is still to be done under a plan put into one file."""
    title = f"打印任务单：{plan}"
    return start_job(OF_PLAN, title=title, parameters={"plan": plan.pk}, actor=actor)


def print_selected_sheets(tasks: Iterable[LiaisonTask], *, actor: Any) -> Job:
    """Have the sheets of these tasks put into one file."""
    keys = [task.pk for task in tasks]
    title = f"打印任务单：选中的{len(keys)}项"
    return start_job(OF_SELECTION, title=title, parameters={"tasks": keys}, actor=actor)
