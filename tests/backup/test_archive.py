"""What a backup file must be, and what is said of one that isn't."""

import datetime as dt
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from congress.common.backup.daily import back_up_daily
from congress.common.backup.making import new_archive_path, remove_oldest
from congress.common.backup.manifest import (
    HEAD,
    MANIFEST,
    BackupTrouble,
    Head,
    Manifest,
    TableContent,
    to_json,
)
from congress.common.backup.private_files import unpack_files
from congress.common.backup.reading import is_safe_path, verify
from congress.common.backup.writing import ArchiveWriter
from congress.common.exceptions import RuleViolation
from congress.common.jobs import daily_tasks

DAY = dt.date(2026, 11, 24)
ROWS = b"1\t\\N\n2\tx\n"
TABLE = "tables/township_area.copy"
FILE = "files/reports/年报.pdf"

Members = dict[str, bytes]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


@pytest.fixture
def whole(tmp_path) -> Path:
    """A small archive as the program writes it."""
    path = tmp_path / "whole.tar.gz"
    head = Head.of_now("2026-11-24T14:00:00+08:00", 180006, [["township", "0001_initial"]])
    table = TableContent(["id", "name"], 2, len(ROWS), sha256(ROWS))
    manifest = Manifest(head, tables={"township_area": table})
    with ArchiveWriter(path) as writer:
        writer.add(HEAD, to_json(head))
        writer.add(TABLE, ROWS)
        manifest.files["reports/年报.pdf"] = writer.add(FILE, b"%PDF")
        writer.add(MANIFEST, to_json(manifest))
        writer.finish(verify)
    return path


def packed(members: Members, path: Path) -> Path:
    """An archive of just these members."""
    with tarfile.open(path, "w:gz") as tar:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    return path


@pytest.fixture
def forged(whole, tmp_path) -> Callable[[Callable[[Members], None]], Path]:
    """``forged(change)``: the archive after ``change(members)``."""

    def forge(change: Callable[[Members], None]) -> Path:
        with tarfile.open(whole) as tar:
            members = {info.name: tar.extractfile(info).read() for info in tar}
        change(members)
        return packed(members, tmp_path / "forged.tar.gz")

    return forge


def refusal(path: Path) -> str:
    with pytest.raises(BackupTrouble) as caught:
        verify(path)
    return str(caught.value)


def test_archive_is_read_as_it_was_written(whole):
    manifest = verify(whole)
    assert manifest.rows == 2
    assert manifest.files["reports/年报.pdf"].sha256 == sha256(b"%PDF")
    assert whole.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in whole.parent.iterdir()] == [whole.name]


@pytest.mark.parametrize("part", [0.3, 0.9, 0.999])
def test_archive_cut_short_is_refused(whole, tmp_path, part):
    path = tmp_path / "cut.tar.gz"
    data = whole.read_bytes()
    path.write_bytes(data[: int(len(data) * part)])
    assert "不完整" in refusal(path)


def test_archive_without_its_manifest_is_a_stump(forged):
    assert "不完整" in refusal(forged(lambda members: members.pop(MANIFEST)))


@pytest.mark.parametrize(
    ("name", "data"), [(TABLE, b"1\t\\N\n2\ty\n"), (TABLE, b""), (FILE, b"%PDG"), (FILE, b"%PDF ")]
)
def test_changed_member_is_refused_by_name(forged, name, data):
    said = refusal(forged(lambda members: members.update({name: data})))
    assert f"{name}与校验码不符" in said


@pytest.mark.parametrize(
    "change",
    [
        lambda members: members.pop(FILE),
        lambda members: members.update({"files/more.txt": members.pop(MANIFEST)}),
        lambda members: members.update(
            {HEAD: members[HEAD].replace(b"0001_initial", b"0001_another")}
        ),
    ],
)
def test_archive_other_than_its_manifest_is_refused(forged, change):
    said = refusal(forged(change))
    assert "对不上" in said or "不完整" in said


