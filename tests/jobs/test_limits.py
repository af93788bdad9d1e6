"""Work that hangs is given up after its limit, with a sentence; everything else goes on."""

import datetime as dt
import zlib

import pytest

from congress.common.jobs import JobKind, daily_tasks, retry_job
from congress.common.jobs.limits import in_words
from congress.common.jobs.locks import Space, held
from congress.common.models import DailyRun, Job, JobStatus
from tests.jobs.conftest import children, until
from tests.jobs.kinds import effects


def has(job: Job, status: JobStatus) -> bool:
    job.refresh_from_db()
    return job.status == status


@pytest.mark.parametrize(
    ("limit", "words"),
    [
        (dt.timedelta(seconds=20), "20秒"),
        (dt.timedelta(minutes=30), "30分钟"),
        (dt.timedelta(minutes=90), "90分钟"),
        (dt.timedelta(hours=6), "6小时"),
    ],
)
def test_limit_is_said_in_words(limit, words):
    assert in_words(limit) == words


def test_everything_has_a_limit():
    assert dt.timedelta() < JobKind.limit <= dt.timedelta(hours=1)
    limits = {task.name: task.limit for task in daily_tasks()}
    assert limits.pop("backup") == dt.timedelta(hours=6)
    assert set(limits.values()) == {dt.timedelta(hours=1)}


@pytest.mark.slow
def test_step_that_hangs_fails_the_job_and_may_be_tried_again(runners, counting, office, tmp_path):
    job = counting("hasty", units=3, hang_at="1")
    runner = runners.start()
    until(lambda: has(job, JobStatus.FAILED))
    assert job.message.startswith("有一步过了2秒还没有做完，可能是卡住了，已经停了下来")
    assert job.finished_at
    assert job.done == 1
    assert effects() == ["0"]  # what the step had done is taken back
    assert job.pk not in held(Space.JOB)
    until(lambda: not children(runner))
    assert runner.poll() is None

    other = counting(units=2)
    until(lambda: has(other, JobStatus.DONE))

    (tmp_path / "mended").touch()
    retry_job(job, actor=office)
    until(lambda: has(job, JobStatus.DONE))
    assert effects() == ["0", "0", "1", "finish", "1", "2", "finish"]


@pytest.mark.slow
def test_many_steps_may_take_longer_than_the_limit_of_one(runners, counting):
    job = counting("hasty", units=6, nap=0.7)
    runners.start()
    until(lambda: has(job, JobStatus.DONE))
    assert job.finished_at - job.started_at > dt.timedelta(seconds=4)
    assert effects() == ["0", "1", "2", "3", "4", "5", "finish"]


@pytest.mark.slow
def test_daily_task_that_hangs_has_failed_and_the_next_one_is_done(runners, office):
    runner = runners.start(DAILY_HANGS="1", DAILY_USER=str(office.pk))
    until(lambda: DailyRun.objects.filter(name="hang").exclude(problem="").exists())
    run = DailyRun.objects.get(name="hang")
    assert run.problem == "过了1秒还没有做完，可能是卡住了，已经停了下来。"
    assert (run.attempts, run.finished_at) == (1, None)
    assert zlib.crc32(b"hang") & 0x7FFFFFFF not in held(Space.DAILY)
    until(lambda: DailyRun.objects.filter(name="note").exclude(finished_at=None).exists())
    assert effects() == ["daily"]
    assert runner.poll() is None
