"""The back office: scans typed in for others, files added later, plans with their paper."""

import pytest
from django.urls import reverse

from congress.common.attachments.services import attach_files, stage_upload
from congress.common.models import Attachment
from deputies.models import LiaisonPlan, TaskReport
from deputies.services import confirm_report, return_report
from tests.attachments import samples
from tests.attachments.reports import report_on
from tests.attachments.test_uploading import sent
from tests.deputies.liaison import task_for
from tests.factories import PlanFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(deputy, member):
    return task_for(deputy.deputy, member.deputy, quarter=3)


@pytest.fixture
def clerk(client, office):
    client.force_login(office)
    return client


def step(record, name: str) -> str:
    """The address of a detail action."""
    model = record._meta.model_name
    return f"/admin/deputies/{model}/{record.pk}/{name}/"


def on_behalf(task, **more):
    words = {"held_on": task.opens_on.isoformat(), "place": "沙湖村", "content": "积水。"}
    return words | {"seen_version": task.version} | more


def test_scan_of_the_paper_comes_with_the_report(clerk, task):
    response = clerk.post(
        step(task, "on-behalf"),
        on_behalf(
            task,
            **{
                "scans-documents": sent("任务单.pdf", samples.pdf()),
                "uploads-photos": sent("现场.jpg"),
            },
        ),
    )
    assert response.status_code == 302
    rows = {row.name: row.is_scan for row in TaskReport.objects.get().attachments.shown()}
    assert rows == {"任务单.pdf": True, "现场.jpg": False}
    shown = clerk.get(reverse("admin:deputies_liaisontask_change", args=[task.pk])).content.decode()
    assert "任务单.pdf" in shown
    assert "扫描件" in shown


def test_refused_scan_keeps_words_and_the_other_file(clerk, task):
    response = clerk.post(
        step(task, "on-behalf"),
        on_behalf(
            task,
            **{
                "scans-documents": [sent("单.pdf", samples.pdf()), sent("坏.pdf", samples.EXE)],
            },
        ),
    )
    html = response.content.decode()
    assert "“坏.pdf”没有收" in html
    assert "积水。" in html
    (kept,) = Attachment.objects.staged()
    assert f'name="scans-kept" value="{kept.public_id}" checked' in html
    assert not TaskReport.objects.exists()


def test_returned_report_offers_scans_and_photos_apart(clerk, office, task):
    files = {"scans-documents": sent("单.pdf", samples.pdf()), "uploads-photos": sent("现场.jpg")}
    clerk.post(step(task, "on-behalf"), on_behalf(task, **files))
    return_report(task, actor=office, reason="请补写。")
    fields = clerk.get(step(task, "on-behalf")).context["form"].fields
    offered = {n: [row.name for row, _ in fields[n].widget.offered] for n in ("uploads", "scans")}
    assert offered == {"uploads": ["现场.jpg"], "scans": ["单.pdf"]}


@pytest.fixture
def report(task, deputy):
    type(task).objects.filter(pk=task.pk).update(status="reported")
    return report_on(task, deputy)


def test_paper_that_comes_later_is_added_to_the_report(clerk, task, report):
    page = step(task, "attachments")
    assert "还没有附件" in clerk.get(page).content.decode()
    sent_files = {"uploads-documents": sent("任务单.pdf", samples.pdf()), "is_scan": "on"}
    response = clerk.post(page, sent_files, follow=True)
    assert "已收下1个文件。" in response.content.decode()
    assert [(row.name, row.is_scan) for row in report.attachments.shown()] == [("任务单.pdf", True)]


def test_upload_without_a_file_is_told(clerk, task, report):
    assert "请选择文件。" in clerk.post(step(task, "attachments"), {}).content.decode()


def test_confirmed_report_takes_no_more_files(clerk, office, task, report):
    confirm_report(task, actor=office)
    page = step(task, "attachments")
    assert clerk.get(page).status_code == 403
    assert clerk.post(page, {"uploads-documents": sent("x.jpg")}).status_code == 403
    assert not Attachment.objects.exists()


def test_task_without_a_report_has_no_page_for_files(clerk, task):
    assert clerk.get(step(task, "attachments")).status_code in (403, 404)
    assert clerk.get("/admin/deputies/liaisontask/999999/attachments/").status_code in (403, 404)


@pytest.mark.parametrize(
    ("who", "status"), [("office", 200), ("chair", 200), ("auditor", 403), ("deputy", 403)]
)
def test_plans_paper_is_added_by_those_who_draw_up_plans(client, cast, who, status):
    plan = PlanFactory()
    client.force_login(getattr(cast, who))
    page = step(plan, "attachments")
    assert client.get(page).status_code == status
    response = client.post(page, {"uploads-documents": sent("红头文件.pdf", samples.pdf())})
    assert response.status_code == (302 if status == 200 else status)
    assert plan.attachments.shown().count() == (status == 200)


def test_plan_shows_its_paper_to_those_who_read_it(client, cast):
    plan = PlanFactory()
    client.force_login(cast.office)
    client.post(
        step(plan, "attachments"), {"uploads-documents": sent("红头文件.pdf", samples.pdf())}
    )
    row = plan.attachments.get()
    for who, status in (("auditor", 200), ("member", 404)):
        client.force_login(getattr(cast, who))
        assert client.get(reverse("file", args=[row.public_id])).status_code == status
    client.force_login(cast.auditor)
    shown = client.get(reverse("admin:deputies_liaisonplan_change", args=[plan.pk]))
    assert "红头文件.pdf" in shown.content.decode()


def test_deleted_plan_takes_its_files_along(office):
    plan = PlanFactory()
    (row,) = attach_files(plan, [stage_upload(sent("单.jpg"), actor=office)], actor=office)
    LiaisonPlan.objects.get(pk=plan.pk).delete()
    assert not Attachment.objects.exists()
    assert row.history.model.objects.filter(id=row.pk, history_type="-").exists()