@pytest.mark.parametrize(
    "name",
    [
        "files/../../etc/passwd",
        "files//etc/passwd",
        "files/./x",
        "/etc/passwd",
        "../x",
        "files/",
        "files/a\\b",
        "files/a\nb",
        "tables/../x.copy",
        "tables/township_area.sql",
        "else.txt",
    ],
)
def test_name_that_leads_elsewhere_is_refused(forged, name):
    said = refusal(forged(lambda members: members.update({name: b""})))
    assert "有不该有的内容" in said


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE]
)
def test_link_in_an_archive_is_refused(whole, tmp_path, kind):
    path = tmp_path / "link.tar.gz"
    with tarfile.open(whole) as old, tarfile.open(path, "w:gz") as new:
        new.addfile(old.getmember(HEAD), old.extractfile(HEAD))
        link = tarfile.TarInfo("files/link")
        link.type, link.linkname = kind, "/etc/passwd"
        new.addfile(link)
    assert "有不该有的内容" in refusal(path)


def test_member_that_comes_twice_is_refused(whole, tmp_path):
    path = tmp_path / "twice.tar.gz"
    with tarfile.open(whole) as old, tarfile.open(path, "w:gz") as new:
        for name in (HEAD, TABLE, TABLE):
            new.addfile(old.getmember(name), old.extractfile(name))
    assert "重复或多余" in refusal(path)


def test_what_follows_the_manifest_is_refused(whole, tmp_path):
    path = tmp_path / "longer.tar.gz"
    with tarfile.open(whole) as old, tarfile.open(path, "w:gz") as new:
        for name in (HEAD, TABLE, FILE, MANIFEST, FILE):
            new.addfile(old.getmember(name), old.extractfile(name))
    assert "重复或多余" in refusal(path)


def test_what_is_no_backup_is_said_to_be_none(tmp_path):
    path = tmp_path / "x.tar.gz"
    assert "没有" in refusal(path)
    assert "读不了" in refusal(tmp_path)
    for content in (b"", b"hello", os.urandom(4096), gzip.compress(b"hello" * 999)):
        path.write_bytes(content)
        assert "备份文件" in refusal(path)
    for members in ({"letter.txt": b"dear"}, {HEAD: b"[]"}, {HEAD: b'{"format": "x"}'}):
        assert "备份" in refusal(packed(members, path))


def test_unknown_format_is_refused(forged):
    newer = json.dumps({"format": 99}).encode()
    said = refusal(forged(lambda members: members.update({HEAD: newer})))
    assert said == "备份的格式是第99版，本程序只认得第1版；请先升级程序。"


@pytest.mark.parametrize(
    "manifest", [b"{}", b"[1]", b"\xff", b"null", b'{"head": 1}', b"[" * 100_000, b'"' + b"x" * 9]
)
def test_manifest_that_means_nothing_is_refused(forged, manifest):
    said = refusal(forged(lambda members: members.update({MANIFEST: manifest})))
    assert "看不懂" in said or "不是本系统的备份文件" in said


def test_archive_that_fails_leaves_no_file(tmp_path):
    path = tmp_path / "failed.tar.gz"
    with pytest.raises(ZeroDivisionError), ArchiveWriter(path) as writer:
        writer.add(FILE, b"x")
        raise ZeroDivisionError
    with pytest.raises(BackupTrouble), ArchiveWriter(path) as writer:
        writer.add(FILE, b"x")
        writer.finish(verify)  # without head and manifest
    assert list(tmp_path.iterdir()) == []


def test_existing_file_is_never_written_over(whole):
    before = whole.read_bytes()
    with pytest.raises(BackupTrouble, match="已经有了"), ArchiveWriter(whole):
        pass
    assert whole.read_bytes() == before


def test_only_the_newest_backups_are_kept_and_nothing_else_goes(tmp_path):
    names = [f"portal-202611{day}-0300.tar.gz" for day in (21, 22, 23)]
    others = ["before-restore-20261120-0300.tar.gz", "portal-of-mine.tar.gz", "notes.txt"]
    for age, name in enumerate([*names, *others]):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (age, age))
    assert [path.name for path in remove_oldest(tmp_path, 2)] == [names[0]]
    assert {path.name for path in tmp_path.iterdir()} == {*names[1:], *others}


