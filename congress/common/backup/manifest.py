"""What an archive says of itself."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any

from django.conf import settings

FORMAT = 1
HEAD, TABLES, FILES, KEYS, MANIFEST = (
    "portal-backup.json",
    "tables/",
    "files/",
    "keys.env",
    "manifest.json",
)
# Names of the keys that can go along; the database's passwords belong to the machine.
KEY_NAMES = ("SECRET_KEY", "PORTAL_FIELD_KEY")


class BackupTrouble(Exception):
    """A backup or a restore can't go on: one Chinese sentence for the person at the console."""


def table_member(table: str) -> str:
    """The name of a table's rows in the archive."""
    return f"{TABLES}{table}.copy"


def fingerprint(key: str) -> str:
    """Tells whether two keys are the same, and nothing else about them."""
    return hashlib.sha256(b"portal key\0" + key.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Content:
    """A member of the archive."""

    size: int
    sha256: str


@dataclass(frozen=True)
class TableContent:
    """A table's rows: COPY text of ``columns``, and what it comes to."""

    columns: list[str]
    rows: int
    size: int
    sha256: str


@dataclass(frozen=True)
class Sequence:
    """Where a column's numbers go on."""

    table: str
    column: str
    value: int
    is_called: bool


@dataclass(frozen=True)
class Head:
    """What can be said before anything is copied."""

    format: int
    made_at: str
    server_version: int
    migrations: list[list[str]]
    field_key: str
    secret_key: str

    @classmethod
    def of_now(cls, made_at: str, server_version: int, migrations: list[list[str]]) -> Head:
        keys = fingerprint(settings.FIELD_KEY), fingerprint(settings.SECRET_KEY)
        return cls(FORMAT, made_at, server_version, migrations, *keys)

    @property
    def has_same_field_key(self) -> bool:
        """Whether this installation opens the encrypted columns."""
        return self.field_key == fingerprint(settings.FIELD_KEY)


@dataclass
class Manifest:
    """Everything that the archive holds. ``missing``: files that rows name and the disk lacked."""

    head: Head
    tables: dict[str, TableContent] = field(default_factory=dict)
    sequences: list[Sequence] = field(default_factory=list)
    files: dict[str, Content] = field(default_factory=dict)
    keys: Content | None = None
    left_out: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def members(self) -> dict[str, Content]:
        """Name, size and checksum of every member but the two that describe the archive."""
        found = {
            table_member(name): Content(table.size, table.sha256)
            for name, table in self.tables.items()
        }
        found |= {f"{FILES}{name}": content for name, content in self.files.items()}
        return found | ({KEYS: self.keys} if self.keys else {})

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())

    @property
    def file_bytes(self) -> int:
        return sum(content.size for content in self.files.values())


def to_json(value: Head | Manifest) -> bytes:
    """As it stands in the archive."""
    return json.dumps(asdict(value), ensure_ascii=False, indent=1).encode()


def head_from(data: bytes) -> Head:
    """Raises BackupTrouble for what is no head, or of a format that is not known here."""
    told = _read(data)
    known = told.get("format") if isinstance(told, dict) else None
    if not isinstance(known, int):
        raise BackupTrouble("这不是本系统的备份文件。")
    if known != FORMAT:
        raise BackupTrouble(f"备份的格式是第{known}版，本程序只认得第{FORMAT}版；请先升级程序。")
    try:
        return Head(**told)
    except TypeError as error:
        raise BackupTrouble("备份的说明看不懂，文件可能被改动过。") from error


def manifest_from(data: bytes) -> Manifest:
    """Raises BackupTrouble for what can't be one."""
    told = _read(data)
    try:
        keys = told["keys"]
        return Manifest(
            head=head_from(json.dumps(told["head"]).encode()),
            tables={name: TableContent(**table) for name, table in told["tables"].items()},
            sequences=[Sequence(**sequence) for sequence in told["sequences"]],
            files={name: Content(**content) for name, content in told["files"].items()},
            keys=Content(**keys) if keys else None,
            left_out=list(told["left_out"]),
            missing=list(told["missing"]),
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise BackupTrouble("备份的清单看不懂，文件可能被改动过。") from error


def _read(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BackupTrouble("备份的清单看不懂，文件可能被改动过。") from error
