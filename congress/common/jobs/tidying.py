"""What of the jobs goes away by itself: results after some days, the rest after a year."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from congress.common.models import DailyRun, Job, JobUnit

_KEPT = dt.timedelta(days=366)


def tidy_jobs(day: dt.date) -> str:
    """Delete what old jobs made, also halfway; they can't go on then (Job.is_outdated)."""
    now = timezone.now()
    ended = Job.objects.exclude(pk__in=Job.objects.active())
    outdated = ended.filter(finished_at__lt=now - dt.timedelta(days=settings.JOB_FILE_DAYS))
    JobUnit.objects.filter(job__in=outdated).delete()
    removed = 0
    for job in outdated.exclude(file=""):
        job.file.delete(save=False)
        job.save(update_fields=["file"])
        removed += 1
    outdated.filter(finished_at__lt=now - _KEPT).delete()
    DailyRun.objects.filter(day__lt=day - _KEPT).delete()
    return f"删除了{removed}个过期的结果文件。" if removed else ""
