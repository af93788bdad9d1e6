"""The clerk has all task sheets printed, goes away meanwhile, and comes back for the file."""

import io

import pdfplumber
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from congress.common.jobs.progress import _GRACE
from congress.common.models import Job, JobStatus
from deputies.models import LiaisonTask, TaskStatus
from deputies.services import generate_liaison_tasks
from tests.deputies.liaison import sample_plan
from tests.e2e.conftest import DESKTOP, PHONE
from tests.jobs.conftest import runners, until  # noqa: F401  pytest's way to ask for it

SLOWLY = 20_000  # milliseconds for what a process of its own does


@pytest.fixture
def plan(transactional_db, office, term):
    plan = sample_plan(term)
    generate_liaison_tasks(plan, actor=office)
    # Three sheets a member are enough to look at.
    for line in plan.assignments.all():
        own = LiaisonTask.objects.filter(member=line.member)
        own.exclude(pk__in=own.values("pk")[:3]).update(status=TaskStatus.CANCELLED)
    return plan


def is_done() -> bool:
    return Job.objects.filter(status=JobStatus.DONE).exists()


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_clerk_prints_all_sheets_and_comes_back_for_them(
    sit_down,
    plan,
    office,
    runners,  # noqa: F811
    width,
):
    clerk = sit_down(width, scripts=True)
    clerk.log_in("office")
    clerk.open(reverse("admin:deputies_liaisonplan_print_sheets", args=[plan.pk]))
    number = LiaisonTask.objects.open().count()
    clerk.press(f"全部合成一份（{number}页）")
    page = clerk.page
    expect(page.locator(".portal-job__status")).to_have_text("等待处理")
    # Nothing works yet, and the page says so by itself.
    hint = page.locator(".portal-job__hint").first
    expect(hint).to_contain_text("没有运行", timeout=_GRACE.total_seconds() * 1000 + SLOWLY)
    runners.start()
    expect(page.locator(".portal-job__text")).to_contain_text("名成员", timeout=SLOWLY)
    expect(hint).to_be_hidden()
    expect(page.locator(".portal-job__bar")).to_have_attribute("max", "8")
    clerk.open("/admin/")
    assert "后台工作正在处理" in clerk.text() or is_done()
    until(is_done, 60)
    clerk.open("/admin/common/job/")
    clerk.follow(f"打印任务单：{plan}", within="#result_list")
    assert f"共{number}页" in clerk.text()
    file = page.get_by_role("link", name="打开联系任务单").get_attribute("href")
    answer = page.request.get(file)
    assert answer.headers["content-type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.body())) as pdf:
        assert len(pdf.pages) == number
