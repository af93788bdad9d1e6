"""Files put in place after the commit: from wherever an interrupted swap had come to."""

from pathlib import Path

import pytest

from congress.common.backup.manifest import BackupTrouble
from congress.common.backup.swapping import (
    Swap,
    finish_interrupted,
    note_path,
    swap_in,
    was_committed,
    write_note,
)
from congress.common.models import SecurityEvent, SecurityEventKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def swap(settings, tmp_path) -> Swap:
    """New files beside old ones, and the note that says so."""
    settings.DATA_DIR = tmp_path
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "old.txt").touch()
    (tmp_path / "staged" / "files").mkdir(parents=True)
    (tmp_path / "staged" / "files" / "new.txt").touch()
    names = (str(tmp_path / name) for name in ("staged", "files", "old"))
    swap = Swap("0123456789abcdef", *names)
    write_note(swap)
    return swap


def commit(swap: Swap) -> None:
    detail = f"备份时间2026-11-24，编号{swap.marker}"
    SecurityEvent.objects.create(kind=SecurityEventKind.RESTORED, subject="x", detail=detail)


def names(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*.txt"))


def test_swap_of_a_committed_restore_goes_forward(swap, tmp_path):
    commit(swap)
    assert finish_interrupted() is True
    assert names(tmp_path) == ["files/new.txt"]
    assert not note_path().exists()
    assert finish_interrupted() is None


def test_swap_of_any_other_restore_goes_back(swap, tmp_path):
    commit(Swap("another", "", "", ""))
    assert finish_interrupted() is False
    assert names(tmp_path) == ["files/old.txt"]
    assert not note_path().exists()


def test_swap_goes_on_between_its_two_steps(swap, tmp_path):
    commit(swap)
    (tmp_path / "files").rename(tmp_path / "old")
    assert finish_interrupted() is True
    assert names(tmp_path) == ["files/new.txt"]


def test_swap_loses_nothing_that_was_put_there_meanwhile(swap, tmp_path):
    commit(swap)
    (tmp_path / "files").rename(tmp_path / "old")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "meanwhile.txt").touch()
    swap_in(swap)
    assert "files/new.txt" in names(tmp_path)
    assert "old-2/meanwhile.txt" in names(tmp_path)


def test_swap_that_can_not_be_is_told_and_kept_for_later(swap, tmp_path, monkeypatch):
    commit(swap)
    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", lambda *_: (_ for _ in ()).throw(OSError(16, "busy")))
        with pytest.raises(BackupTrouble, match="数据库已经恢复，但文件还没有换好"):
            finish_interrupted()
    assert note_path().exists()
    assert finish_interrupted() is True


def test_nothing_is_committed_where_there_is_no_table(monkeypatch, db):
    monkeypatch.setattr(SecurityEvent._meta, "db_table", "no_such_table")
    assert was_committed("x") is False
