"""What of the jobs goes away by itself: files after some days, finished jobs after a year."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.utils import timezone

from congress.common.models import DailyRun, Job

_KEPT = dt.timedelta(days=366)


def tidy_jobs(day: dt.date) -> str:
    """Delete results that are old enough, and what nobody asks for any more."""
    now = timezone.now()
    limit = now - dt.timedelta(days=settings.JOB_FILE_DAYS)
    ended = Job.objects.exclude(pk__in=Job.objects.active())
    removed = 0
    for job in ended.filter(finished_at__lt=limit).exclude(file=""):
        job.file.delete(save=False)
        job.save(update_fields=["file"])
        removed += 1
    ended.filter(finished_at__lt=now - _KEPT).delete()
    DailyRun.objects.filter(day__lt=day - _KEPT).delete()
    return f"删除了{removed}个过期的结果文件。" if removed else ""
