"""From the upload to the record, and out of it again."""

import hashlib

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage

from congress.common.attachments.services import (
    attach_files,
    remove_attachment,
    stage_upload,
)
from congress.common.exceptions import RuleViolation
from congress.common.models import Attachment
from deputies.services import confirm_report
from tests.attachments.reports import report_on, upload
from tests.attachments.samples import photo

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "name", ["张三.jpg", "../../../tmp/x.jpg", "a" * 300, "㐱𠅤.jpg", "x\u202egpj.jpg"]
)
def test_path_holds_nothing_of_the_name(deputy, name):
    row = stage_upload(upload(name), actor=deputy)
    for stored in (row.file.name, row.thumbnail.name):
        folder, part, last = stored.split("/")
        token, extension = last.split(".")
        assert (folder, part, extension) == ("attachments", token[:2], "jpg")
        assert len(token) == 32
        assert set(token) <= set("0123456789abcdef")
        assert default_storage.exists(stored)


def test_stored_bytes_are_those_of_the_checksum(deputy):
    row = stage_upload(upload(), actor=deputy)
    with row.file.open("rb") as stored:
        content = stored.read()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (row.sha256, row.size)


def test_same_bytes_from_the_same_person_are_one_upload(deputy, other_deputy):
    first = stage_upload(upload(), actor=deputy)
    assert stage_upload(upload("又一次.jpg"), actor=deputy) == first
    assert stage_upload(upload(), actor=other_deputy) != first


def test_same_bytes_on_two_records_are_two_files(deputy, report, member):
    first = stage_upload(upload(), actor=deputy)
    attach_files(report, [first], actor=deputy)
    second = stage_upload(upload(), actor=deputy)
    assert second != first
    assert second.file.name != first.file.name


def test_attached_file_is_history_of_the_one_who_did_it(deputy, report):
    (row,) = attach_files(report, [stage_upload(upload(), actor=deputy)], actor=deputy)
    assert (row.owner, row.is_staged) == (report, False)
    told = list(row.history.order_by("history_id").values_list("history_type", "history_user"))
    assert told == [("+", deputy.pk), ("~", deputy.pk)]


def test_staged_upload_of_somebody_else_can_not_be_attached(deputy, other_deputy, report):
    foreign = stage_upload(upload(), actor=other_deputy)
    with pytest.raises(PermissionDenied):
        attach_files(report, [foreign], actor=deputy)


def test_who_may_not_change_the_record_attaches_nothing(other_deputy, report):
    own = stage_upload(upload(), actor=other_deputy)
    with pytest.raises(PermissionDenied):
        attach_files(report, [own], actor=other_deputy)
    assert Attachment.objects.get().is_staged


def test_file_of_an_earlier_record_is_copied(deputy, report):
    (old,) = attach_files(
        report, [stage_upload(upload(), actor=deputy)], actor=deputy, is_scan=True
    )
    again = report_on(report.task, deputy)
    (copy,) = attach_files(again, [old], actor=deputy)
    assert copy.file.name != old.file.name
    assert copy.thumbnail.name != old.thumbnail.name
    assert (copy.owner, copy.sha256, copy.is_scan) == (again, old.sha256, True)
    with copy.file.open("rb") as new, old.file.open("rb") as before:
        assert new.read() == before.read()


def test_tenth_file_is_one_too_many(deputy, report, settings):
    settings.PORTAL_FILES_PER_RECORD = 2
    rows = [stage_upload(upload(content=photo((20, n))), actor=deputy) for n in (20, 30, 40)]
    attach_files(report, rows[:2], actor=deputy)
    with pytest.raises(RuleViolation, match="附件最多2个，现在有3个。请去掉1个"):
        attach_files(report, rows[2:], actor=deputy)


def test_staged_file_that_was_cleared_meanwhile_is_told(deputy, report):
    row = stage_upload(upload(), actor=deputy)
    Attachment.objects.all().delete()
    with pytest.raises(RuleViolation, match="请重新选择文件"):
        attach_files(report, [row], actor=deputy)


def test_full_disk_is_told_in_words(deputy, monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("django.core.files.storage.FileSystemStorage._save", full)
    with pytest.raises(RuleViolation, match="没有存住"):
        stage_upload(upload(), actor=deputy)
    assert not Attachment.objects.exists()


class TestRemoving:
    """Soft, with a reason, while the record may still change."""

    @pytest.fixture
    def row(self, deputy, report):
        return attach_files(report, [stage_upload(upload(), actor=deputy)], actor=deputy)[0]

    def test_removed_file_keeps_row_and_reason(self, deputy, report, row):
        remove_attachment(row, actor=deputy, reason="拍错了")
        row.refresh_from_db()
        assert (row.removed_by, row.remove_reason) == (deputy, "拍错了")
        assert list(report.attachments.shown()) == []
        assert row.history.first().history_user == deputy
        assert default_storage.exists(row.file.name)

    def test_reason_is_asked_for(self, deputy, row):
        with pytest.raises(RuleViolation, match="请写明删除原因"):
            remove_attachment(row, actor=deputy, reason=" ")

    def test_second_removal_is_told(self, deputy, row):
        remove_attachment(row, actor=deputy, reason="拍错了")
        with pytest.raises(RuleViolation, match="已经删除"):
            remove_attachment(row, actor=deputy, reason="拍错了")

    def test_confirmed_report_keeps_its_files(self, deputy, office, report, row):
        confirm_report(report.task, actor=office)
        with pytest.raises(PermissionDenied):
            remove_attachment(row, actor=deputy, reason="拍错了")

    @pytest.mark.parametrize(
        ("who", "may"), [("office", True), ("deputy", True), ("member", False), ("chair", False)]
    )
    def test_removal_is_the_reporters_and_the_offices(self, cast, row, who, may):
        actor = getattr(cast, who)
        if may:
            remove_attachment(row, actor=actor, reason="重复")
            return
        with pytest.raises(PermissionDenied):
            remove_attachment(row, actor=actor, reason="重复")
