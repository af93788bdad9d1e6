"""Kinds of job whose effects can be counted.

Each effect is a row of its own in the security events, where nothing forbids a second one.
"""

import datetime as dt
import os
import time
from pathlib import Path

from django.db import connection

from congress.common.exceptions import RuleViolation
from congress.common.jobs import JobKind, JobResult, register_job_kind
from congress.common.models import Job, SecurityEvent, SecurityEventKind


def note(job: Job, subject: str) -> None:
    SecurityEvent.objects.create(
        kind=SecurityEventKind.UNLOCKED, user=job.created_by, subject=subject
    )


def _is_mended() -> bool:
    return Path(os.environ.get("PORTAL_DATA", "/nonexistent"), "mended").exists()


def effects() -> list[str]:
    """What was done, in order."""
    return list(SecurityEvent.objects.order_by("pk").values_list("subject", flat=True))


class Counting(JobKind):
    """``parameters``: {"units": number, "nap": seconds after each effect, "fail_at": key}."""

    counter = "步"

    def units(self, job: Job) -> list[str]:
        return [str(number) for number in range(job.parameters["units"])]

    def run_unit(self, job: Job, key: str) -> bytes:
        note(job, key)
        time.sleep(job.parameters.get("nap", 0))
        if key == job.parameters.get("fail_at") and not _is_mended():
            raise RuleViolation("第三步的材料不全，请补齐后再试。")
        if key == job.parameters.get("break_at"):
            raise ZeroDivisionError("secret detail")
        return key.encode()

    def finish(self, job: Job, outputs) -> JobResult:
        note(job, "finish")
        return JobResult(f"共{len(outputs)}步。", b"".join(outputs), "结果.txt")

    def link(self, job: Job) -> tuple[str, str]:
        return "看名册", "/deputies/"


class Private(Counting):
    is_private = True


class Hasty(Counting):
    """Hangs inside the database at the step "hang_at" of its parameters, unless it is mended."""

    limit = dt.timedelta(seconds=2)

    def run_unit(self, job: Job, key: str) -> bytes:
        if key == job.parameters.get("hang_at") and not _is_mended():
            note(job, "lost")
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_sleep(600)")
        return super().run_unit(job, key)


class Outside(Counting):
    is_atomic = False


def daily_note(day: dt.date) -> str:
    SecurityEvent.objects.create(
        kind=SecurityEventKind.UNLOCKED, subject="daily", user_id=int(os.environ["DAILY_USER"])
    )
    return "记了一笔。"


def daily_sleep(day: dt.date) -> None:
    time.sleep(600)


def register() -> None:
    register_job_kind("counting", Counting)
    register_job_kind("private", Private)
    register_job_kind("outside", Outside)
    register_job_kind("hasty", Hasty)
