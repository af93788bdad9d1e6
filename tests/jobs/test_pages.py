"""The page of a job, its JSON, its file and its buttons; what is said where nothing works."""

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from congress.common.jobs import progress
from congress.common.jobs.execution import run_job
from congress.common.jobs.locks import Space
from congress.common.models import Job, JobStatus


def page(client, job: Job, end: str = "job") -> str:
    return reverse(f"admin:jobs_{end}", args=[job.public_id])


def text_of(client, job: Job) -> str:
    return client.get(page(client, job)).content.decode()


@pytest.fixture
def no_runner(monkeypatch):
    monkeypatch.setattr(progress, "held", lambda space: set())


@pytest.fixture
def working(monkeypatch):
    """A runner is there; ``working(job)`` has it do the job."""
    state = {Space.RUNNER: {0}, Space.JOB: set(), Space.DAILY: set()}
    monkeypatch.setattr(progress, "held", state.__getitem__)
    return lambda job: state[Space.JOB].add(job.pk)


def grow_old(job: Job) -> None:
    Job.objects.filter(pk=job.pk).update(created_at=timezone.now() - dt.timedelta(seconds=6))
    job.refresh_from_db()


def test_page_shows_a_bar_that_a_script_moves(counting, client, office, working):
    job = counting()
    Job.objects.update(status=JobStatus.RUNNING, total=80, done=37)
    client.force_login(office)
    text = text_of(client, job)
    assert f'data-progress="{page(client, job, "progress")}"' in text
    assert "job-progress.js" in text
    assert 'value="37" max="80"' in text
    assert "已完成37/80步" in text
    assert "可以离开这一页" in text
    assert "取消这项工作" in text


def test_progress_is_told_as_json(counting, client, office, working):
    job = counting()
    Job.objects.update(status=JobStatus.RUNNING, total=80, done=37)
    client.force_login(office)
    response = client.get(page(client, job, "progress"))
    assert response.json() == {
        "status": "正在处理",
        "text": "已完成37/80步",
        "hint": "",
        "done": 37,
        "total": 80,
        "has_begun": True,
        "is_over": False,
    }
    assert "no-store" in response["Cache-Control"]


def test_waiting_job_says_after_seconds_that_nothing_works(counting, client, office, no_runner):
    job = counting()
    client.force_login(office)
    assert "没有运行" not in text_of(client, job)
    grow_old(job)
    assert "处理后台工作的程序没有运行，所以还没有开始" in text_of(client, job)


def test_broken_off_job_says_that_it_goes_on_later(counting, client, office, no_runner):
    job = counting()
    grow_old(job)
    Job.objects.update(status=JobStatus.RUNNING, total=3, done=1)
    client.force_login(office)
    assert "已经完成的不会重做" in text_of(client, job)


def test_waiting_job_says_how_many_are_before_it(counting, client, office, working):
    first, second = counting(units=2), counting(units=3)
    grow_old(first)
    Job.objects.filter(pk=second.pk).update(created_at=timezone.now() - dt.timedelta(seconds=5.5))
    client.force_login(office)
    assert "前面还有1项工作在处理" in text_of(client, second)
    assert "前面还有" not in text_of(client, first)


def test_runner_is_known_by_its_lock(transactional_db):
    import psycopg2
    from django.db import connection

    from congress.common.jobs.runner import runner_is_alive

    assert not runner_is_alive()
    other = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    other.cursor().execute("SELECT pg_advisory_lock_shared(%s, 0)", [int(Space.RUNNER)])
    assert runner_is_alive()
    other.close()


def test_finished_page_opens_the_file_and_leads_on(counting, client, office):
    job = counting()
    run_job(job.pk)
    client.force_login(office)
    text = text_of(client, job)
    assert "共3步。" in text
    assert "打开结果.txt" in text
    assert 'href="/deputies/"' in text
    assert "job-progress.js" not in text
    response = client.get(page(client, job, "file"))
    assert b"".join(response.streaming_content) == b"012"
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]


def test_failed_page_says_why_and_goes_on_by_a_button(counting, client, office):
    job = counting(fail_at="2")
    run_job(job.pk)
    client.force_login(office)
    text = text_of(client, job)
    assert "第三步的材料不全，请补齐后再试。" in text
    assert "再试一次只做剩下的" in text
    client.post(page(client, job, "retry"))
    job.refresh_from_db()
    assert job.status == JobStatus.WAITING


