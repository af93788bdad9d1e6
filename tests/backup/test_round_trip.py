"""A town backed up and restored: every row of every table, and every file, is the same."""

import tarfile
import threading
import time
from contextlib import closing
from itertools import pairwise

import pytest

from congress import database
from congress.common.serving import serving
from tests.backup.portals import Portal

pytestmark = pytest.mark.slow

EVENTS = "common_securityevent"
# What the restore itself does: sessions end, and the event tells of it.
SESSIONS = ("django_session", "accounts_loginsession")
BY_RESTORE = {*SESSIONS, EVENTS}


def same_rows(one: Portal, other: Portal, besides: set[str] = frozenset()) -> None:
    """Compare in both directions; a set would hide a row that is there twice."""
    before, after = one.rows(), other.rows()
    assert before.keys() == after.keys()
    different = {name for name in before if before[name] != after[name]}
    assert different <= BY_RESTORE | besides
    assert len(after[EVENTS]) == len(before[EVENTS]) + 1
    assert set(before[EVENTS]) < set(after[EVENTS])
    assert [after[name] for name in SESSIONS] == [[], []]


def test_town_comes_back_in_the_embedded_server_and_from_there(
    town, archive, empty, data_dir, folder
):
    embedded = Portal(data_dir, None)
    said = embedded.do("restore", str(archive), "--yes")
    assert "恢复完成，逐表逐文件核对一致" in said
    database.start(durable=False)
    same_rows(town, embedded)
    assert embedded.files() == town.files()
    assert "\\N" in "".join(embedded.rows()["township_area"])

    # The serving role works, and history is only added to.
    rights = "SELECT has_table_privilege('portal_app', %s, %s)"
    assert embedded.ask(rights, "township_area", "UPDATE") == [(True,)]
    assert embedded.ask(rights, "township_historicalarea", "INSERT") == [(True,)]
    assert embedded.ask(rights, "township_historicalarea", "DELETE") == [(False,)]

    back = folder / "back.tar.gz"
    embedded.do("backup", "--output", str(back))
    empty.do("restore", str(back), "--yes")
    same_rows(embedded, empty)
    assert empty.files() == town.files()

    # Numbers go on where they did.
    highest = empty.ask("SELECT max(id) FROM township_area")[0][0]
    given = empty.ask("INSERT INTO township_area (name, \"order\") VALUES ('新', 9) RETURNING id")
    assert given[0][0] > highest


def test_backup_is_of_one_moment_and_stops_nobody(town, make_database, folder):
    busy = Portal(town.data, make_database(like=town.url))
    stop, written = threading.Event(), []

    def write() -> None:
        with closing(busy.connect()) as connection, connection.cursor() as cursor:
            while not stop.is_set():
                number = len(written)
                cursor.execute(
                    "INSERT INTO common_columnmapping (kind, heading, field) VALUES ('', %s, '')",
                    [f"busy{number}"],
                )
                cursor.execute("INSERT INTO auth_group (name) VALUES (%s)", [f"busy{number}"])
                connection.commit()
                written.append(time.monotonic())
                time.sleep(0.002)

    writer = threading.Thread(target=write)
    writer.start()
    target = folder / "busy.tar.gz"
    began = time.monotonic()
    busy.do("backup", "--output", str(target))
    ended = time.monotonic()
    stop.set()
    writer.join()
    meanwhile = [at for at in written if began < at < ended]
    assert len(meanwhile) > 50
    assert max(later - at for at, later in pairwise(meanwhile)) < 2  # seconds
    with tarfile.open(target) as tar:
        names = ("common_columnmapping", "auth_group")
        rows = [tar.extractfile(f"tables/{name}.copy").read() for name in names]
    assert rows[0].count(b"busy") == rows[1].count(b"busy") > 0


def test_restore_replaces_only_when_told_and_keeps_what_there_was(town, archive, settled):
    assert "请加上 --replace" in settled.refuse("restore", str(archive), "--yes")
    assert "请加上 --yes 确认" in settled.refuse("restore", str(archive), "--replace")
    checked = settled.do("restore", str(archive), "--replace", "--check")
    assert "检查通过，可以恢复。没有改动任何数据。" in checked
    assert settled.ask("SELECT name FROM township_township") == [("柳溪镇",)]

    settled.do("restore", str(archive), "--replace", "--yes")
    same_rows(town, settled)
    assert settled.files() == town.files()
    (kept,) = (settled.data / "backups").iterdir()
    with tarfile.open(kept) as tar:
        assert tar.extractfile("files/own.txt").read().decode() == "柳溪镇"
        assert "柳溪镇" in tar.extractfile("tables/township_township.copy").read().decode()
    left = {path.name for path in settled.data.iterdir() if path.suffix != ".lock"}
    assert left == {"files", "backups", "secrets.env"}


def test_backup_of_an_older_version_is_brought_up_to_date(town, empty, make_database, folder):
    older = Portal(folder / "older", make_database(like=town.url))
    older.do("migrate", "township", "0002", "-v", "0")
    path = folder / "older.tar.gz"
    older.do("backup", "--output", str(path))
    empty.do("restore", str(path), "--yes")
    older.do("migrate", "-v", "0")
    same_rows(older, empty, besides={"django_migrations"})  # applied at another time


def test_restore_refuses_while_somebody_uses_the_portal(archive, empty):
    empty.data.mkdir()
    with serving(empty.data):
        assert "网站正在运行。请先停掉它" in empty.refuse("restore", str(archive), "--yes")
    with closing(empty.connect()) as connection:
        assert "还有1个连接在使用这个数据库" in empty.refuse("restore", str(archive), "--yes")
        connection.rollback()


def test_missing_file_is_reported_and_harms_nothing(town, make_database, folder):
    lacking = Portal(folder / "lacking", make_database(like=town.url))
    lacking.data.mkdir()
    done = lacking.run("backup")
    assert done.returncode == 0
    assert "有记录、没有文件：" in done.stderr
    (path,) = (lacking.data / "backups").iterdir()
    assert "备份时有记录、没有文件：imports/" in lacking.do("verify_backup", str(path))


def test_keys_go_along_only_when_asked_for(town, archive, empty, folder):
    with tarfile.open(archive) as tar:
        assert "keys.env" not in tar.getnames()
    assert "这份备份里没有密钥" in empty.refuse("restore", str(archive), "--yes", "--use-keys")
    with_keys = folder / "keys.tar.gz"
    town.do("backup", "--with-keys", "--output", str(with_keys))
    warned = empty.run("restore", str(with_keys), "--check").stderr
    assert "本机的 PORTAL_FIELD_KEY 与备份时的不同" in warned
    empty.do("restore", str(with_keys), "--use-keys", "--yes")
    theirs = (town.data / "secrets.env").read_text().splitlines()
    ours = (empty.data / "secrets.env").read_text().splitlines()
    assert {line.split("=")[0] for line in {*ours} & {*theirs} if "=" in line} == {
        "SECRET_KEY",
        "PORTAL_FIELD_KEY",
    }
    assert (empty.data / "secrets.env").stat().st_mode & 0o777 == 0o600
