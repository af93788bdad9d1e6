"""Doing a job: its units, its end, what goes wrong, and how it goes on."""

import logging

import pytest
from django.core.files.storage import default_storage

from congress.accounts.models import User
from congress.common.exceptions import RuleViolation
from congress.common.jobs import cancel_job, retry_job
from congress.common.jobs.execution import run_job
from congress.common.jobs.locks import Space
from congress.common.jobs.permissions import can_manage_job, can_open_job_file, can_view_job
from congress.common.jobs.workflow import TRANSITIONS, JobStep, state_after
from congress.common.models import Job, JobStatus
from tests.jobs.kinds import Counting, effects


def done(job: Job) -> Job:
    run_job(job.pk)
    job.refresh_from_db()
    return job


def test_job_does_all_units_in_order_and_keeps_its_result(counting):
    job = done(counting())
    assert job.status == JobStatus.DONE
    assert effects() == ["0", "1", "2", "finish"]
    assert (job.done, job.total, job.message, job.file_name) == (3, 3, "共3步。", "结果.txt")
    assert job.file.read() == b"012"
    assert job.units.exclude(output=None).count() == 0


def test_finished_job_is_not_done_again(counting):
    job = done(done(counting()))
    assert effects() == ["0", "1", "2", "finish"]
    assert job.status == JobStatus.DONE


def test_same_job_is_under_way_once(counting):
    first = counting()
    assert counting() == first
    assert counting(units=4) != first
    done(first)
    assert counting() != first


def test_failing_unit_ends_the_job_and_keeps_what_is_done(counting):
    job = done(counting(fail_at="2"))
    assert job.status == JobStatus.FAILED
    assert job.message == "第三步的材料不全，请补齐后再试。"
    assert effects() == ["0", "1"]
    assert job.done == 2


def test_retry_goes_on_where_it_stopped(counting, monkeypatch, tmp_path):
    monkeypatch.setenv("PORTAL_DATA", str(tmp_path))
    job = done(counting(fail_at="2"))
    (tmp_path / "mended").touch()
    job = done(retry_job(job, actor=job.created_by))
    assert job.status == JobStatus.DONE
    assert effects() == ["0", "1", "2", "finish"]


def test_unexpected_fault_is_logged_and_not_shown(counting, caplog):
    with caplog.at_level(logging.ERROR):
        job = done(counting(break_at="1"))
    assert job.status == JobStatus.FAILED
    assert "已经记录下来" in job.message
    assert "secret" not in job.message
    assert "secret detail" in caplog.text
    assert effects() == ["0"]


def test_lost_right_ends_the_job_in_words(counting, monkeypatch):
    from django.core.exceptions import PermissionDenied

    def refuse(self, job, key):
        raise PermissionDenied

    monkeypatch.setattr(Counting, "run_unit", refuse)
    job = done(counting())
    assert job.status == JobStatus.FAILED
    assert "权限" in job.message


def test_cancelled_job_stops_before_its_next_unit(counting, monkeypatch):
    original = Counting.run_unit

    def cancel_in_between(self, job, key):
        if key == "1":
            cancel_job(job, actor=job.created_by)
        return original(self, job, key)

    monkeypatch.setattr(Counting, "run_unit", cancel_in_between)
    job = done(counting())
    assert job.status == JobStatus.CANCELLED
    assert effects() == ["0", "1"]


def test_job_cancelled_before_its_end_has_no_result(counting, monkeypatch):
    original = Counting.finish

    def cancel_first(self, job, outputs):
        cancel_job(job, actor=job.created_by)
        return original(self, job, outputs)

    monkeypatch.setattr(Counting, "finish", cancel_first)
    job = done(counting())
    # The step of the end is taken back together with the state it would have led to.
    assert effects() == ["0", "1", "2"]
    assert job.status != JobStatus.DONE
    assert not job.file


def test_job_of_an_unknown_kind_fails_in_words(counting):
    job = counting()
    Job.objects.update(kind="forgotten")
    job = done(job)
    assert job.status == JobStatus.FAILED
    assert "不会做这种工作" in job.message


def test_job_held_by_another_connection_is_left_alone(counting, monkeypatch):
    monkeypatch.setattr("congress.common.jobs.execution.try_lock", lambda space, pk: False)
    job = done(counting())
    assert job.status == JobStatus.WAITING
    assert effects() == []


def test_lock_is_given_back(counting):
    from congress.common.jobs.locks import held

    job = done(counting())
    assert job.pk not in held(Space.JOB)


def test_kind_that_acts_outside_does_its_units_too(counting):
    job = done(counting("outside"))
    assert effects() == ["0", "1", "2", "finish"]
    assert job.done == 3


def test_history_says_who_started_the_job(counting, office, monkeypatch):
    from deputies.models import Deputy
    from tests.factories import DeputyFactory

    monkeypatch.setattr(Counting, "run_unit", lambda self, job, key: DeputyFactory() and None)
    done(counting(units=1))
    assert Deputy.objects.get().history.get().history_user == office


def test_result_replaces_what_a_kill_left_behind(counting):
    job = counting()
    from django.core.files.base import ContentFile

    default_storage.save(f"jobs/{job.public_id}.txt", ContentFile(b"half"))
    job = done(job)
    assert job.file.name == f"jobs/{job.public_id}.txt"
    assert job.file.read() == b"012"


@pytest.mark.parametrize("status", JobStatus)
@pytest.mark.parametrize("step", JobStep)
def test_step_that_is_not_in_the_table_is_refused(status, step):
    if (status, step) in TRANSITIONS:
        assert state_after(status, step) == TRANSITIONS[status, step]
        return
    with pytest.raises(RuleViolation, match=f"“{status.label}”，不能{step.value}"):
        state_after(status, step)


def test_seeing_a_job_agrees_with_the_list_of_jobs(counting, cast):
    job = counting()
    Job.objects.filter(pk=job.pk).update(created_by=cast.unit)
    other = counting(units=5)
    for user in [*vars(cast).values(), User.objects.create(username="nobody")]:
        seen = set(Job.objects.visible_to(user))
        assert seen == {each for each in Job.objects.all() if can_view_job(user, each)}, user
    assert set(Job.objects.visible_to(cast.unit)) == {job}
    assert set(Job.objects.visible_to(cast.auditor)) == {job, other}
    assert not can_manage_job(cast.auditor, other)
    assert not can_open_job_file(cast.auditor, other)


def test_private_result_is_for_who_started_it_alone(counting, office, chair):
    job = counting("private")
    assert can_open_job_file(office, job)
    assert can_view_job(chair, job)
    assert not can_open_job_file(chair, job)
    assert can_open_job_file(chair, counting())
