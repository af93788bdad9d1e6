"""Portals of a test's own, each with its database and its folder, used by manage.py alone."""

import os
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg2

from congress import database
from congress.cluster import OWNER
from congress.secrets_file import ROOT_DIR
from tests.infra.conftest import FORGOTTEN

_DYING = """
import os, pkgutil, runpy, signal, sys
import django
when, there = sys.argv[1:3]
sys.argv[:3] = []
os.environ["PORTAL_DB_ROLE"] = "owner"
os.environ["DJANGO_SETTINGS_MODULE"] = "congress.settings"
django.setup()
module, name = there.split(":")
place, _, last = name.rpartition(".")
home = pkgutil.resolve_name(f"{module}:{place}" if place else module)
real = getattr(home, last)
def die(*args, **kwargs):
    if when == "after":
        real(*args, **kwargs)
    os.kill(os.getpid(), signal.SIGKILL)
setattr(home, last, die)
runpy.run_path("manage.py", run_name="__main__")
"""
MANAGE = [sys.executable, "manage.py"]


@dataclass(frozen=True)
class Portal:
    """``url`` is None for the PostgreSQL that the portal brings along."""

    data: Path
    url: str | None

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run manage.py to its end, whichever it is."""
        return self._run([*MANAGE, *arguments], variables)

    def do(self, *arguments: str, **variables: str) -> str:
        """Run manage.py; it must succeed. Gives what was said."""
        done = self.run(*arguments, **variables)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def refuse(self, *arguments: str, **variables: str) -> str:
        """Run manage.py; it must refuse in a sentence. Gives the sentence."""
        done = self.run(*arguments, **variables)
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Traceback" not in done.stderr
        return done.stderr

    def run_until_killed(self, when: str, there: str, *arguments: str) -> None:
        """Run manage.py; "before" or "after" it calls ``module:name`` it is killed (kill -9)."""
        command = [sys.executable, "-c", _DYING, when, there, "manage.py", *arguments]
        died = self._run(command, {})
        assert died.returncode == -9, died.stdout + died.stderr

    def _run(
        self, command: list[str], variables: dict[str, str]
    ) -> subprocess.CompletedProcess[str]:
        environment = {name: text for name, text in os.environ.items() if name not in FORGOTTEN}
        environment |= {"PORTAL_DATA": str(self.data)} | variables
        if self.url:
            environment["DATABASE_URL"] = self.url
        return subprocess.run(
            command,
            cwd=ROOT_DIR,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def connect(self):
        """A connection as the owner; the embedded server must be running."""
        if self.url:
            return psycopg2.connect(self.url)
        os.environ["PORTAL_DATA"] = str(self.data)
        return psycopg2.connect(database.url(OWNER))

    def ask(self, query: str, *values) -> list[tuple]:
        """Run one statement."""
        with closing(self.connect()) as connection, connection, connection.cursor() as cursor:
            cursor.execute(query, values)
            return cursor.fetchall() if cursor.description else []

    def rows(self) -> dict[str, list[str]]:
        """Every row of every table, as text, by a query that has nothing to do with backups."""
        tables = (
            "SELECT relname FROM pg_class"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
        )
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute("SET timezone = 'UTC'")
            cursor.execute(tables)
            found = {}
            for (name,) in cursor.fetchall():
                cursor.execute(
                    "SELECT string_agg(quote_ident(attname), ', ' ORDER BY attname)"
                    " FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0"
                    " AND NOT attisdropped",
                    [f'"{name}"'],
                )
                columns = cursor.fetchone()[0]
                cursor.execute(f'SELECT (ROW({columns}))::text FROM "{name}"')  # noqa: S608
                found[name] = sorted(row for (row,) in cursor.fetchall())
            return found

    def files(self) -> dict[str, bytes]:
        """Every private file, byte for byte."""
        root = self.data / "files"
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in root.rglob("*")
            if path.is_file()
        }


def url_of(settings: dict, name: str) -> str:
    """The address of a database beside the tests' own."""
    user, host = quote(settings["USER"] or ""), quote(settings["HOST"] or "", safe="")
    password = f":{quote(settings['PASSWORD'], safe='')}" if settings["PASSWORD"] else ""
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    return f"postgres://{user}{password}@{host}{port}/{name}"
