"""The uploaded spreadsheet is a private file like any other: who gets it, under which name."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from congress.common.models import ImportRun, SecurityEvent, SecurityEventKind
from tests.imports.conftest import ROSTER, WITH_MISTAKES
from tests.imports.test_pages import upload


@pytest.fixture
def client(client, office):
    client.force_login(office)
    return client


def content_of(response) -> bytes:
    return b"".join(response.streaming_content)


def test_original_is_downloaded_under_its_cleaned_name_and_recorded(client, term):
    run = upload(client, ROSTER.read_bytes())
    ImportRun.objects.filter(pk=run.pk).update(file_name="名册 2026.xlsx")
    response = client.get(reverse("admin:imports_file", args=[run.public_id]))
    assert content_of(response) == ROSTER.read_bytes()
    assert response["Content-Disposition"] == (
        f'attachment; filename="{run.public_id}.xlsx"; '
        "filename*=UTF-8''%E5%90%8D%E5%86%8C%202026.xlsx"
    )
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]
    event = SecurityEvent.objects.latest("pk")
    assert event.kind == SecurityEventKind.SENSITIVE_EXPORT
    assert run.public_id in event.subject


@pytest.mark.parametrize(
    ("who", "status"),
    [("office", 200), ("chair", 200), ("auditor", 403), ("deputy", 403), ("unit", 403)],
)
def test_original_goes_to_those_who_may_import(client, cast, term, who, status):
    run = upload(client, ROSTER.read_bytes())
    client.logout()
    client.force_login(getattr(cast, who))
    assert client.get(reverse("admin:imports_file", args=[run.public_id])).status_code == status
    missing = client.get(reverse("admin:imports_file", args=["nosuch"])).status_code
    assert missing == (404 if status == 200 or who == "auditor" else 403)


def test_original_that_the_disk_has_lost_is_not_found(client, term):
    run = upload(client, ROSTER.read_bytes())
    run.file.storage.delete(run.file.name)
    assert client.get(reverse("admin:imports_file", args=[run.public_id])).status_code == 404


def test_bad_rows_are_recorded_when_they_are_taken_out(client, groups):
    run = upload(client, WITH_MISTAKES.read_bytes())
    client.get(reverse("admin:imports_bad_rows", args=[run.public_id]))
    assert run.public_id in SecurityEvent.objects.latest("pk").subject


def test_table_over_the_limit_of_uploads_is_told(client, term, settings):
    settings.PORTAL_FILE_MB = 1
    file = SimpleUploadedFile("大.xlsx", b"PK\x03\x04" + b"\0" * 1_500_000)
    response = client.post(reverse("admin:imports_upload", args=["roster"]), {"file": file})
    assert "文件有1.4MB，每个最多1MB" in response.content.decode()
    assert not ImportRun.objects.exists()


@pytest.mark.parametrize("name", ["x\u202excod.xlsx", "..\\..\\名册.xlsx", "长" * 300 + ".xlsx"])
def test_name_of_a_table_is_cleaned_and_in_no_path(client, term, name):
    file = SimpleUploadedFile(name, ROSTER.read_bytes())
    client.post(reverse("admin:imports_upload", args=["roster"]), {"file": file})
    run = ImportRun.objects.get()
    assert run.file.name == f"imports/{run.public_id}.xlsx"
    assert "\u202e" not in run.file_name
    assert "\\" not in run.file_name
    assert len(run.file_name) <= 200
