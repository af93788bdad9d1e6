"""Everything script/server does once the programs are installed: prepare, serve, clear up.

This process owns the embedded PostgreSQL, gunicorn and the process that does the jobs, and ends
all of them when it is told to end.
"""

import hashlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import NoReturn

import environ
import psycopg2
from django.core.exceptions import ImproperlyConfigured
from psycopg2.extensions import connection as Connection  # noqa: N812  its own spelling is a trap

from congress import database
from congress.cluster import first_line
from congress.common.serving import UNFINISHED_RESTORE, InUse, serving
from congress.secrets_file import ROOT_DIR, data_folder, make_data_folder
from congress.sub_path import sub_path
from congress.unprivileged import DatabaseTrouble

MANAGE = [sys.executable, str(ROOT_DIR / "manage.py")]
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
OLDEST_SERVER = 150000  # PostgreSQL 15, as libpq writes it
_FIRST_ANSWER = 60  # seconds
_held = ExitStack()  # until this process ends
_FAREWELL = 15  # seconds for a child to finish what it is answering or doing
_REVIVE_AFTER = 10  # seconds between two starts of the process that does the jobs


class CannotServe(Exception):
    """The portal can't be served: one Chinese sentence for the person at the console."""


class ToldToStop(BaseException):
    """Ctrl-C, SIGTERM, or the terminal is gone."""


def main() -> int:
    """Serve until told to stop; return the exit status."""
    for number in STOPPING:
        signal.signal(number, _stop)
    server = None
    jobs = JobRunner()
    try:
        bind, port = address()
        prepare()
        server = start_gunicorn(bind, port)
        await_answer(server, bind, port)
        below = sub_path(os.environ.get("PORTAL_SUB_PATH") or "")
        print(f"已经启动：http://{_visible(bind)}:{port}{below}/（按 Ctrl-C 停止）", flush=True)
        if is_empty():
            run_command("setup_code", failed="安装码没有显示出来")
        watch(server, jobs)
    except ToldToStop:
        print("正在停止……", flush=True)
        return 0
    except (CannotServe, DatabaseTrouble, ImproperlyConfigured) as trouble:
        print(trouble, file=sys.stderr, flush=True)
        return 1
    finally:
        for number in STOPPING:
            signal.signal(number, signal.SIG_IGN)
        end(*(child for child in (jobs.process, server) if child))
        database.release()


