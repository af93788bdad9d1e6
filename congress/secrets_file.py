"""The keys and passwords of one installation, made once and kept beside its data."""

import base64
import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

FILE_NAME = "secrets.env"
ROOT_DIR = Path(__file__).resolve().parent.parent


def _password() -> str:
    return secrets.token_urlsafe(24)


def _field_key() -> str:
    return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode()


_MAKERS: dict[str, Callable[[], str]] = {
    "SECRET_KEY": lambda: secrets.token_urlsafe(48),
    "PORTAL_FIELD_KEY": _field_key,
    "PG_SUPERUSER_PASSWORD": _password,
    "PG_OWNER_PASSWORD": _password,
    "PG_APP_PASSWORD": _password,
}


def data_folder() -> Path:
    """Where this installation keeps everything it may not lose: PORTAL_DATA, else var/."""
    return Path(os.environ.get("PORTAL_DATA") or ROOT_DIR / "var").absolute()


def make_data_folder(data_dir: Path) -> None:
    """Make data_dir; a new one lets other accounts pass through (the database's), not look in."""
    if not data_dir.exists():
        data_dir.mkdir(parents=True, exist_ok=True)
        data_dir.chmod(0o711)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock file at path; the kernel lets go of it when the process dies."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _read(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8").splitlines()
    pairs = (line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    return {name.strip(): value.strip() for name, value in pairs}


def _write(path: Path, values: dict[str, str]) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write("# 本站的密钥和数据库密码。请妥善备份，不要外传：丢失后，加密的内容无法恢复。\n")
        file.writelines(f"{name}={value}\n" for name, value in values.items())
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)


def load_or_create_secrets(data_dir: Path) -> dict[str, str]:
    """Return the secrets of data_dir, making those that are missing (file mode 600)."""
    path = data_dir / FILE_NAME
    known = _read(path)
    if _MAKERS.keys() <= known.keys():
        return known
    make_data_folder(data_dir)
    with locked(data_dir / ".secrets.lock"):
        known = _read(path)
        missing = {name: make() for name, make in _MAKERS.items() if name not in known}
        if missing:
            known |= missing
            _write(path, known)
    return known


def keep_secrets(data_dir: Path, values: dict[str, str]) -> None:
    """Put keys that come from elsewhere, with the data they belong to, in place of the own ones."""
    load_or_create_secrets(data_dir)
    with locked(data_dir / ".secrets.lock"):
        _write(data_dir / FILE_NAME, _read(data_dir / FILE_NAME) | values)
