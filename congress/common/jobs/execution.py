"""Doing a job: its units one after the other, each in one transaction with its checkpoint."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Max
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.history import recorded_as
from congress.common.jobs.kinds import JobKind, JobResult, job_kind
from congress.common.jobs.limits import in_words
from congress.common.jobs.locks import Space, end_holders, try_lock, unlock
from congress.common.jobs.workflow import JobStep, allows, state_after
from congress.common.models import Job, JobStatus, JobUnit

# Beginnings without one unit finished: whoever began it was killed each time.
MOST_ATTEMPTS = 3
_UNEXPECTED = "出了意外的问题，系统已经记录下来。可以再试一次；还是不行的，请联系维护人员。"
_NOT_ALLOWED = "发起人现在没有做这项工作的权限，所以停了下来。"
_KEEPS_BREAKING = "这项工作几次都在同一处中断，已经停了下来。请联系维护人员查看记录，再试一次。"
_UNKNOWN = "现在的程序不会做这种工作。请联系维护人员。"
_HUNG = (
    "有一步过了{limit}还没有做完，可能是卡住了，已经停了下来；做完的都保留着。"
    "可以再试一次；还是不行的，请联系维护人员。"
)
_log = logging.getLogger(__name__)


class _Halted(Exception):
    """The job was cancelled meanwhile, or this process is told to stop: leave it as it is."""


def run_job(pk: int, *, is_stopping: Callable[[], bool] = lambda: False) -> None:
    """Do a job, or go on with it, unless somebody else is doing it or nothing is to be done.

    Raises OperationalError or InterfaceError when the database is lost: the job goes on later.
    """
    if not try_lock(Space.JOB, pk):
        return
    try:
        job = _begin(pk)
        if job is not None:
            _perform(job, is_stopping)
    finally:
        # With the connection the lock is gone, too.
        if connection.connection is not None and not connection.connection.closed:
            unlock(Space.JOB, pk)


def since_last_unit(pk: int) -> dt.timedelta | None:
    """How long ago the job last finished a unit; None when it has finished none."""
    latest = JobUnit.objects.filter(job=pk).aggregate(at=Max("done_at"))["at"]
    return timezone.now() - latest if latest else None


def give_up(pk: int, limit: dt.timedelta) -> None:
    """Let a job have failed whose process hung and was killed; its session ends as well."""
    end_holders(Space.JOB, pk)
    _log.error("job %s hung for %s and was given up", pk, limit)
    _fail(Job.objects.get(pk=pk), _HUNG.format(limit=in_words(limit)))


def _begin(pk: int) -> Job | None:
    """The job, marked as being done; None when there is nothing to do."""
    with transaction.atomic():
        job = _locked(pk)
        if not allows(job.status, JobStep.BEGIN):
            return None
        job.status = state_after(job.status, JobStep.BEGIN)
        job.attempts += 1
        job.message = ""
        job.started_at = job.started_at or timezone.now()
        job.save(update_fields=["status", "attempts", "message", "started_at"])
    if job.attempts > MOST_ATTEMPTS:
        _fail(job, _KEEPS_BREAKING)
        return None
    return job


def _perform(job: Job, is_stopping: Callable[[], bool]) -> None:
    """All units that are not done, then the end; whatever goes wrong ends it with a sentence."""
    try:
        kind = job_kind(job.kind)
    except KeyError:
        _fail(job, _UNKNOWN)
        return
    try:
        with recorded_as(job.created_by, job.created_from):
            _plan(job, kind)
            do = _do_unit if kind.is_atomic else _do_outside
            while do(job, kind):
                if is_stopping():
                    return
            _finish(job, kind)
    except _Halted:
        return
    except RuleViolation as violation:
        _fail(job, violation.message)
    except PermissionDenied:
        _fail(job, _NOT_ALLOWED)
    except (OperationalError, InterfaceError):
        raise
    except Exception:  # noqa: BLE001  the person gets a sentence, the log what happened
        _log.exception("job %s (%s) failed", job.public_id, job.kind)
        _fail(job, _UNEXPECTED)


def _plan(job: Job, kind: JobKind) -> None:
    """Write the units down, once: what is to be done doesn't change on the way."""
    if job.total:
        return
    with transaction.atomic():
        keys = list(kind.units(job))
        units = [JobUnit(job=job, order=order, key=key) for order, key in enumerate(keys)]
        JobUnit.objects.bulk_create(units, batch_size=1000)
        job.total = len(units)
        job.save(update_fields=["total"])


def _do_unit(job: Job, kind: JobKind) -> bool:
    """Do the next unit; False when none is left. Its row is locked until its effect is there."""
    with transaction.atomic():
        rows = JobUnit.objects.select_for_update(of=("self",), no_key=True)
        unit = rows.filter(job=job, done_at=None).first()
        if unit is None:
            return False
        _check_wanted(job)
        unit.output = kind.run_unit(job, unit.key)
        _check_off(unit)
    return True


def _do_outside(job: Job, kind: JobKind) -> bool:
    """Do the next unit of a kind that keeps its own record of what it did."""
    unit = JobUnit.objects.filter(job=job, done_at=None).first()
    if unit is None:
        return False
    _check_wanted(job)
    unit.output = kind.run_unit(job, unit.key)
    with transaction.atomic():
        _check_off(unit)
    return True


def _check_wanted(job: Job) -> None:
    if not Job.objects.filter(pk=job.pk, status=JobStatus.RUNNING).exists():
        raise _Halted


def _check_off(unit: JobUnit) -> None:
    unit.done_at = timezone.now()
    unit.save(update_fields=["done_at", "output"])
    Job.objects.filter(pk=unit.job_id).update(done=F("done") + 1, attempts=1)


def _finish(job: Job, kind: JobKind) -> None:
    """The end and the state that says so, in one transaction; the file is there before."""
    with transaction.atomic():
        outputs = job.units.exclude(output=None).values_list("output", flat=True)
        result = kind.finish(job, [bytes(output or b"") for output in outputs])
        done = _locked(job.pk)
        if not allows(done.status, JobStep.FINISH):
            raise _Halted
        done.status = state_after(done.status, JobStep.FINISH)
        done.finished_at = timezone.now()
        done.message = result.sentence[:500]
        if result.file is not None:
            _keep_file(done, result)
        done.save()
        done.units.update(output=None)


def _keep_file(job: Job, result: JobResult) -> None:
    """Always the same place: what was left behind by a kill is replaced."""
    content = ContentFile(result.file or b"")
    name = job.file.field.generate_filename(job, result.file_name)
    job.file.storage.delete(name)
    job.file.save(result.file_name, content, save=False)
    job.file_name = result.file_name


def _fail(job: Job, sentence: str) -> None:
    with transaction.atomic():
        failed = _locked(job.pk)
        if not allows(failed.status, JobStep.FAIL):
            return
        failed.status = state_after(failed.status, JobStep.FAIL)
        failed.message = sentence[:500]
        failed.finished_at = timezone.now()
        failed.save(update_fields=["status", "message", "finished_at"])


def _locked(pk: int) -> Job:
    rows = Job.objects.select_related("created_by").select_for_update(of=("self",), no_key=True)
    return rows.get(pk=pk)
