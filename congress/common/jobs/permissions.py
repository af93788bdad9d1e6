"""Who may: jobs. ``can_view_job`` agrees with Job.objects.visible_to."""

from typing import Any

from congress.common.jobs.kinds import job_kind
from congress.common.models import Job
from congress.common.permissions import can_edit_records, can_view_records


def started_it(user: Any, job: Job) -> bool:
    """Whether the job is the user's own."""
    return user.is_authenticated and user.pk == job.created_by_id


def can_view_job(user: Any, job: Job) -> bool:
    """Who started it, and who reads the congress's records, sees how far it is."""
    return started_it(user, job) or can_view_records(user)


def can_manage_job(user: Any, job: Job) -> bool:
    """Cancel it or try it again: who started it, and presidium staff."""
    return started_it(user, job) or can_edit_records(user)


def can_open_job_file(user: Any, job: Job) -> bool:
    """Open what came of it: who started it; presidium staff unless the kind is private."""
    if started_it(user, job):
        return True
    try:
        return can_edit_records(user) and not job_kind(job.kind).is_private
    except KeyError:
        return False