def test_cancelling_twice_is_refused_in_words(counting, client, office):
    job = counting()
    client.force_login(office)
    client.post(page(client, job, "cancel"))
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED
    response = client.post(page(client, job, "cancel"), follow=True)
    assert "这项工作的状态是“已取消”，不能取消。" in response.content.decode()


def test_retrying_what_is_under_way_again_is_refused_in_words(counting, client, office):
    job = counting()
    client.force_login(office)
    client.post(page(client, job, "cancel"))
    counting()
    response = client.post(page(client, job, "retry"), follow=True)
    assert "同样的工作正在进行" in response.content.decode()


def test_job_of_somebody_else_is_hidden_from_who_reads_no_records(counting, client, sysadmin):
    job = counting()
    client.force_login(sysadmin)
    for end in ("job", "progress", "file"):
        assert client.get(page(client, job, end)).status_code == 404
    for end in ("cancel", "retry"):
        assert client.post(page(client, job, end)).status_code == 404
    assert "数数" not in client.get(reverse("admin:common_job_changelist")).content.decode()


def test_own_job_is_seen_and_managed_by_who_started_it(counting, client, sysadmin):
    job = counting()
    Job.objects.update(created_by=sysadmin)
    client.force_login(sysadmin)
    assert "数数" in client.get(reverse("admin:common_job_changelist")).content.decode()
    client.post(page(client, job, "cancel"))
    job.refresh_from_db()
    assert job.status == JobStatus.CANCELLED


def test_auditor_sees_jobs_but_neither_stops_them_nor_opens_files(counting, client, auditor):
    job = counting()
    run_job(job.pk)
    client.force_login(auditor)
    text = text_of(client, job)
    assert "打开结果" not in text
    assert client.get(page(client, job, "file")).status_code == 403
    assert client.post(page(client, job, "cancel")).status_code == 403


def test_outdated_file_is_said_to_be_gone(counting, client, office):
    from congress.common.jobs.tidying import tidy_jobs

    job = counting()
    run_job(job.pk)
    Job.objects.update(finished_at=timezone.now() - dt.timedelta(days=8))
    job.refresh_from_db()
    path = Path(job.file.path)
    assert tidy_jobs(timezone.localdate()) == "删除了1个过期的结果文件。"
    assert not path.exists()
    client.force_login(office)
    assert "结果文件过了保存期" in text_of(client, job)
    assert client.get(page(client, job, "file")).status_code == 404


def test_broken_off_job_of_last_week_is_begun_anew(counting, client, office):
    from congress.common.jobs.tidying import tidy_jobs

    job = counting(fail_at="2")
    run_job(job.pk)
    Job.objects.update(finished_at=timezone.now() - dt.timedelta(days=8))
    tidy_jobs(timezone.localdate())
    assert not job.units.exists()
    client.force_login(office)
    assert "再试一次" not in text_of(client, job)
    answer = client.post(page(client, job, "retry"), follow=True).content.decode()
    assert "不能接着做了。请重新发起。" in answer


def test_page_left_open_keeps_no_login_alive(counting, client, office):
    job = counting()
    begun = dt.datetime(2026, 5, 6, 9, tzinfo=dt.UTC)
    with time_machine.travel(begun, tick=False) as clock:
        client.force_login(office)
        client.get(page(client, job))
        row = office.login_sessions.get()
        clock.shift(120)
        client.get(page(client, job, "progress"), headers={"X-Asked-By-Page": "1"})
        row.refresh_from_db()
        assert row.seen_at == begun
        client.get(page(client, job))
        row.refresh_from_db()
        assert row.seen_at == begun + dt.timedelta(minutes=2)


def test_first_page_counts_what_runs_and_what_failed(counting, client, office, term):
    counting(units=1)
    run_job(counting(fail_at="0").pk)
    client.force_login(office)
    text = client.get(reverse("admin:index")).content.decode()
    assert "后台工作正在处理" in text
    assert "后台工作没有做完" in text


def test_list_of_jobs_takes_the_same_queries_for_many(counting, client, office):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(office)
    counts = []
    for number in (1, 20):
        for extra in range(number):
            counting(units=number * 100 + extra)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:common_job_changelist"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
