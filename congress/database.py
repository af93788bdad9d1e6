"""Which database the portal uses: DATABASE_URL, or the PostgreSQL that comes with the wheel.

Settings only read from here. Starting and stopping belongs to script/server, manage.py and
`python -m congress.database`, never to a worker that answers requests.
"""

import argparse
import atexit
import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import environ
from django.core.exceptions import ImproperlyConfigured

from congress.cluster import APP, DATABASE, OWNER, PASSWORD_NAMES, PORT, Cluster, socket_folder
from congress.secrets_file import data_folder, load_or_create_secrets, locked, make_data_folder
from congress.unprivileged import DatabaseTrouble

ENGINE = "django.db.backends.postgresql"
# Left behind by `start`: nobody but `stop` ends the server then.
_KEEP = ".pg.keep"
_users: list[int] = []


# A town's tables fit in memory: to jump to a row costs hardly more than to read on. To compile a
# query, or to call other processes, takes longer than the longest of ours.
_PLANNING = "-c random_page_cost=1.1 -c jit=off -c max_parallel_workers_per_gather=0"


def database_settings(env: environ.Env) -> dict[str, Any]:
    """Return DATABASES["default"]. With PORTAL_DB_ROLE=owner it is the role that migrates."""
    as_owner = env.str("PORTAL_DB_ROLE", default="app") == "owner"
    url = env.str("DATABASE_URL", default="")
    if as_owner and url:
        url = env.str("DATABASE_OWNER_URL", default="") or url
    settings = _from_url(url) if url else _embedded(OWNER if as_owner else APP)
    settings |= {"ENGINE": ENGINE, "CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}
    settings.setdefault("OPTIONS", {}).setdefault("options", _PLANNING)
    test_name = env.str("PORTAL_TEST_DB", default="")
    return settings | ({"TEST": {"NAME": test_name}} if test_name else {})


def is_embedded() -> bool:
    """Tell whether the portal brings its own PostgreSQL."""
    return not os.environ.get("DATABASE_URL")


def _from_url(url: str) -> dict[str, Any]:
    parts = environ.Env.db_url_config(url) if "://" in url else {}
    if parts.get("ENGINE") != ENGINE or not parts.get("NAME"):
        raise ImproperlyConfigured(
            "DATABASE_URL 或 DATABASE_OWNER_URL 写得不对；"
            "请写成 postgres://用户:密码@主机:5432/数据库 的样子。"
        )
    return parts | {"HOST": unquote(parts["HOST"])}


def _embedded(role: str) -> dict[str, Any]:
    data_dir = data_folder()
    return {
        "NAME": DATABASE,
        "USER": role,
        "PASSWORD": load_or_create_secrets(data_dir)[PASSWORD_NAMES[role]],
        "HOST": str(socket_folder(data_dir)),
        "PORT": PORT,
    }


def url(role: str = APP) -> str:
    """Return the address of the embedded database, password included, for tools like pg_dump."""
    settings = _embedded(role)
    host, password = quote(settings["HOST"], safe=""), quote(settings["PASSWORD"], safe="")
    return f"postgres://{role}:{password}@{host}:{PORT}/{DATABASE}"


@contextmanager
def _exclusive(data_dir: Path) -> Iterator[None]:
    make_data_folder(data_dir)
    with locked(data_dir / ".pg.lock"):
        yield


def _start_unless_running(cluster: Cluster) -> None:
    if cluster.is_running() and cluster.prove():
        return
    (cluster.data_dir / _KEEP).unlink(missing_ok=True)
    if not cluster.exists:
        cluster.create()
    cluster.start()
    try:
        cluster.prove()
        cluster.provision()
    except BaseException:
        cluster.stop()
        raise


def ensure_running() -> None:
    """Use the embedded server until this process ends; the last one to use it stops it.

    Whoever uses the server holds a shared lock, which the kernel takes back even from a killed
    process: so nobody stops a server that another one needs, and none runs on for nobody.
    Raises DatabaseTrouble.
    """
    data_dir = data_folder()
    with _exclusive(data_dir):
        _start_unless_running(Cluster(data_dir))
        descriptor = os.open(data_dir / ".pg.users", os.O_RDWR | os.O_CREAT, 0o600)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        _users.append(descriptor)
    atexit.register(release)


def release() -> None:
    """Give up what ensure_running() took, and stop the server if nobody else uses it."""
    if not _users:
        return
    data_dir = data_folder()
    with _exclusive(data_dir):
        while _users:
            os.close(_users.pop())
        if not _is_used(data_dir) and not (data_dir / _KEEP).exists():
            Cluster(data_dir).stop()


def _is_used(data_dir: Path) -> bool:
    with open(data_dir / ".pg.users", "a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def start(*, durable: bool = True) -> None:
    """Start the embedded server and leave it running until stop(). Raises DatabaseTrouble."""
    data_dir = data_folder()
    with _exclusive(data_dir):
        _start_unless_running(Cluster(data_dir, durable=durable))
        (data_dir / _KEEP).touch()


def stop() -> None:
    """Stop the embedded server, whoever started it."""
    data_dir = data_folder()
    with _exclusive(data_dir):
        (data_dir / _KEEP).unlink(missing_ok=True)
        Cluster(data_dir).stop()


def status() -> bool:
    """Print whether the embedded server of the data folder is running, and tell it."""
    running = Cluster(data_folder()).is_running()
    print(f"{data_folder() / 'pg'}：" + ("正在运行" if running else "没有运行"))
    return running


def main(arguments: list[str] | None = None) -> int:
    """Run start, stop, status or url; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m congress.database")
    parser.add_argument("action", choices=["start", "stop", "status", "url"])
    parser.add_argument("--volatile", action="store_true", help="不求断电不丢数据，只用于测试")
    parser.add_argument("--owner", action="store_true", help="url：给出迁移用的角色的地址")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.action == "start":
            start(durable=not chosen.volatile)
        elif chosen.action == "stop":
            stop()
        elif chosen.action == "status":
            return 0 if status() else 1
        else:
            print(url(OWNER if chosen.owner else APP))
    except DatabaseTrouble as trouble:
        print(trouble, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
