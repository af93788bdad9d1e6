"""Jobs of the test kinds, done here or by real runners."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from django.db import connection

from congress.accounts.models import User
from congress.common.jobs import kinds, start_job
from congress.common.models import Job
from congress.common.roles import Role
from congress.secrets_file import ROOT_DIR
from tests.conftest import give_role
from tests.factories import UserFactory
from tests.jobs.kinds import register

_APPLICATION = "runner of a test"


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    register()


@pytest.fixture
def sysadmin(town) -> User:
    return give_role(UserFactory(username="sysadmin"), Role.SYSADMIN)


@pytest.fixture
def counting(office) -> Callable[..., Job]:
    """Starts a job that counts."""

    def start(kind: str = "counting", *, actor=office, **parameters) -> Job:
        return start_job(kind, title="数数", parameters={"units": 3} | parameters, actor=actor)

    return start


def until(condition: Callable[[], object], seconds: float = 20) -> None:
    """Wait for something that another process does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)


def database_url() -> str:
    settings = connection.settings_dict
    host, password = quote(settings["HOST"], safe=""), quote(settings["PASSWORD"], safe="")
    return f"postgres://{settings['USER']}:{password}@{host}:{settings['PORT']}/{settings['NAME']}"


class Runners:
    """Real processes of ``manage.py run_jobs`` on the test database."""

    def __init__(self, data_dir) -> None:
        self.environment = {
            **os.environ,
            "PORTAL_DATA": str(data_dir),
            "DATABASE_URL": database_url(),
            "DATABASE_OWNER_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "tests.jobs.settings",
            "PYTHONPATH": str(ROOT_DIR),
            "PGAPPNAME": _APPLICATION,
        }
        self.started: list[subprocess.Popen] = []

    def start(self, **variables: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run_jobs"],
            cwd=ROOT_DIR,
            env=self.environment | variables,
        )
        self.started.append(process)
        return process

    def end(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()


@pytest.fixture
def runners(transactional_db, tmp_path) -> Iterator[Runners]:
    started = Runners(tmp_path)
    yield started
    started.end()
    # Their sessions must be gone before the tables are emptied.
    until(lambda: not sessions())


def sessions() -> list[int]:
    """The connections of the runners that a test has started."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity "
            "WHERE datname = current_database() AND application_name = %s",
            [_APPLICATION],
        )
        return [pid for (pid,) in cursor.fetchall()]


def children(process: subprocess.Popen) -> list[int]:
    """The processes that a runner has forked."""
    path = f"/proc/{process.pid}/task/{process.pid}/children"
    with open(path) as file:
        return [int(number) for number in file.read().split()]
