"""The embedded server: started, proven, killed, refused, stopped."""

import os
import shutil
import signal
import socket
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from congress import database
from congress.cluster import APP, DATABASE, OWNER, Cluster, socket_folder
from congress.unprivileged import DatabaseTrouble
from tests.infra.conftest import postmaster

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="root lends the server another account")


def run(cluster: Cluster, role: str, statement: str) -> list[tuple]:
    with closing(cluster.connect(role, DATABASE)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_server_answers_and_stops(cluster):
    assert cluster.is_running()
    database.stop()
    assert not cluster.is_running()
    with pytest.raises(psycopg2.OperationalError):
        cluster.connect()


def test_server_sorts_by_code_point_and_knows_rare_characters(running):
    query = "SELECT datlocprovider, datlocale, pg_encoding_to_char(encoding) FROM pg_database"
    assert run(running, APP, f"{query} WHERE datname = '{DATABASE}'") == [("b", "C.UTF-8", "UTF8")]
    assert run(running, APP, "SELECT '𠅤' < '𠅥', length('㐱䶮𠅤')") == [(True, 3)]


def test_server_listens_on_no_network(running):
    assert run(running, APP, "SHOW listen_addresses") == [("",)]


def test_server_asks_for_a_password(running):
    host = str(socket_folder(running.data_dir))
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        psycopg2.connect(host=host, port="5432", user=APP, password="x", dbname=DATABASE)


def test_roles_differ_in_what_they_may(running):
    run(running, OWNER, "CREATE TABLE record (id int)")
    for statement in ("CREATE TABLE mine (id int)", "DROP TABLE record", "SELECT FROM record"):
        with pytest.raises(psycopg2.Error):
            run(running, APP, statement)
    rights = "SELECT rolname, rolsuper, rolcreatedb, rolcreaterole FROM pg_roles"
    assert run(running, APP, f"{rights} WHERE rolname LIKE 'portal_%' ORDER BY 1") == [
        ("portal_admin", True, True, True),
        (APP, False, False, False),
        (OWNER, False, True, False),
    ]


def test_second_start_uses_the_running_server(cluster):
    before = postmaster(cluster)
    database.start(durable=False)
    assert postmaster(cluster) == before


def test_killed_server_starts_again_with_its_data(data_dir):
    database.start()
    cluster = Cluster(data_dir)
    run(cluster, OWNER, "CREATE TABLE record AS SELECT 7 AS id")
    before = postmaster(cluster)
    os.kill(before, signal.SIGKILL)
    database.start()
    assert postmaster(cluster) != before
    assert run(cluster, OWNER, "SELECT id FROM record") == [(7,)]


def test_process_number_taken_by_another_program_is_not_believed(cluster):
    database.stop()
    path = cluster.folder / "postmaster.pid"
    path.write_text(f"{os.getppid()}\n{cluster.folder}\n")
    assert not cluster.is_running()
    database.start(durable=False)
    assert cluster.is_running()


def test_data_of_another_version_are_refused(cluster):
    database.stop()
    (cluster.folder / "PG_VERSION").write_text("15\n")
    with pytest.raises(
        DatabaseTrouble, match="是 PostgreSQL 15 的数据，本程序自带的是 PostgreSQL 18"
    ):
        database.start()
    assert (cluster.folder / "PG_VERSION").read_text() == "15\n"


def test_secrets_of_another_installation_are_refused(cluster):
    (cluster.data_dir / "secrets.env").unlink()
    with pytest.raises(DatabaseTrouble, match=r"secrets\.env 里的密码.*不相配；请从备份恢复"):
        database.start()


def test_folder_with_other_files_is_refused_and_kept(data_dir):
    (data_dir / "pg").mkdir(parents=True)
    (data_dir / "pg" / "letter.txt").write_text("dear")
    with pytest.raises(DatabaseTrouble, match="有文件，却不是数据库"):
        database.start()
    assert (data_dir / "pg" / "letter.txt").read_text() == "dear"


def test_interrupted_first_start_is_begun_anew(data_dir):
    (data_dir / "pg.new" / "base").mkdir(parents=True)
    database.start(durable=False)
    assert Cluster(data_dir).is_running()
    assert not (data_dir / "pg.new").exists()


def test_long_path_puts_the_socket_elsewhere_for_a_while(data_dir, monkeypatch):
    folder = data_dir / ("x" * 120)
    monkeypatch.setenv("PORTAL_DATA", str(folder))
    database.start(durable=False)
    sockets = socket_folder(folder)
    assert not sockets.is_relative_to(folder)
    assert sockets.stat().st_mode & 0o077 == 0
    database.stop()
    assert not sockets.exists()


def test_path_with_odd_characters_is_served(data_dir, monkeypatch):
    folder = data_dir / '镇 人大\'s, "数据" $HOME'
    monkeypatch.setenv("PORTAL_DATA", str(folder))
    database.start(durable=False)
    assert Cluster(folder).is_running()
    database.stop()


@as_root
def test_closed_folder_keeps_its_cluster_where_the_account_can_enter(data_dir):
    data_dir.parent.chmod(0o700)
    database.start(durable=False)
    cluster = Cluster(data_dir)
    assert cluster.is_running()
    assert (data_dir / "pg").is_symlink()
    assert data_dir.parent.stat().st_mode & 0o777 == 0o700


@as_root
def test_programs_are_copied_where_the_account_can_run_them(data_dir, monkeypatch, tmp_path):
    from congress import wheel

    store = data_dir.parent / "store"
    monkeypatch.setattr("congress.unprivileged.STORE", store)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    package = wheel._wheel()
    for folder in (package, package.with_name(package.name + ".libs")):
        shutil.copytree(folder, closed / folder.name)
    monkeypatch.setattr(wheel, "_wheel", lambda: closed / package.name)
    database.start(durable=False)
    cluster = Cluster(data_dir)
    program = Path(os.readlink(f"/proc/{postmaster(cluster)}/exe"))
    assert program.is_relative_to(store)


@as_root
def test_server_does_not_run_as_root(running):
    assert Path(f"/proc/{postmaster(running)}").stat().st_uid != 0
    assert running.folder.stat().st_mode & 0o077 == 0


@as_root
def test_cluster_of_another_user_is_refused(cluster):
    database.stop()
    os.chown(cluster.folder, 12345, 12345)
    with pytest.raises(DatabaseTrouble, match="属于另一个用户（uid 12345）"):
        database.start()
    cluster.account.give(cluster.folder)


def test_socket_path_never_exceeds_what_the_kernel_takes():
    for length in range(1, 200):
        path = socket_folder(Path("/srv") / ("人" * length)) / ".s.PGSQL.5432"
        with socket.socket(socket.AF_UNIX) as probe, pytest.raises(FileNotFoundError):
            probe.connect(str(path))
