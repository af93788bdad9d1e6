"""What is too big is told with its size, and nothing else of the form is lost."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from congress.common.attachments.services import stage_upload
from congress.common.models import Attachment
from deputies.models import TaskReport
from deputies.services import return_report
from tests.attachments import samples
from tests.attachments.samples import photo
from tests.deputies.liaison import task_for
from tests.deputies.test_desk import SENT, page, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]

JPG = "image/jpeg"


@pytest.fixture
def frozen_today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: dt.date(2026, 11, 23))


@pytest.fixture
def task(deputy, member):
    return task_for(deputy.deputy, member.deputy)


@pytest.fixture
def desk(client, deputy):
    client.force_login(deputy)
    return client


def sent(name, content=None, size=(400, 200)) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, photo(size) if content is None else content, JPG)


def names(report) -> list[str]:
    return [row.name for row in report.attachments.shown()]


def kept_ids(response) -> list[str]:
    return [
        row.public_id
        for row, ticked in response.context["form"].fields["uploads"].widget.offered
        if ticked
    ]


def test_report_comes_with_photos_and_files(desk, task):
    files = {
        "uploads-photos": [sent("一.jpg"), sent("二.jpg", size=(300, 200))],
        "uploads-documents": [sent("签到.pdf", samples.pdf())],
    }
    assert desk.post(page(task), SENT | files).status_code == 302
    assert names(TaskReport.objects.get()) == ["一.jpg", "二.jpg", "签到.pdf"]
    shown = desk.get(page(task)).content.decode()
    assert shown.count("/thumb/") == 2
    assert "签到.pdf" in shown


def test_refused_file_loses_neither_words_nor_the_good_ones(desk, task):
    files = {"uploads-photos": [sent("好.jpg"), sent("坏.jpg", samples.HTML), sent("空.jpg", b"")]}
    response = desk.post(page(task), SENT | files)
    shown = text_of(response)
    assert response.status_code == 200
    assert "“坏.jpg”没有收：可以上传的有" in shown
    assert "“空.jpg”没有收：文件是空的" in shown
    assert "机耕路积水。" in response.content.decode()
    assert not TaskReport.objects.exists()
    kept = kept_ids(response)
    assert [row.public_id for row in Attachment.objects.staged()] == kept
    assert desk.post(page(task), SENT | {"uploads-kept": kept}).status_code == 302
    assert names(TaskReport.objects.get()) == ["好.jpg"]


def test_other_errors_keep_the_files(desk, task):
    response = desk.post(page(task), SENT | {"place": "", "uploads-photos": sent("一.jpg")})
    (kept,) = kept_ids(response)
    html = response.content.decode()
    assert f'value="{kept}" checked' in html
    assert desk.post(page(task), SENT | {"uploads-kept": kept}).status_code == 302
    assert names(TaskReport.objects.get()) == ["一.jpg"]


def test_file_whose_tick_is_taken_away_is_left_out(desk, task):
    photos = [sent("一.jpg"), sent("二.jpg", size=(300, 200))]
    response = desk.post(page(task), SENT | {"place": "", "uploads-photos": photos})
    assert desk.post(page(task), SENT | {"uploads-kept": kept_ids(response)[1:]}).status_code == 302
    assert names(TaskReport.objects.get()) == ["二.jpg"]


@pytest.mark.parametrize("megabytes", [1, 4])
def test_file_over_the_limit_is_told_and_the_rest_is_kept(desk, task, settings, megabytes):
    """Below and above the size from which Django writes uploads to the disk."""
    settings.PORTAL_FILE_MB = megabytes
    big = sent("全景.jpg", b"\xff\xd8\xff" + b"\0" * (megabytes * 1_048_576 + 500_000))
    response = desk.post(page(task), SENT | {"uploads-photos": [sent("一.jpg"), big]})
    assert f"“全景.jpg”没有收：文件有{megabytes}.5MB，每个最多{megabytes}MB" in text_of(response)
    assert "机耕路积水。" in response.content.decode()
    assert len(kept_ids(response)) == 1


def test_files_over_the_limit_of_a_request_are_told(desk, task, settings):
    settings.PORTAL_UPLOAD_MB = 1
    half = samples.pdf() + b"%" * 700_000 + b"startxref\n0\n%%EOF"
    files = [sent("一.pdf", half), sent("二.pdf", half + b"\n")]
    response = desk.post(page(task), SENT | {"uploads-documents": files})
    assert "“二.pdf”没有收：一次上传的文件加起来最多1MB" in text_of(response)
    assert len(kept_ids(response)) == 1


def test_more_files_than_a_record_takes_are_told(desk, task, settings):
    settings.PORTAL_FILES_PER_RECORD = 2
    photos = [sent(f"{n}.jpg", size=(20 + n, 20)) for n in range(4)]
    response = desk.post(page(task), SENT | {"uploads-photos": photos})
    shown = text_of(response)
    assert "“2.jpg”没有收：一次最多交2个" in shown
    assert "“3.jpg”没有收：一次最多交2个" in shown
    assert len(kept_ids(response)) == 2


def test_whole_album_chosen_by_mistake_loses_nothing(desk, task):
    photos = [sent(f"{n}.jpg", b"\xff\xd8\xff") for n in range(150)]
    response = desk.post(page(task), SENT | {"uploads-photos": photos})
    assert response.status_code == 200
    assert "机耕路积水。" in response.content.decode()


def test_double_tap_with_photos_is_one_report(desk, task):
    def post():
        return desk.post(page(task), SENT | {"uploads-photos": [sent("一.jpg")]})

    assert post().status_code == post().status_code == 302
    assert names(TaskReport.objects.get()) == ["一.jpg"]


def test_double_tap_after_an_error_is_one_report(desk, task):
    wrong = desk.post(page(task), SENT | {"place": "", "uploads-photos": sent("一.jpg")})
    right = SENT | {"uploads-kept": kept_ids(wrong)}
    assert desk.post(page(task), right).status_code == 302
    assert desk.post(page(task), right).status_code == 302
    assert names(TaskReport.objects.get()) == ["一.jpg"]


def test_same_words_with_another_photo_are_not_swallowed(desk, task):
    assert desk.post(page(task), SENT).status_code == 302
    response = desk.post(page(task), SENT | {"uploads-photos": [sent("补.jpg")]})
    assert response.status_code == 409
    assert len(kept_ids(response)) == 1


def test_returned_report_goes_on_with_its_photos(desk, deputy, office, task):
    photos = [sent("一.jpg"), sent("二.jpg", size=(300, 200))]
    desk.post(page(task), SENT | {"uploads-photos": photos})
    return_report(task, actor=office, reason="请补写参加人员。")
    response = desk.get(page(task))
    assert len(kept_ids(response)) == 2
    task.refresh_from_db()
    again = SENT | {"seen_version": task.version, "uploads-kept": kept_ids(response)[:1]}
    assert desk.post(page(task), again).status_code == 302
    new, old = TaskReport.objects.all()
    assert (names(new), names(old)) == (["一.jpg"], ["一.jpg", "二.jpg"])


def test_tick_for_a_foreign_file_does_nothing(desk, other_deputy, task):
    foreign = stage_upload(sent("别人的.jpg"), actor=other_deputy)
    ids = [foreign.public_id, "nosuchfile", "x\0y", "'"]
    assert desk.post(page(task), SENT | {"uploads-kept": ids}).status_code == 302
    assert names(TaskReport.objects.get()) == []
    foreign.refresh_from_db()
    assert foreign.is_staged


def test_who_may_not_report_uploads_nothing(client, member, task):
    client.force_login(member)
    assert client.post(page(task), SENT | {"uploads-photos": sent("一.jpg")}).status_code == 403
    assert not Attachment.objects.exists()
