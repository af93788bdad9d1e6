"""A filled town to back up, and empty places to restore it to."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings

from tests.backup.portals import Portal, url_of
from tests.infra.conftest import data_dir  # noqa: F401  a fixture

# Rows as nobody types them, and what a plain copy would get wrong.
ODDITIES = """
INSERT INTO township_area (name, "order") VALUES (E'\\\\N', 1), (E'tab\\there\\nline 㐱𠅤', 2);
UPDATE township_village SET successor_id = (SELECT min(id) FROM township_village),
  ends_on = '2026-05' WHERE name = '南湾村';
INSERT INTO accounts_loginsession (public_id, user_id, session_key, entered_by, browser,
  started_at, seen_at, idle_until, expires_at, end_cause)
  SELECT 'x', id, 'abcdef', 'password', 'x', now(), now(), now(), now(), '' FROM accounts_user
  LIMIT 1;
INSERT INTO django_session VALUES ('abcdef', 'secret', now() + interval '1 day');
INSERT INTO axes_accesslog (username, ip_address, user_agent, path_info, http_accept, attempt_time,
  session_hash) VALUES ('office', '2001:db8::1', '', '/', '', '2026-11-24 08:00:00.123456+08', '');
"""
FILES = {
    "attachments/空.txt": b"",
    "attachments/照片 一.jpg": bytes(range(256)) * 4096,
    f"attachments/{'长' * 80}.pdf": b"%PDF-1.7",
}


@pytest.fixture(scope="session")
def make_database() -> Iterator[Callable[..., str]]:
    """``make_database(like=url)``: the address of a new database on the tests' server."""
    base = settings.DATABASES["default"]
    made: list[str] = []
    server = psycopg2.connect(url_of(base, "postgres"))
    server.autocommit = True

    def make(like: str = "") -> str:
        name = f"backup_{os.getpid()}_{len(made)}"
        template = like.rpartition("/")[2]
        with server.cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template or "template0"}"')
        made.append(name)
        return url_of(base, name)

    with closing(server):
        yield make
        with server.cursor() as cursor:
            for name in made:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """A folder on a short path."""
    made = Path(tempfile.mkdtemp(prefix="portal-backup."))
    yield made
    shutil.rmtree(made)


@pytest.fixture(scope="session")
def town(folder, make_database) -> Portal:
    """The demonstration town, with odd rows and files. Tests leave it as it is."""
    portal = Portal(folder / "town", make_database())
    portal.do("migrate", "-v", "0")
    portal.do("seed_demo")
    portal.ask(ODDITIES)
    for name, content in FILES.items():
        path = portal.data / "files" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
    return portal


@pytest.fixture(scope="session")
def archive(folder, town) -> Path:
    """A backup of the town."""
    path = folder / "town.tar.gz"
    town.do("backup", "--output", str(path))
    return path


@pytest.fixture
def place(folder) -> Path:
    """A folder that isn't there yet."""
    return Path(tempfile.mkdtemp(dir=folder)) / "var"


@pytest.fixture
def empty(folder, make_database) -> Portal:
    """A portal without anything, not even tables."""
    return Portal(Path(tempfile.mkdtemp(dir=folder)) / "var", make_database())


@pytest.fixture
def settled(place, town, make_database) -> Portal:
    """A portal with data of its own, which a restore would replace."""
    portal = Portal(place, make_database(like=town.url))
    portal.ask("UPDATE township_township SET name = '柳溪镇'")
    (portal.data / "files").mkdir(parents=True)
    (portal.data / "files" / "own.txt").write_text("柳溪镇")
    return portal
