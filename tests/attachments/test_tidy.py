"""What manage.py tidy_files clears, and what it must never touch."""

import datetime as dt
import os
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from congress.common.attachments.services import (
    attach_files,
    remove_attachment,
    stage_upload,
)
from congress.common.attachments.tidy import clear_staged, tidy_files
from congress.common.models import Attachment
from tests.attachments.reports import upload
from tests.attachments.samples import photo
from tests.imports.conftest import roster, run_roster

pytestmark = pytest.mark.django_db


def files() -> set[str]:
    """Everything below the private root, by path."""
    root = Path(default_storage.location)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def make_old(name: str, days: int) -> None:
    then = (timezone.now() - dt.timedelta(days=days)).timestamp()
    os.utime(default_storage.path(name), (then, then))


@pytest.fixture
def attached(deputy, report):
    return attach_files(report, [stage_upload(upload(), actor=deputy)], actor=deputy)[0]


def test_upload_that_was_not_handed_in_goes_after_a_day(deputy, attached):
    left = stage_upload(upload(content=photo((30, 20))), actor=deputy)
    assert clear_staged()[0] == 0
    assert clear_staged(now=timezone.now() + dt.timedelta(hours=25))[0] == 1
    assert not Attachment.objects.filter(pk=left.pk).exists()
    assert left.history.model.objects.filter(id=left.pk, history_type="-").count() == 1
    assert files() == {attached.file.name, attached.thumbnail.name}


def test_same_file_chosen_again_has_another_day(deputy):
    row = stage_upload(upload(), actor=deputy)
    Attachment.objects.update(created_at=timezone.now() - dt.timedelta(hours=23))
    stage_upload(upload(), actor=deputy)
    assert clear_staged(now=timezone.now() + dt.timedelta(hours=2))[0] == 0
    assert default_storage.exists(row.file.name)


def test_bytes_of_a_removed_file_go_after_thirty_days_and_its_row_stays(deputy, attached):
    remove_attachment(attached, actor=deputy, reason="拍错了")
    assert tidy_files(now=timezone.now() + dt.timedelta(days=29)).removed == 0
    done = tidy_files(now=timezone.now() + dt.timedelta(days=31))
    assert (done.removed, done.freed > 0) == (1, True)
    attached.refresh_from_db()
    assert (attached.file.name, attached.thumbnail.name) == ("", "")
    assert attached.remove_reason == "拍错了"
    assert files() == set()


@pytest.mark.parametrize(("days", "is_cleared"), [(6, False), (8, True)])
@pytest.mark.parametrize("folder", ["attachments/ab", "imports"])
def test_file_of_no_record_goes_after_a_week(attached, folder, days, is_cleared):
    name = default_storage.save(f"{folder}/orphan.jpg", ContentFile(b"x"))
    make_old(name, days)
    assert tidy_files().orphans == is_cleared
    assert default_storage.exists(name) is not is_cleared


def test_files_of_records_stay_however_old(attached, term):
    run_roster(roster(["赵明", "男", "1975.03", "新洲代表小组"]), create_missing=True)
    elsewhere = default_storage.save("reports/x.pdf", ContentFile(b"%PDF-"))
    kept = files()
    for name in kept:
        make_old(name, 3000)
    done = tidy_files()
    assert (done.orphans, done.removed, done.staged) == (0, 0, 0)
    assert files() == kept
    assert elsewhere in kept


def test_attachment_without_its_file_is_told(attached, capsys):
    default_storage.delete(attached.file.name)
    call_command("tidy_files")
    assert f"附件{attached.public_id}的文件不在了" in capsys.readouterr().out


def test_command_says_what_it_did(deputy, capsys):
    stage_upload(upload(), actor=deputy)
    Attachment.objects.update(created_at=timezone.now() - dt.timedelta(days=2))
    call_command("tidy_files")
    out = capsys.readouterr().out
    assert "上传后没有提交的：清除1个。" in out
    assert "不属于任何记录的文件：清除0个。" in out


def test_second_run_finds_nothing(deputy):
    stage_upload(upload(), actor=deputy)
    later = timezone.now() + dt.timedelta(days=2)
    assert tidy_files(now=later).staged == 1
    assert tidy_files(now=later) == tidy_files(now=later)
    assert tidy_files(now=later).staged == 0


def test_row_that_is_just_being_attached_is_left_alone(deputy, report):
    """Attached rows are no longer staged; history tells that the report has it."""
    row = stage_upload(upload(), actor=deputy)
    attach_files(report, [row], actor=deputy)
    assert clear_staged(now=timezone.now() + dt.timedelta(days=2)) == (0, 0)
    assert default_storage.exists(row.file.name)
