"""The task sheets of a whole liaison plan as one file: too many pages for a page to wait for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.jobs import JobKind, JobResult, start_job
from congress.common.models import Job
from congress.common.permissions import can_view_records
from congress.documents.joining import join_pdfs
from deputies.models import LiaisonPlan, LiaisonTask
from deputies.sheets import TITLE, task_sheets_pdf

SLUG = "liaison-sheets"


class PlanSheets(JobKind):
    """``parameters``: {"plan": primary key}. One step a member of the presidium."""

    counter = "名成员"

    def can_start(self, user: Any) -> bool:
        return can_view_records(user)

    def units(self, job: Job) -> list[str]:
        """Those who have something to do, in the order of the plan."""
        plan = job.parameters["plan"]
        lines = LiaisonPlan.objects.get(pk=plan).assignments.values_list("member", flat=True)
        waiting = set(_open_tasks(plan).values_list("member", flat=True))
        return [str(member) for member in lines if member in waiting]

    def run_unit(self, job: Job, key: str) -> bytes | None:
        tasks = _open_tasks(job.parameters["plan"]).filter(member=int(key)).with_list_relations()
        return task_sheets_pdf(tasks, printed_on=timezone.localdate()) if tasks else None

    def finish(self, job: Job, outputs: Sequence[bytes]) -> JobResult:
        if not outputs:
            raise RuleViolation("这份计划没有未办的任务，没有任务单可打印。")
        plan = LiaisonPlan.objects.get(pk=job.parameters["plan"])
        file, pages = join_pdfs(outputs, title=f"{plan}{TITLE}")
        sentence = f"{len(outputs)}名主席团成员的任务单合成一份文件，共{pages}页。"
        return JobResult(sentence, file, f"{TITLE}-{plan}.pdf")

    def link(self, job: Job) -> tuple[str, str]:
        return "联系计划", reverse(
            "admin:deputies_liaisonplan_change", args=[job.parameters["plan"]]
        )


def _open_tasks(plan: int) -> Any:
    return LiaisonTask.objects.filter(plan=plan).open()


def print_plan_sheets(plan: LiaisonPlan, *, actor: Any) -> Job:
    """Have the sheets of all that is still to be done under a plan put into one file."""
    title = f"打印任务单：{plan}"
    return start_job(SLUG, title=title, parameters={"plan": plan.pk}, actor=actor)
