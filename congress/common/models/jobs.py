"""Work that takes longer than a page may: what is to be done, how far it is, what came of it."""

from __future__ import annotations

import datetime as dt
from pathlib import PurePath
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from congress.common.models.abstract import PublicIdModel
from congress.common.permissions import can_view_records

_SUFFIXES = frozenset({".pdf", ".xlsx", ".csv", ".zip", ".txt"})


class JobStatus(models.TextChoices):
    """Where a job stands. Which may follow which: congress/common/jobs/workflow.py."""

    WAITING = "waiting", "等待处理"
    RUNNING = "running", "正在处理"
    DONE = "done", "已完成"
    FAILED = "failed", "没有做完"
    CANCELLED = "cancelled", "已取消"

    @classmethod
    def active(cls) -> list[JobStatus]:
        """Those in which something is still going to happen by itself."""
        return [cls.WAITING, cls.RUNNING]


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs in the words of the back office."""

    def active(self) -> JobQuerySet:
        return self.filter(status__in=JobStatus.active())

    def failed(self) -> JobQuerySet:
        return self.filter(status=JobStatus.FAILED)

    def visible_to(self, user: Any) -> JobQuerySet:
        """One's own; all of them for those who read the congress's records."""
        if can_view_records(user):
            return self
        # A visitor has no key, and a job of the system has nobody who started it.
        return self.filter(created_by=user.pk) if user.is_authenticated else self.none()


def job_file_path(job: Job, filename: str) -> str:
    """Where the result lies; nothing of a name is part of the path but a known ending."""
    suffix = PurePath(filename).suffix.lower()
    return f"jobs/{job.public_id}{suffix if suffix in _SUFFIXES else '.bin'}"


class Job(PublicIdModel):
    """One piece of work, done unit by unit by the job runner.

    ``parameters`` holds ids and choices, never personal data; ``fingerprint`` is what two jobs
    have in common that would do the same, so that only one of them is under way. ``attempts``
    counts beginnings since a unit was last finished: what kills the runner each time is given up.
    """

    kind = models.CharField(max_length=40, verbose_name="种类")
    title = models.CharField(max_length=200, verbose_name="工作")
    parameters: Any = models.JSONField(default=dict, verbose_name="参数")
    fingerprint = models.CharField(max_length=64, editable=False, verbose_name="指纹")
    status = models.CharField(
        max_length=20, choices=JobStatus.choices, default=JobStatus.WAITING, verbose_name="状态"
    )
    total = models.PositiveIntegerField(default=0, verbose_name="总数")
    done = models.PositiveIntegerField(default=0, verbose_name="已完成")
    attempts = models.PositiveSmallIntegerField(default=0, verbose_name="开始次数")
    message = models.CharField(max_length=500, blank=True, verbose_name="说明")
    file = models.FileField(upload_to=job_file_path, blank=True, verbose_name="文件")
    file_name = models.CharField(max_length=200, blank=True, verbose_name="文件名")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="发起人",
    )
    created_from = models.GenericIPAddressField(
        null=True, editable=False, verbose_name="发起人的来源地址"
    )
    created_at = models.DateTimeField(auto_now_add=True, verbose_name="发起时间")
    started_at = models.DateTimeField(null=True, blank=True, verbose_name="开始时间")
    finished_at = models.DateTimeField(null=True, blank=True, verbose_name="结束时间")

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "后台工作"
        ordering: ClassVar[list[str]] = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["fingerprint"],
                condition=Q(status__in=["waiting", "running"]),
                name="job_is_under_way_once",
                violation_error_message="同样的工作正在进行。",
            ),
            models.CheckConstraint(
                condition=Q(done__lte=models.F("total")), name="job_does_no_more_than_all"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["status"], name="job_status")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_outdated(self) -> bool:
        """Whether it ended so long ago that what it made is gone (jobs/tidying.py)."""
        kept = dt.timedelta(days=settings.JOB_FILE_DAYS)
        return self.finished_at is not None and self.finished_at < timezone.now() - kept

    @property
    def is_active(self) -> bool:
        """Whether it waits or is being done."""
        return self.status in JobStatus.active()


class JobUnit(models.Model):
    """One step of a job: a checkpoint that is set in the transaction of what the step does.

    ``output`` is what the step made for the end of the job, such as its pages; gone afterwards.
    """

    job = models.ForeignKey(
        Job, on_delete=models.CASCADE, related_name="units", verbose_name="工作"
    )
    order = models.PositiveIntegerField(verbose_name="次序")
    key = models.CharField(max_length=100, verbose_name="对象")
    done_at = models.DateTimeField(null=True, verbose_name="完成时间")
    output = models.BinaryField(null=True, verbose_name="中间结果")

    class Meta:
        verbose_name = verbose_name_plural = "工作的步骤"
        ordering: ClassVar[list[str]] = ["order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["job", "key"], name="job_does_a_unit_once"),
            models.UniqueConstraint(fields=["job", "order"], name="job_units_are_in_order"),
        ]

    def __str__(self) -> str:
        return self.key


class DailyRun(models.Model):
    """One daily task on one day: done once, also when the machine was off at its hour."""

    name = models.CharField(max_length=60, editable=False, verbose_name="名称")
    day = models.DateField(editable=False, verbose_name="日期")
    attempts = models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="开始次数")
    started_at = models.DateTimeField(null=True, editable=False, verbose_name="开始时间")
    finished_at = models.DateTimeField(null=True, editable=False, verbose_name="完成时间")
    message = models.CharField(max_length=500, blank=True, editable=False, verbose_name="说明")
    problem = models.CharField(max_length=500, blank=True, editable=False, verbose_name="问题")

    class Meta:
        verbose_name = verbose_name_plural = "每日工作"
        ordering: ClassVar[list[str]] = ["-day", "name"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "day"], name="daily_task_is_done_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y年%-m月%-d日}的每日工作"
