"""Doing it: start, cancel and retry a job. The work itself is in execution.py."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.history import current_address
from congress.common.jobs.kinds import JobKind, job_kind
from congress.common.jobs.permissions import can_manage_job
from congress.common.jobs.workflow import JobStep, state_after
from congress.common.models import Job


def start_job(slug: str, *, title: str, parameters: Mapping[str, Any], actor: Any) -> Job:
    """Have a job done. Gives the one already under way when it would do the same.

    ``parameters`` are ids and choices, as JSON holds them. ``actor`` None is the system.
    """
    kind = job_kind(slug)
    if actor is not None and not kind.can_start(actor):
        raise PermissionDenied
    job = Job(
        kind=slug,
        title=title[:200],
        parameters=dict(parameters),
        fingerprint=_fingerprint(slug, kind, parameters, actor),
        created_by=actor,
        created_from=current_address(),
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        same = Job.objects.active().filter(fingerprint=job.fingerprint).first()
        if same is None:  # it ended at this very moment
            return start_job(slug, title=title, parameters=parameters, actor=actor)
        return same
    return job


def cancel_job(job: Job, *, actor: Any) -> Job:
    """Do nothing more of it. The unit being done is finished; what is done stays done."""
    with transaction.atomic():
        job = _locked(job, actor)
        job.status = state_after(job.status, JobStep.CANCEL)
        job.message, job.finished_at = "", timezone.now()
        job.save(update_fields=["status", "message", "finished_at"])
    return job


def retry_job(job: Job, *, actor: Any) -> Job:
    """Go on with the units that are not done yet."""
    try:
        with transaction.atomic():
            job = _locked(job, actor)
            if job.is_outdated:
                raise RuleViolation("这项工作放了太久，不能接着做了。请重新发起。")
            job.status = state_after(job.status, JobStep.RETRY)
            job.message, job.attempts, job.finished_at = "", 0, None
            job.save(update_fields=["status", "message", "attempts", "finished_at"])
    except IntegrityError as error:
        raise RuleViolation("同样的工作正在进行，不用再试。请在后台工作里查看。") from error
    return job


def _locked(job: Job, actor: Any) -> Job:
    """The job as it stands, kept from others. It keeps nobody from adding units (NO KEY)."""
    rows = Job.objects.select_related("created_by").select_for_update(of=("self",), no_key=True)
    job = rows.get(pk=job.pk)
    if not can_manage_job(actor, job):
        raise PermissionDenied
    return job


def _fingerprint(slug: str, kind: JobKind, parameters: Mapping[str, Any], actor: Any) -> str:
    whose = actor.pk if kind.is_private and actor is not None else None
    text = json.dumps([slug, whose, parameters], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