def _stop(number: int, frame: FrameType | None) -> NoReturn:
    raise ToldToStop


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Put off a signal to stop until the block is through: a half-started server is nobody's.

    Afterwards the signals do again what they did before.
    """
    told: list[int] = []
    before = {
        number: signal.signal(number, lambda number, frame: told.append(number))
        for number in STOPPING
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if told:
        raise ToldToStop


def address() -> tuple[str, int]:
    """Return the address and port to serve on, once it is certain that they are free."""
    text = os.environ.get("PORT") or "8000"
    bind = os.environ.get("PORTAL_BIND") or "0.0.0.0"  # noqa: S104  an office serves its network
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise CannotServe(f"PORT={text} 不是端口号；请写 1 到 65535 之间的数。")
    try:
        _try_to_bind(bind, int(text))
    except PermissionError as error:
        raise CannotServe(
            f"普通用户不能使用端口 {text}；请用 PORT 另选一个 1024 以上的端口，例如 PORT=8000。"
        ) from error
    except OSError as error:
        raise CannotServe(
            f"端口 {text} 已被占用，或 {bind} 不是本机的地址；"
            "请停掉占用它的程序，或用 PORT 另选一个端口，例如 PORT=8080 script/server。"
        ) from error
    return bind, int(text)


def _family(bind: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in bind else socket.AF_INET


def _try_to_bind(bind: str, port: int) -> None:
    with socket.socket(_family(bind)) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((bind, port))
        probe.listen()


def prepare() -> None:
    """Bring database and static files up to date; fill an empty embedded database."""
    hold_data_folder()
    if database.is_embedded():
        print("正在启动数据库……", flush=True)
        with uninterrupted():
            database.ensure_running()
    else:
        check_given_database()
    if (data_folder() / UNFINISHED_RESTORE).exists():
        run_command("restore", "--finish", failed="上次中断的恢复没有收尾")
    print("正在更新数据库结构和静态文件……", flush=True)
    with static_files():
        run_command("migrate", "--no-input", "-v", "0", failed="数据库结构没有更新成功")
    if database.is_embedded() and os.environ.get("PORTAL_DEMO") != "0" and is_empty():
        print("正在装入演示数据……", flush=True)
        run_command("seed_demo", failed="演示数据没有装成")


def hold_data_folder() -> None:
    """Have no backup restored while the portal is served. Raises CannotServe."""
    make_data_folder(data_folder())
    try:
        _held.enter_context(serving(data_folder()))
    except InUse as error:
        raise CannotServe("正在恢复备份；请等它结束，再启动网站。") from error


def run_command(*arguments: str, failed: str) -> None:
    """Run manage.py; `failed` says in Chinese what has not been done. Raises CannotServe."""
    if subprocess.run([*MANAGE, *arguments], cwd=ROOT_DIR, check=False).returncode != 0:
        raise CannotServe(f"{failed}；请看上面的记录，改正后再启动。")


def static_fingerprint() -> str:
    """Return what the collected files follow from: our own, the libraries', how they are kept."""
    own = (path for path in (ROOT_DIR / "static").rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in [
        ROOT_DIR / "requirements.txt",
        ROOT_DIR / "congress" / "settings.py",
        *sorted(own),
    ]:
        digest.update(f"{path.relative_to(ROOT_DIR)} {path.stat().st_size}\n".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@contextmanager
def static_files() -> Iterator[None]:
    """Collect and compress changed static files beside what the block does. Raises CannotServe."""
    stamp, fingerprint = data_folder() / "static" / ".collected", static_fingerprint()
    if stamp.exists() and stamp.read_text() == fingerprint:
        yield
        return
    collecting = subprocess.Popen([*MANAGE, "collectstatic", "--no-input", "-v", "0"], cwd=ROOT_DIR)
    try:
        yield
        if collecting.wait() != 0:
            raise CannotServe("静态文件没有收集成功；请看上面的记录，改正后再启动。")
        stamp.write_text(fingerprint)
    finally:
        if collecting.poll() is None:
            collecting.kill()
            collecting.wait()


def _connect(role: str) -> Connection:
    os.environ["PORTAL_DB_ROLE"] = role
    try:
        settings = database.database_settings(environ.Env())
    finally:
        del os.environ["PORTAL_DB_ROLE"]
    connection = psycopg2.connect(
        host=settings["HOST"] or None,
        port=settings["PORT"] or None,
        dbname=settings["NAME"],
        user=settings["USER"] or None,
        password=settings["PASSWORD"] or None,
        **settings.get("OPTIONS", {}),
    )
    connection.autocommit = True
    return connection


def check_given_database() -> None:
    """Refuse a DATABASE_URL or DATABASE_OWNER_URL that can't be used."""
    try:
        for role in ("app", "owner"):
            with closing(_connect(role)) as connection:
                version = connection.server_version
    except psycopg2.Error as error:
        raise CannotServe(
            f"连不上 DATABASE_URL 指定的数据库（{first_line(error)}）；"
            "请检查地址、用户和密码，并确认数据库已经启动。"
        ) from error
    if version < OLDEST_SERVER:
        raise CannotServe(
            f"DATABASE_URL 指向 PostgreSQL {version // 10000}，版本太旧；请升级到 15 或更高。"
        )


def is_empty() -> bool:
    """Tell whether nobody has an account yet, so that nothing can have been entered."""
    with closing(_connect("owner")) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM accounts_user)")
        row = cursor.fetchone()
        return bool(row and row[0])


def start_gunicorn(bind: str, port: int) -> subprocess.Popen[bytes]:
    """Start gunicorn in a session of its own: Ctrl-C comes to this process alone."""
    host = f"[{bind}]" if ":" in bind else bind
    options = {
        "bind": f"{host}:{port}",
        "workers": os.environ.get("PORTAL_WORKERS") or "2",
        "threads": os.environ.get("PORTAL_THREADS") or "4",
        "timeout": "120",
        "graceful-timeout": "10",
        "log-level": "warning",
    }
    command = [sys.executable, "-m", "gunicorn", "congress.wsgi:application"]
    command += ["--no-control-socket", *(f"--{name}={value}" for name, value in options.items())]
    return start_child(command)


def start_child(command: list[str]) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own; it is told to end when this process is gone."""
    if Path("/usr/bin/setpriv").exists():
        # Even a kill -9 of this process leaves no server behind that holds the port.
        command = ["/usr/bin/setpriv", "--pdeathsig", "TERM", *command]
    return subprocess.Popen(command, cwd=ROOT_DIR, start_new_session=True)


class JobRunner:
    """The process that does the jobs (manage.py run_jobs), started again whenever it dies."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0

    def keep_alive(self) -> None:
        """Start it, or start it again if it is dead, but not over and over."""
        if self.process and self.process.poll() is None:
            return
        if self.process and time.monotonic() - self._started_at < _REVIVE_AFTER:
            return
        if self.process:
            print("后台工作的进程退出了，正在重新启动它……", file=sys.stderr, flush=True)
        with uninterrupted():
            self.process = start_child([*MANAGE, "run_jobs"])
        self._started_at = time.monotonic()


def watch(server: subprocess.Popen[bytes], jobs: JobRunner) -> NoReturn:
    """See that jobs are done as long as the server lives. Raises CannotServe at its end.

    With PORTAL_JOBS=0 somebody else runs ``manage.py run_jobs``.
    """
    does_jobs = os.environ.get("PORTAL_JOBS") != "0"
    while server.poll() is None:
        if does_jobs:
            jobs.keep_alive()
        with suppress(subprocess.TimeoutExpired):
            server.wait(timeout=1)
    raise CannotServe(f"网站进程自己退出了（状态 {server.returncode}）；请看上面的记录。")


def _visible(bind: str) -> str:
    if bind in ("0.0.0.0", "::"):  # noqa: S104
        return "127.0.0.1"
    return f"[{bind}]" if ":" in bind else bind


def await_answer(server: subprocess.Popen[bytes], bind: str, port: int) -> None:
    """Wait until the home page answers. Raises CannotServe when it fails or never comes."""
    deadline = time.monotonic() + _FIRST_ANSWER
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise CannotServe(f"网站没有启动起来（状态 {server.returncode}）；请看上面的记录。")
        status = _home_page_status(_visible(bind).strip("[]"), port)
        if status is not None and status >= 500:
            raise CannotServe(f"网站启动了，但首页出错（HTTP {status}）；请看上面的记录。")
        if status is not None:
            return
        time.sleep(0.1)
    raise CannotServe(f"网站在 {_FIRST_ANSWER} 秒内没有应答；请看上面的记录。")


def _home_page_status(host: str, port: int) -> int | None:
    connection = http.client.HTTPConnection(host, port, timeout=30)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()


def end(*children: subprocess.Popen[bytes]) -> None:
    """Let each finish its answers, or the unit of its job, but not for ever."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(_FAREWELL)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
            child.wait()


if __name__ == "__main__":
    sys.exit(main())
