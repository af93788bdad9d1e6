"""Many task sheets as one file, drawn by a job."""

import io
import re

import pdfplumber
import pytest
from django.urls import reverse

from congress.common.jobs.execution import run_job
from congress.common.models import Job, JobStatus
from deputies.admin import liaison_tasks
from deputies.jobs import print_plan_sheets, print_selected_sheets
from deputies.models import LiaisonTask, TaskStatus
from tests.deputies.liaison import line, serving, serving_member, task_for
from tests.factories import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(term, office):
    """Two members with tasks, the second in the plan with three; a third without any."""
    plan = PlanFactory(term=term)
    first, second, idle = (serving_member(term) for _ in range(3))
    for order, member in enumerate((second, first, idle)):
        row = line(plan, member)
        row.order = order
        row.save()
    for member, number in ((first, 3), (second, 2)):
        for _ in range(number):
            task_for(serving(term), member, plan=plan)
    task_for(serving(term), first, plan=plan, status=TaskStatus.CONFIRMED)
    task_for(serving(term), idle, plan=plan, status=TaskStatus.CANCELLED)
    plan.in_order = [second, first]
    return plan


def done(job: Job) -> Job:
    run_job(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.DONE, job.message
    return job


def pages_of(job: Job) -> list[str]:
    with pdfplumber.open(io.BytesIO(job.file.read())) as pdf:
        return [re.sub(r"\s", "", page.extract_text()) for page in pdf.pages]


def test_sheets_of_a_plan_are_one_file_in_its_order(plan, office):
    job = done(print_plan_sheets(plan, actor=office))
    second, first = plan.in_order
    pages = pages_of(job)
    assert [second.name in page for page in pages] == [True] * 2 + [False] * 3
    assert [first.name in page for page in pages] == [False] * 2 + [True] * 3
    assert (job.done, job.total) == (2, 2)
    assert job.message == "任务单合成了一份文件，共5页。"
    assert job.file_name == f"联系任务单-{plan}.pdf"


def test_plan_without_open_tasks_fails_in_words(plan, office):
    LiaisonTask.objects.update(status=TaskStatus.CONFIRMED)
    job = print_plan_sheets(plan, actor=office)
    run_job(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.FAILED
    assert "没有任务单可打印" in job.message


def test_button_of_the_plan_starts_the_job_once(plan, office, client):
    client.force_login(office)
    address = reverse("admin:deputies_liaisonplan_print_sheets", args=[plan.pk])
    assert "全部合成一份（5页）" in client.get(address).content.decode()
    for _ in range(2):
        response = client.post(address)
        job = Job.objects.get()
        assert response["Location"] == reverse("admin:jobs_job", args=[job.public_id])
    assert job.created_by == office


def test_ticked_tasks_keep_their_order_over_the_steps(plan, office, monkeypatch):
    monkeypatch.setattr("deputies.jobs._STEP", 2)
    tasks = list(LiaisonTask.objects.order_by("-pk"))
    job = done(print_selected_sheets(tasks, actor=office))
    assert job.total == 4
    pages = pages_of(job)
    assert len(pages) == len(tasks)
    assert all(task.public_id in page for task, page in zip(tasks, pages, strict=True))


def test_few_ticked_tasks_are_printed_at_once_and_many_by_a_job(plan, office, client, monkeypatch):
    client.force_login(office)
    address = reverse("admin:deputies_liaisontask_changelist")
    keys = list(LiaisonTask.objects.values_list("pk", flat=True))
    sent = {"action": "print_selected", "_selected_action": keys}
    assert client.post(address, sent)["Content-Type"] == "application/pdf"
    monkeypatch.setattr(liaison_tasks, "_SHEETS_AT_ONCE", len(keys) - 1)
    response = client.post(address, sent)
    job = Job.objects.get()
    assert response["Location"] == reverse("admin:jobs_job", args=[job.public_id])
    assert sorted(job.parameters["tasks"]) == sorted(keys)


def test_file_of_a_job_opens_in_the_browser(plan, office, client):
    job = done(print_plan_sheets(plan, actor=office))
    client.force_login(office)
    response = client.get(reverse("admin:jobs_file", args=[job.public_id]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
