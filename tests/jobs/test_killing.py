"""Killed at any moment and started again, a job is done without doing a unit twice."""

import os
import signal

import pytest

from congress.common.jobs.runner import runner_is_alive
from congress.common.models import DailyRun, Job, JobStatus
from tests.jobs.conftest import children, until
from tests.jobs.kinds import effects

UNITS = 12
ALL = [str(number) for number in range(UNITS)]


def is_done(job: Job) -> bool:
    job.refresh_from_db()
    return job.status == JobStatus.DONE


def is_under_way(job: Job) -> bool:
    job.refresh_from_db()
    return job.done >= 3


@pytest.mark.slow
def test_killed_runner_leaves_nothing_and_its_job_is_completed_once(runners, counting):
    job = counting(units=UNITS, nap=0.15)
    first = runners.start()
    until(lambda: is_under_way(job))
    workers = children(first)
    first.send_signal(signal.SIGKILL)
    first.wait()
    until(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in workers), 5)
    job.refresh_from_db()
    assert job.status == JobStatus.RUNNING
    done = job.done
    assert 3 <= done < UNITS
    assert effects() == ALL[:done]
    assert not runner_is_alive()

    runners.start()
    until(lambda: is_done(job))
    assert effects() == [*ALL, "finish"]
    assert job.done == job.total == UNITS


@pytest.mark.slow
def test_killed_worker_is_replaced_at_once_and_nothing_is_done_twice(runners, counting):
    job = counting(units=UNITS, nap=0.1)
    runner = runners.start()
    until(lambda: is_under_way(job))
    for pid in children(runner):
        os.kill(pid, signal.SIGKILL)
    until(lambda: is_done(job))
    assert effects() == [*ALL, "finish"]


@pytest.mark.slow
def test_told_to_stop_runner_finishes_its_unit_and_another_goes_on(runners, counting):
    job = counting(units=UNITS, nap=0.1)
    runner = runners.start()
    until(lambda: is_under_way(job))
    runner.terminate()
    assert runner.wait(timeout=10) == 0
    job.refresh_from_db()
    assert job.status == JobStatus.RUNNING
    runners.start()
    until(lambda: is_done(job))
    assert effects() == [*ALL, "finish"]


@pytest.mark.slow
def test_two_runners_share_the_work_and_do_nothing_twice(runners, counting, office):
    jobs = [counting(units=6, nap=0.05, number=number) for number in range(4)]
    both = [runners.start(DAILY_USER=str(office.pk)) for _ in range(2)]
    until(lambda: all(is_done(job) for job in jobs))
    until(lambda: DailyRun.objects.filter(name="note").exclude(finished_at=None).exists())
    done = effects()
    assert done.count("daily") == 1
    assert sorted(set(done) - {"daily"}) == ["0", "1", "2", "3", "4", "5", "finish"]
    assert all(done.count(key) == 4 for key in ["0", "1", "2", "3", "4", "5", "finish"])
    assert all(process.poll() is None for process in both)


@pytest.mark.slow
def test_job_that_kills_its_worker_each_time_is_given_up(runners, counting):
    job = counting(units=2, nap=60)
    runner = runners.start()
    for attempt in (1, 2, 3):
        until(lambda attempt=attempt: has_begun(job, attempt) and children(runner))
        for pid in children(runner):
            os.kill(pid, signal.SIGKILL)
    until(lambda: has_begun(job, 4) and job.status == JobStatus.FAILED)
    assert "几次都在同一处中断" in job.message
    assert effects() == []


def has_begun(job: Job, times: int) -> bool:
    job.refresh_from_db()
    return job.attempts == times
