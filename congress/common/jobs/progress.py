"""How far a job is, in words; and a way to tell it in the middle of a long unit."""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import asdict, dataclass
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone

from congress.common.jobs.kinds import job_kind
from congress.common.jobs.locks import Space, held
from congress.common.models import Job, JobStatus

# A runner looks once a second; somebody who just pressed the button isn't alarmed.
_GRACE = dt.timedelta(seconds=5)
_NOT_BEGUN = (
    "处理后台工作的程序没有运行，所以还没有开始。请联系维护人员启动它；"
    "启动后会自己开始，不用再提交一次。"
)
_BROKEN_OFF = "处理后台工作的程序中断了。请联系维护人员启动它；启动后会接着做，已经完成的不会重做。"
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Progress:
    """What the job's page shows: ``hint`` says why nothing moves, where nothing does.

    ``total`` is 0 where no bar can honestly be drawn: before the steps are known, or with one step.
    """

    status: str
    text: str
    hint: str
    done: int
    total: int
    has_begun: bool
    is_over: bool

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def progress_of(job: Job) -> Progress:
    """How far the job is now."""
    return Progress(
        status=job.get_status_display(),
        text=_text(job),
        hint=_hint(job),
        done=job.done,
        total=job.total if job.total > 1 else 0,
        has_begun=job.status != JobStatus.WAITING or job.done > 0,
        is_over=not job.is_active,
    )


def counted(job: Job) -> str:
    """37/80张; "" where there is nothing to count."""
    return f"{job.done}/{job.total}{_counter(job)}" if job.total > 1 else ""


def _done_so_far(job: Job) -> str:
    """已完成37/80张, likewise."""
    return f"已完成{counted(job)}" if job.total > 1 else ""


def _text(job: Job) -> str:
    if job.status == JobStatus.RUNNING:
        if job.message:
            return job.message
        if job.total and job.done == job.total:
            return "全部做完，正在整理结果"
        return _done_so_far(job) or "正在处理"
    if job.status == JobStatus.WAITING:
        return _done_so_far(job) if job.done else ""
    if job.status == JobStatus.DONE:
        return job.message or _done_so_far(job) or "已经做完"
    return _done_so_far(job)


def _counter(job: Job) -> str:
    try:
        return job_kind(job.kind).counter
    except KeyError:
        return "项"


def _hint(job: Job) -> str:
    """Why nothing happens, if nothing does."""
    if not job.is_active or timezone.now() - job.created_at < _GRACE:
        return ""
    if not held(Space.RUNNER):
        if job.status == JobStatus.WAITING:
            return _NOT_BEGUN
        return "" if job.pk in held(Space.JOB) else _BROKEN_OFF
    if job.status == JobStatus.WAITING:
        before = Job.objects.active().filter(created_at__lt=job.created_at).count()
        return f"前面还有{before}项工作在处理。" if before else ""
    return ""


def say(job: Job, sentence: str) -> None:
    """Show a sentence on the job's page at once, though the unit's transaction is still open.

    Through a connection of its own; where that fails, the work goes on without the sentence. Not
    to be called where the job's row is locked.
    """
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
            cursor.execute(
                "UPDATE common_job SET message = %s WHERE id = %s AND status = %s",
                [sentence, job.pk, JobStatus.RUNNING],
            )
    except DatabaseError:
        _log.warning("a job could not say how far it is", exc_info=True)
    finally:
        own.close()
