"""Every page before axe: names, contrast, headings, landmarks, labels."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from congress.common.models import AcceptedFinding, Job, JobStatus
from deputies.directory import DirectoryOrder
from deputies.models import Deputy
from tests.deputies.liaison import line, task_for
from tests.e2e.conftest import DESKTOP, PHONE
from tests.factories import GroupFactory, PostFactory
from tests.imports.conftest import WITH_MISTAKES

_AXE = Axe()


def violations(screen) -> list[str]:
    """All that axe finds on the page."""
    return findings(screen)


def findings(screen, *, worst_only: bool = False) -> list[str]:
    """What axe finds: rule, how bad, where first; ``worst_only``: serious and critical ones."""
    found = _AXE.run(screen.page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{screen.page.url}: {rule['id']} ({rule['impact']}) {rule['nodes'][0]['html'][:200]}"
        for rule in found
        if not worst_only or rule["impact"] in ("serious", "critical")
    ]


@pytest.fixture
def public_addresses(released) -> list[str]:
    """One of each page that everybody may read; there is something on all of them."""
    person = Deputy.objects.get(name="程翠燕")
    PostFactory(deputy=person, term=released.session.term)
    orders = [f"{reverse('deputies:index')}?by={order.value}" for order in DirectoryOrder]
    return [
        reverse("home"),
        *orders,
        reverse("deputies:deputy", args=[person.public_id]),
        reverse("presidium"),
        reverse("documents:reports"),
        reverse("documents:report", args=[released.public_id]),
        f"{reverse('search')}?q=代表",
        reverse("login"),
    ]


@pytest.fixture
def task(transactional_db, deputy, member):
    """A task of the deputy, whom the member contacts and who has a group."""
    task = task_for(deputy.deputy, member.deputy)
    group = GroupFactory(leader=deputy.deputy)
    deputy.deputy.mandates.update(group=group)
    line(task.plan, member.deputy, [group], [deputy.deputy])
    return task


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_public_pages_and_desk_are_accessible(sit_down, public_addresses, task, width):
    found = []
    visitor = sit_down(width, scripts=True)
    for address in public_addresses:
        visitor.open(address)
        found += violations(visitor)
    visitor.log_in("deputy")
    found += violations(visitor)
    for address in (reverse("desk-task", args=[task.public_id]), reverse("desk-record")):
        visitor.open(address)
        found += violations(visitor)
    assert found == []


def job_pages(office) -> list[str]:
    """A job under way, with and without a bar, and one that failed."""
    shown = {"kind": "liaison-sheets", "title": "打印任务单", "parameters": {"plan": 1}}
    jobs = [
        Job.objects.create(created_by=office, fingerprint=str(number), **shown | fields)
        for number, fields in enumerate(
            (
                {"status": JobStatus.RUNNING, "total": 80, "done": 37},
                {"status": JobStatus.RUNNING, "total": 1},
                {"status": JobStatus.FAILED, "message": "材料不全。"},
            )
        )
    ]
    return [reverse("admin:jobs_job", args=[job.public_id]) for job in jobs]


def test_accepting_a_finding_is_accessible(sit_down, office, term):
    GroupFactory(term=term, name="新洲代表小组")
    clerk = sit_down(DESKTOP, scripts=True)
    clerk.log_in("office")
    clerk.open(reverse("admin:consistency") + "?check=group-without-leader")
    clerk.click(clerk.page.get_by_role("link", name="不用改，写明原因"))
    found = violations(clerk)
    clerk.page.get_by_label("原因").fill(" ")
    clerk.press("不再提示")
    assert "请" in clerk.page.locator("form.portal-panel").inner_text()
    found += violations(clerk)
    clerk.page.get_by_label("原因").fill("下月开会推选")
    clerk.press("不再提示")
    found += violations(clerk)
    clerk.open(reverse("admin:consistency_list_again", args=[AcceptedFinding.objects.get().pk]))
    found += violations(clerk)
    assert found == []


def test_back_office_is_accessible(sit_down, office, peopled_town):
    clerk = sit_down(DESKTOP, scripts=True)
    clerk.log_in("office")
    found = violations(clerk)
    changelist = reverse("admin:deputies_deputy_changelist")
    person = Deputy.objects.get(name="程翠燕")
    for address in (
        changelist,
        reverse("admin:deputies_deputy_change", args=[person.pk]),
        reverse("admin:deputies_deputy_duty_record_page", args=[person.pk]),
        reverse("admin:consistency"),
        *job_pages(office),
        reverse("admin:consistency") + "?check=group-without-leader",
        reverse("admin:township_calendar_year", args=[2026]),
        reverse("admin:township_calendar_enter", args=[2027]),
    ):
        clerk.open(address)
        found += violations(clerk)
    clerk.open(reverse("admin:imports_upload", args=["roster"]))
    clerk.page.locator("input[type=file]").set_input_files(WITH_MISTAKES)
    clerk.press("上传并核对")
    found += violations(clerk)
    assert found == []
