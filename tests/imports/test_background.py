"""Large spreadsheets are imported by a job: all rows or none, and never twice."""

import pytest
from django.db import OperationalError
from django.urls import reverse

from congress.common.imports.job import ImportJob
from congress.common.jobs import retry_job
from congress.common.jobs.execution import run_job
from congress.common.models import ImportStatus, Job, JobStatus
from deputies.models import Deputy
from tests.factories import DeputyFactory
from tests.imports.conftest import roster
from tests.imports.test_pages import press, upload

ROWS = [["赵明", "男", "1975.03", None], ["钱芳", "女", "1980.05", None]]


@pytest.fixture
def client(client, office):
    client.force_login(office)
    return client


@pytest.fixture
def run(client, term, settings):
    """An import that is too large for a page to wait for."""
    settings.IMPORT_JOB_ROWS = 1
    return upload(client, roster(*ROWS))


def the_job() -> Job:
    return Job.objects.get()


def test_large_import_is_written_by_its_job(client, run, office):
    text = press(client, run, "confirm")
    assert "导入代表名册：名册.xlsx" in text
    assert not Deputy.objects.exists()
    run_job(the_job().pk)
    assert the_job().status == JobStatus.DONE
    run.refresh_from_db()
    assert run.status == ImportStatus.DONE
    assert Deputy.objects.count() == 2
    assert {entry.history_user for entry in Deputy.history.all()} == {office}
    page = client.get(reverse("admin:jobs_job", args=[the_job().public_id])).content.decode()
    assert "看导入结果" in page
    assert reverse("admin:imports_run", args=[run.public_id]) in page


def test_small_import_is_written_at_once(client, term):
    run = upload(client, roster(*ROWS))
    assert "导入完成" in press(client, run, "confirm")
    assert Deputy.objects.count() == 2
    assert not Job.objects.exists()


def test_preview_leads_to_the_job_that_is_under_way(client, run):
    press(client, run, "confirm")
    address = reverse("admin:imports_run", args=[run.public_id])
    job_page = reverse("admin:jobs_job", args=[the_job().public_id])
    assert client.get(address)["Location"] == job_page
    assert client.post(address, {"action": "confirm"})["Location"] == job_page
    assert Job.objects.count() == 1


def test_import_broken_off_at_its_end_is_not_written_twice(client, run, monkeypatch):
    press(client, run, "confirm")

    def lose_the_database(self, job, outputs):
        raise OperationalError

    with monkeypatch.context() as patch:
        patch.setattr(ImportJob, "finish", lose_the_database)
        with pytest.raises(OperationalError):
            run_job(the_job().pk)
    assert the_job().status == JobStatus.RUNNING
    assert Deputy.objects.count() == 2
    run_job(the_job().pk)
    assert the_job().status == JobStatus.DONE
    assert Deputy.objects.count() == 2
    assert Deputy.history.count() == 2


def test_import_that_no_longer_fits_fails_in_words_and_leads_back(client, run):
    press(client, run, "confirm")
    DeputyFactory(name="赵明", born_on="1975-03")
    before = Deputy.objects.count()
    run_job(the_job().pk)
    assert the_job().status == JobStatus.FAILED
    assert "预览之后，记录或您的选择有了变化" in the_job().message
    assert Deputy.objects.count() == before
    page = client.get(reverse("admin:jobs_job", args=[the_job().public_id])).content.decode()
    assert "回到核对页" in page


def test_import_given_up_meanwhile_is_not_written(client, run, office):
    from congress.common.imports.services import discard_import

    press(client, run, "confirm")
    discard_import(run, actor=office)
    run_job(the_job().pk)
    assert the_job().status == JobStatus.FAILED
    assert "已放弃" in the_job().message
    assert not Deputy.objects.exists()
    run_job(retry_job(the_job(), actor=office).pk)
    assert not Deputy.objects.exists()


def test_stages_of_an_import_are_told(client, run, monkeypatch):
    said = []
    monkeypatch.setattr("congress.common.imports.job.say", lambda job, text: said.append(text))
    press(client, run, "confirm")
    run_job(the_job().pk)
    assert said == ["正在读取和核对表格", "核对完毕，正在写入2条记录"]


def test_forged_fingerprint_is_no_fault(client, run):
    text = press(client, run, "confirm", seen="\0'")
    assert "导入代表名册" in text
    run_job(the_job().pk)
    assert the_job().status == JobStatus.FAILED
