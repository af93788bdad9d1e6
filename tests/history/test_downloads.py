"""No file leaves the back office or a desk without a security event that says who took it."""

import re
from unittest import mock

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.template.response import TemplateResponse
from django.test import Client
from django.urls import reverse

from congress.accounts.models import LoginCard
from congress.common.models import SecurityEvent, SecurityEventKind
from deputies.models import LiaisonTask
from tests.admin.conftest import filled  # noqa: F401  one record of every kind
from tests.conftest import events
from tests.factories import DeputyFactory, MandateFactory
from tests.history.guard import ROOT
from tests.permissions.areas import AREAS
from tests.permissions.conftest import people, portal  # noqa: F401

EXPORTS = (SecurityEventKind.EXPORT, SecurityEventKind.SENSITIVE_EXPORT)
# Address: why what it sends needs no event.
UNRECORDED = {
    "file-thumb": "a small picture, part of a page",
    "file": "recorded unless it is one's own, which is tried below",
}
# What a page is made of, whatever asks for it.
PAGES = ("text/html", "application/json", "text/javascript")
# Who writes responses with files by himself; all others go through congress.common.downloads.
WRITERS = {
    "congress/common/downloads.py": "the home of it",
    "congress/common/attachments/responses.py": "for attachments and imports, which record",
    "congress/common/jobs/pages.py": "a stored file, recorded",
}
_WRITING = re.compile(r"Content-Disposition|FileResponse|StreamingHttpResponse|\bas_attachment=")


def files_of(town, role: str):
    """(address, number of exports recorded) for all that sends a file to the role."""
    client = Client()
    if not isinstance(user := town.people[role], AnonymousUser):
        client.force_login(user)
    for row in (row for rows in AREAS.values() for row in rows):
        for method, expected in (("get", row.get), ("post", row.post)):
            if expected[role] != 200:
                continue
            url = row.url(town)
            # What stands on a page is of no interest, and takes most of the time.
            unread = mock.patch.object(TemplateResponse, "rendered_content", "")
            with transaction.atomic(), unread:
                before = SecurityEvent.objects.filter(kind__in=EXPORTS).count()
                response = client.post(url, row.data) if method == "post" else client.get(url)
                after = SecurityEvent.objects.filter(kind__in=EXPORTS).count()
                transaction.set_rollback(True)
            if not response.headers.get("Content-Type", "").startswith(PAGES):
                yield row.address, after - before


@pytest.mark.parametrize("role", ["office", "auditor", "deputy"])
def test_every_file_of_an_address_is_recorded(portal, role):  # noqa: F811
    public = {address for address, _ in files_of(portal, "visitor")}
    found = [f for f in files_of(portal, role) if f[0] not in public | set(UNRECORDED)]
    assert found
    assert [address for address, recorded in found if recorded != 1] == []


def test_nothing_public_is_recorded(portal):  # noqa: F811
    found = list(files_of(portal, "visitor"))
    assert ("documents:report-pdf", 0) in found
    assert {recorded for _, recorded in found} == {0}


def test_only_the_home_of_downloads_writes_files():
    apps = [ROOT / name for name in ("congress", "deputies", "proposals", "supervision")]
    files = [file for app in apps for file in app.rglob("*.py")]
    writers = {str(f.relative_to(ROOT)) for f in files if _WRITING.search(f.read_text("utf-8"))}
    assert writers - set(WRITERS) == set()


@pytest.fixture
def at_office(client, office):
    client.force_login(office)
    return client


def last_export() -> tuple[str, str, str, str]:
    event = events().filter(kind__in=EXPORTS).latest("at")
    return event.kind, str(event.user), event.subject, event.detail


def test_sheets_ticked_in_the_list_are_recorded(portal, at_office):  # noqa: F811
    keys = list(LiaisonTask.objects.values_list("pk", flat=True))
    at_office.post(
        reverse("admin:deputies_liaisontask_changelist"),
        {"action": "print_selected", "_selected_action": keys},
    )
    assert last_export() == ("export", "文书小秦", "联系任务单", f"{len(keys)}项")


def test_printed_cards_are_recorded_beside_each_card(at_office, term, monkeypatch):
    monkeypatch.setattr("congress.documents.render.render_pdf", lambda *_, **__: b"%PDF-1.7")
    nobody = MandateFactory(term=term, deputy=DeputyFactory(name="没有账号")).deputy
    page = reverse("admin:deputies_deputy_card_page", args=[nobody.pk])
    answer = at_office.post(page, {"do": "print"})
    assert answer["Content-Type"] == "application/pdf"
    assert last_export() == ("export", "文书小秦", "履职卡（1张）", "没有账号")
    account = LoginCard.objects.latest("pk").user
    assert events().filter(kind=SecurityEventKind.CARD_ISSUED, subject=account.label).exists()


def test_draft_of_a_report_is_named(portal, at_office):  # noqa: F811
    at_office.get(reverse("admin:documents_workreport_file", args=[portal.draft.pk]))
    kind, who, subject, _ = last_export()
    assert (kind, who) == ("export", "文书小秦")
    assert subject.endswith("主席团工作报告（草稿）.pdf")


def test_result_of_a_job_is_recorded_for_who_opens_it(portal, client):  # noqa: F811
    client.force_login(portal.people["chair"])
    client.get(reverse("admin:jobs_file", args=[portal.job.public_id]))
    assert last_export()[1:3] == ("程远", "打印任务单（任务单.pdf）")


def test_attachment_is_recorded_unless_it_is_ones_own(portal, client):  # noqa: F811
    for who, recorded in (("deputy", False), ("office", True)):
        client.force_login(portal.people[who])
        assert client.get(reverse("file", args=[portal.photo.public_id])).status_code == 200
        assert events().filter(kind__in=EXPORTS).exists() == recorded
    assert last_export()[2].startswith("附件照片.jpg（办理记录")


def test_file_has_a_chinese_name_and_stays_in_no_cache(portal, at_office):  # noqa: F811
    answer = at_office.post(reverse("admin:deputies_deputy_export_page"))
    assert "filename*=utf-8''%E4%BB%A3" in answer["Content-Disposition"]
    assert "no-store" in answer["Cache-Control"]
