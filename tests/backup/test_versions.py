"""From PostgreSQL 18 to 15 and back, where a server of 15 is installed."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from congress.unprivileged import database_account
from tests.backup.portals import Portal

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
# A server with habits of its own: how it writes values must not get into the archive.
HABITS = {
    "listen_addresses": "",
    "fsync": "off",
    "datestyle": "German",
    "timezone": "Asia/Shanghai",
    "extra_float_digits": "0",
    "bytea_output": "escape",
}

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not PROGRAMS.exists(), reason="no PostgreSQL 15 on this machine"),
]


@pytest.fixture
def fifteen() -> Iterator[str]:
    """The address of an empty database of PostgreSQL 15, sorted as in Chinese."""
    account = database_account()
    scratch = Path(tempfile.mkdtemp(prefix="portal-15."))
    scratch.chmod(0o711)
    cluster = scratch / "pg"
    cluster.mkdir()
    account.give(cluster)
    locale = ("--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=zh-Hans")
    initdb = [PROGRAMS / "initdb", "-D", cluster, "-U", "owner", "--auth=trust", *locale]
    made = account.run(*initdb, "--encoding=UTF8", "--no-sync")
    assert made.returncode == 0, made.stderr
    options = " ".join(f"-c {name}='{value}'" for name, value in HABITS.items())
    control = (PROGRAMS / "pg_ctl", "-s", "-w", "-D", cluster)
    started = account.run(*control, "start", "-l", cluster / "log", "-o", f"-k {cluster} {options}")
    assert started.returncode == 0, started.stderr
    yield f"postgres://owner@{str(cluster).replace('/', '%2F')}/postgres"
    account.run(*control, "stop", "-m", "immediate")
    shutil.rmtree(scratch)


def test_town_goes_to_fifteen_and_back(town, archive, fifteen, empty, place, folder):
    older = Portal(place, fifteen)
    older.do("restore", str(archive), "--yes")
    back = folder / "fifteen.tar.gz"
    older.do("backup", "--output", str(back))
    assert "备份自PostgreSQL 15" in empty.do("restore", str(back), "--yes")
    before, between, after = town.rows(), older.rows(), empty.rows()
    by_restore = {"django_session", "accounts_loginsession", "common_securityevent"}
    assert {name for name in before if before[name] != between.get(name)} <= by_restore
    assert {name for name in before if before[name] != after.get(name)} <= by_restore
    assert older.files() == empty.files() == town.files()
