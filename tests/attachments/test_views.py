"""How files leave the portal: to whom, under which name, with which headers."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from congress.common.attachments.services import attach_files, stage_upload
from congress.common.models import Attachment
from tests.attachments import samples
from tests.attachments.reports import report_on, upload
from tests.attachments.samples import photo
from tests.deputies.liaison import task_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(deputy, member):
    """A photo with the deputy's report."""
    task = task_for(deputy.deputy, member.deputy, status="reported")
    staged = stage_upload(upload("㐱𠅤走访 照片.jpg"), actor=deputy)
    return attach_files(report_on(task, deputy), [staged], actor=deputy)[0]


def address(row: Attachment, name="file") -> str:
    return reverse(name, args=[row.public_id])


def content_of(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


READERS = [
    ("office", 200),
    ("chair", 200),
    ("auditor", 200),
    ("member", 200),
    ("deputy", 200),
    ("other_deputy", 404),
    ("unit", 404),
]


@pytest.mark.parametrize("page", ["file", "file-thumb", "file-view"])
@pytest.mark.parametrize(("who", "status"), READERS)
def test_file_goes_to_those_who_may_see_the_report(client, cast, row, who, status, page):
    client.force_login(getattr(cast, who))
    assert client.get(address(row, page)).status_code == status
    assert client.get(reverse(page, args=["nosuchfile"])).status_code == 404
    assert client.post(address(row, page)).status_code == 405


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("office", 200),
        ("deputy", 200),
        ("chair", 403),
        ("member", 403),
        ("auditor", 403),
        ("other_deputy", 404),
        ("unit", 404),
    ],
)
def test_file_is_removed_by_those_who_may(client, cast, row, who, status):
    client.force_login(getattr(cast, who))
    page = address(row, "file-remove")
    assert client.get(page).status_code == status
    response = client.post(page, {"reason": "拍错了"})
    assert response.status_code == (302 if status == 200 else status)
    row.refresh_from_db()
    assert (row.removed_at is not None) == (status == 200)


@pytest.mark.parametrize("page", ["file", "file-thumb", "file-view", "file-remove"])
def test_visitor_is_asked_to_log_in_whatever_the_address(client, row, page):
    for public_id in (row.public_id, "nosuchfile"):
        response = client.get(reverse(page, args=[public_id]))
        assert response.status_code == 302
        assert response["Location"].startswith("/login/?next=/files/")


def test_download_is_saved_and_never_shown(client, deputy, row):
    client.force_login(deputy)
    response = client.get(address(row))
    assert response["Content-Disposition"] == (
        f'attachment; filename="{row.public_id}.jpg"; '
        "filename*=UTF-8''%E3%90%B1%F0%A0%85%A4%E8%B5%B0%E8%AE%BF%20%E7%85%A7%E7%89%87.jpg"
    )
    assert response["Content-Type"] == "image/jpeg"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Cache-Control"] == "private, no-store"
    assert int(response["Content-Length"]) == row.size
    assert len(content_of(response)) == row.size


def test_thumbnail_is_sent_once_and_asked_for_each_time(client, deputy, other_deputy, row):
    client.force_login(deputy)
    response = client.get(address(row, "file-thumb"))
    assert response["Cache-Control"] == "private, no-cache"
    assert "Content-Disposition" not in response
    assert samples.CAMERA.encode() not in response.content
    known = {"HTTP_IF_NONE_MATCH": response["ETag"]}
    assert client.get(address(row, "file-thumb"), **known).status_code == 304
    client.force_login(other_deputy)
    assert client.get(address(row, "file-thumb"), **known).status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("deputy", 200), ("other_deputy", 404), ("office", 404)]
)
def test_staged_upload_is_its_senders_alone(client, cast, who, status):
    row = stage_upload(upload(), actor=cast.deputy)
    client.force_login(getattr(cast, who))
    assert client.get(address(row)).status_code == status
    assert client.get(address(row, "file-view")).status_code == status


def test_staged_upload_can_not_be_removed_by_its_page(client, deputy):
    row = stage_upload(upload(), actor=deputy)
    client.force_login(deputy)
    assert client.get(address(row, "file-remove")).status_code == 403


def test_removed_file_is_gone_for_all(client, office, deputy, row):
    client.force_login(office)
    client.post(address(row, "file-remove"), {"reason": "重复"})
    for page in ("file", "file-thumb", "file-view", "file-remove"):
        assert client.get(address(row, page)).status_code == 404


def test_file_that_the_disk_has_lost_is_not_found(client, deputy, row, caplog):
    default_storage.delete(row.file.name)
    default_storage.delete(row.thumbnail.name)
    client.force_login(deputy)
    assert client.get(address(row)).status_code == 404
    assert client.get(address(row, "file-thumb")).status_code == 404
    assert row.public_id in caplog.text


def test_file_of_a_document_has_no_thumbnail(client, deputy):
    row = stage_upload(upload("通知.pdf", samples.pdf()), actor=deputy)
    client.force_login(deputy)
    assert client.get(address(row, "file-thumb")).status_code == 404
    assert content_of(client.get(address(row))) == samples.pdf()


@pytest.mark.parametrize(
    ("who", "back"), [("office", "/admin/deputies/liaisontask/"), ("deputy", "/desk/tasks/")]
)
def test_picture_page_leads_back_to_where_one_works(client, cast, row, who, back):
    client.force_login(getattr(cast, who))
    html = client.get(address(row, "file-view")).content.decode()
    assert f'href="{back}' in html
    assert f'src="{address(row)}"' in html


def test_removal_needs_its_reason(client, deputy, row):
    client.force_login(deputy)
    response = client.post(address(row, "file-remove"), {"reason": ""})
    assert "请写明删除原因" in response.content.decode()
    row.refresh_from_db()
    assert row.removed_at is None


def test_picture_sent_by_a_phone_reaches_nobody_with_its_place(client, deputy, row):
    client.force_login(deputy)
    assert samples.CAMERA.encode() in photo()
    assert samples.CAMERA.encode() not in content_of(client.get(address(row)))
