"""Importing a large spreadsheet as a job: one step, because all rows are written or none."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.urls import reverse

from congress.common.imports.registry import import_kind
from congress.common.imports.services import confirm_import
from congress.common.jobs import JobKind, JobResult, start_job
from congress.common.jobs.progress import say
from congress.common.models import ImportRun, ImportStatus, Job

SLUG = "import"


class ImportJob(JobKind):
    """``parameters``: {"run": public id, "only_good": bool, "seen": fingerprint of the preview}.

    The transaction of the import is the one of the step, so a kill leaves nothing written, and
    an import that is written is not begun again.
    """

    def units(self, job: Job) -> list[str]:
        return [job.parameters["run"]]

    def run_unit(self, job: Job, key: str) -> None:
        run = ImportRun.objects.get(public_id=key)
        confirm_import(
            run,
            actor=job.created_by,
            only_good=job.parameters["only_good"],
            seen=job.parameters["seen"],
            on_stage=lambda sentence: say(job, sentence),
        )

    def finish(self, job: Job, outputs: Sequence[bytes]) -> JobResult:
        return JobResult("导入完成。")

    def link(self, job: Job) -> tuple[str, str] | None:
        run = ImportRun.objects.filter(public_id=job.parameters["run"]).first()
        if run is None:
            return None
        words = "回到核对页" if run.status == ImportStatus.PREVIEW else "看导入结果"
        return words, reverse("admin:imports_run", args=[run.public_id])


def is_large(run: ImportRun) -> bool:
    """Whether the import takes longer than somebody should have to look at a blank page."""
    return run.options.get("rows", 0) > settings.IMPORT_JOB_ROWS


def import_in_background(run: ImportRun, *, actor: Any, only_good: bool, seen: str) -> Job:
    """Have an import confirmed by a job."""
    title = f"导入{import_kind(run.kind).title}：{run.file_name}"
    parameters = {"run": run.public_id, "only_good": only_good, "seen": seen}
    return start_job(SLUG, title=title, parameters=parameters, actor=actor)


def job_under_way(run: ImportRun) -> Job | None:
    """The job that imports it now, or is going to."""
    return Job.objects.active().filter(kind=SLUG, parameters__run=run.public_id).first()