def test_backups_of_one_minute_have_names_of_their_own(tmp_path):
    first = new_archive_path(tmp_path)
    first.touch()
    second = new_archive_path(tmp_path)
    assert second != first
    second.touch()
    assert len(remove_oldest(tmp_path, 1)) == 1


def test_stump_of_a_living_backup_stays(tmp_path):
    with ArchiveWriter(tmp_path / "one.tar.gz") as one:
        with ArchiveWriter(tmp_path / "two.tar.gz"):
            assert one.part.exists()
        one.part.unlink()


def test_file_that_changes_size_meanwhile_spoils_nothing(tmp_path):
    with ArchiveWriter(tmp_path / "a.tar.gz") as writer:
        shrunk = writer.add_stream("files/shrunk", 10, io.BytesIO(b"12345"))
        grown = writer.add_stream("files/grown", 3, io.BytesIO(b"12345"))
        writer.finish(lambda _: None)
    assert (shrunk.was_short, grown.was_short) == (True, False)
    with tarfile.open(tmp_path / "a.tar.gz") as tar:
        assert tar.extractfile("files/shrunk").read() == b"12345" + bytes(5)
        assert tar.extractfile("files/grown").read() == b"123"


def test_files_are_unpacked_for_their_owner_alone(whole, tmp_path):
    unpack_files(whole, verify(whole), tmp_path / "fresh")
    path = tmp_path / "fresh" / "reports" / "年报.pdf"
    assert path.read_bytes() == b"%PDF"
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_archive_changed_after_it_was_checked_is_noticed(whole, forged, tmp_path):
    manifest = verify(whole)
    other = forged(lambda members: members.update({FILE: b"%PDG"}))
    with pytest.raises(BackupTrouble, match="恢复时变了"):
        unpack_files(other, manifest, tmp_path / "fresh")


@pytest.mark.parametrize(
    ("path", "safe"),
    [
        ("a/b.pdf", True),
        ("照片　一 (2).jpg", True),
        ("a b/c·d", True),
        ("", False),
        ("a//b", False),
        ("..", False),
        ("a/../b", False),
        ("a\0b", False),
        ("a\udcffb", False),
    ],
)
def test_path_is_safe_when_it_stays_where_it_is_put(path, safe):
    assert is_safe_path(path) is safe


class TestEveryDay:
    """The backup of the day, without the work of making it."""

    @pytest.fixture(autouse=True)
    def _made_up(self, monkeypatch, settings, tmp_path):
        settings.DATA_DIR, settings.BACKUP_KEEP = tmp_path, 2
        head = Head.of_now("2026-11-24T14:00:00+08:00", 180006, [])

        def make(target: Path) -> Manifest:
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(b"x")
            return Manifest(head, missing=["a"])

        monkeypatch.setattr("congress.common.backup.daily.make_backup", make)

    def test_says_what_it_did_and_keeps_the_newest(self, tmp_path):
        for _ in range(4):
            said = back_up_daily(DAY)
        assert re.match(r"已备份到 portal-\d{8}-\d{4}(-\d)?\.tar\.gz：0张表共0行", said)
        assert said.endswith("有1个文件找不到。")
        assert len(list((tmp_path / "backups").iterdir())) == 2

    def test_is_off_where_the_town_wants_none(self, settings, tmp_path):
        settings.BACKUP_KEEP = 0
        assert "没有开启" in back_up_daily(DAY)
        assert not (tmp_path / "backups").exists()

    def test_leaves_room_for_the_database(self, monkeypatch, tmp_path):
        back_up_daily(DAY)
        usage = shutil.disk_usage(tmp_path)._replace(free=100 << 20)
        monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
        with pytest.raises(RuleViolation, match="只剩100 MB，没有备份"):
            back_up_daily(DAY)

    def test_trouble_is_told_in_its_sentence(self, monkeypatch):
        def fail(target: Path) -> None:
            raise BackupTrouble("磁盘满了。")

        monkeypatch.setattr("congress.common.backup.daily.make_backup", fail)
        with pytest.raises(RuleViolation, match="磁盘满了。"):
            back_up_daily(DAY)

    def test_is_registered(self):
        assert "每日备份" in [task.title for task in daily_tasks()]
