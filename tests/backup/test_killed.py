"""Killed in the middle (kill -9): a backup leaves no half archive, a restore no half town."""

import pytest

from tests.backup.portals import Portal

pytestmark = pytest.mark.slow

RESTORE = ("restore", "--replace", "--yes")


def test_killed_backup_leaves_nothing_under_its_name(town, folder):
    portal = Portal(folder / "killed", town.url)
    there = "congress.common.backup.writing:ArchiveWriter.finish"
    portal.run_until_killed("before", there, "backup")
    backups = portal.data / "backups"
    (part,) = backups.iterdir()
    assert part.name.endswith(".part")
    portal.do("backup", "--keep", "1")
    (whole,) = backups.iterdir()
    assert "备份完整" in portal.do("verify_backup", str(whole))


def test_restore_killed_before_the_commit_changes_nothing(town, archive, settled):
    rows, files = settled.rows(), settled.files()
    for there in (
        "congress.common.backup.restoring:rebuild",  # the files are unpacked
        "congress.common.backup.tables:set_sequences",  # the rows are loaded
        "congress.common.backup.rebuilding:emit_post_migrate_signal",  # all is proven
    ):
        settled.run_until_killed("before", there, *RESTORE, str(archive))
        assert settled.rows() == rows
        assert settled.files() == files
    settled.do(*RESTORE, str(archive))
    assert settled.files() == town.files()
    assert not list(settled.data.glob(".restore-*"))


def test_restore_killed_at_the_commit_is_undone(archive, settled):
    rows, files = settled.rows(), settled.files()
    there = "congress.common.backup.restoring:write_note"
    settled.run_until_killed("after", there, *RESTORE, str(archive))
    assert settled.rows() == rows
    assert "没有恢复成，数据保持原样" in settled.do("restore", "--finish")
    assert settled.files() == files
    assert settled.do("restore", "--finish") == ""


def test_restore_killed_after_the_commit_is_finished_by_the_next_start(town, archive, settled):
    there = "congress.common.backup.restoring:swap_in"
    settled.run_until_killed("before", there, *RESTORE, str(archive))
    assert settled.ask("SELECT name FROM township_township") == [("江湾镇",)]
    assert (settled.data / "files" / "own.txt").exists()
    assert "数据库已经恢复，文件也换好了" in settled.do("restore", "--finish")
    assert settled.files() == town.files()
    left = {path.name for path in settled.data.iterdir() if path.suffix != ".lock"}
    assert left == {"files", "backups", "secrets.env"}
