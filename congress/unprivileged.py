"""The account PostgreSQL runs as: it refuses root, so root lends it a system user of its own."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

SYSTEM_USER = "portal-pg"
# Where root keeps what SYSTEM_USER can't reach elsewhere, for instance below a closed /root.
STORE = Path("/var/lib/portal-pg")


class DatabaseTrouble(Exception):
    """The database can't be used: one Chinese sentence for the person at the console."""


@dataclass(frozen=True)
class Account:
    """Who the server runs as; switch tells whether root has to become that user first."""

    uid: int
    gid: int
    switch: bool

    def run(
        self, *command: str | Path, folder: Path = Path("/")
    ) -> subprocess.CompletedProcess[str]:
        """Run command in folder as this account, its output captured; any status will do."""
        # Nothing of the caller's environment leaks into a server that outlives it.
        environment = {"PATH": os.defpath, "HOME": "/", "LC_ALL": "C.UTF-8"}
        switch = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.switch else {}
        return subprocess.run(
            [str(part) for part in command],
            cwd=folder,
            env=environment,
            umask=0o077,
            start_new_session=True,  # Ctrl-C at the console is not meant for the server
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            **switch,  # type: ignore[call-overload]
        )

    def reaches(self, path: Path) -> bool:
        """Tell whether this account can read a file, or pass through a folder, by its path."""
        need = "-x" if path.is_dir() else "-r"
        return not self.switch or self.run("test", need, path).returncode == 0

    def give(self, path: Path) -> None:
        """Make this account the owner of path."""
        if self.switch:
            os.chown(path, self.uid, self.gid)


def database_account() -> Account:
    """Return the account for the server: the present one, or SYSTEM_USER when that is root."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    entry = _system_user() or _create_system_user()
    return Account(entry.pw_uid, entry.pw_gid, switch=True)


def private_store(account: Account) -> Path:
    """Return STORE, made if need be: only its owner looks in, everyone may pass through."""
    STORE.mkdir(parents=True, exist_ok=True)
    STORE.chmod(0o711)
    if not account.reaches(STORE):
        raise DatabaseTrouble(
            f"数据库用户 {SYSTEM_USER} 进不了 {STORE}；"
            "请放开它上级目录的通行权限，或改用普通用户运行。"
        )
    return STORE


def _system_user() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        return None


def _create_system_user() -> pwd.struct_passwd:
    program = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin")
    if program:
        options = ["--system", "--user-group", "--no-create-home", "--home-dir", str(STORE)]
        command = [program, *options, "--shell", "/usr/sbin/nologin", SYSTEM_USER]
        subprocess.run(command, capture_output=True, check=False)
    # Someone else may have been quicker: what counts is that the user exists now.
    entry = _system_user()
    if entry is None:
        raise DatabaseTrouble(
            f"PostgreSQL 不能以 root 运行，又建不了系统用户 {SYSTEM_USER}；"
            f"请先执行 useradd --system {SYSTEM_USER}，或改用普通用户运行。"
        )
    return entry
