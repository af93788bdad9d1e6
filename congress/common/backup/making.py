"""Making a backup while the portal runs: one snapshot of the rows, then the files."""

import errno
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from congress.common.backup import private_files, tables
from congress.common.backup.manifest import (
    FILES,
    HEAD,
    KEY_NAMES,
    KEYS,
    MANIFEST,
    BackupTrouble,
    Head,
    Manifest,
    TableContent,
    table_member,
    to_json,
)
from congress.common.backup.reading import is_safe_path, verify
from congress.common.backup.writing import ArchiveWriter

_IN_MEMORY = 8 << 20  # bytes of a table; what is more waits on the disk
_PATIENCE = "60s"  # for somebody who changes the tables themselves
_OWN_NAME = re.compile(r"portal-\d{8}-\d{4}(?:-\d+)?\.tar\.gz")


def backup_folder() -> Path:
    """Where backups go when nothing else is said."""
    return Path(settings.DATA_DIR) / "backups"


def new_archive_path(folder: Path, prefix: str = "portal") -> Path:
    """portal-20261124-0630.tar.gz, by the town's clock; -2, … when there is one of the minute."""
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
    path, number = folder / f"{prefix}-{stamp}.tar.gz", 1
    while path.exists():
        number += 1
        path = folder / f"{prefix}-{stamp}-{number}.tar.gz"
    return path


def own_archives(folder: Path) -> list[Path]:
    """The backups in the folder that were named here, the newest first."""
    found = folder.iterdir() if folder.exists() else ()
    own = [path for path in found if _OWN_NAME.fullmatch(path.name)]
    return sorted(own, key=lambda path: path.stat().st_mtime_ns, reverse=True)


def remove_oldest(folder: Path, keep: int) -> list[Path]:
    """Remove all but the newest ``keep`` of the backups that were named here."""
    gone = own_archives(folder)[keep:]
    for path in gone:
        path.unlink()
    return gone


def make_backup(target: Path, *, with_keys: bool = False) -> Manifest:
    """Write the archive and read it back. Raises BackupTrouble."""
    folder = target.parent
    if target.resolve().is_relative_to(private_files.private_root()):
        raise BackupTrouble(f"备份不能写在 {folder} 里：那里的文件本身要备份。请换一个目录。")
    if not folder.exists():
        folder.mkdir(mode=0o700, parents=True)
    with _faults_in_words(folder), ArchiveWriter(target) as writer:
        manifest, named = _write_rows(writer, folder)
        _write_files(writer, manifest, named)
        if with_keys:
            manifest.keys = writer.add(KEYS, _keys())
        writer.add(MANIFEST, to_json(manifest))
        writer.finish(verify)
    return manifest


def fault_in_words(error: OSError, folder: Path) -> str:
    """What the disk said, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{folder} 所在的磁盘满了；请腾出空间，再试一次。"
    return f"{error.strerror}；请检查 {folder} 所在的磁盘。"


@contextmanager
def _faults_in_words(folder: Path) -> Iterator[None]:
    try:
        yield
    except PermissionError as error:
        raise BackupTrouble(f"没有权限：{error.filename}；请换有权限的用户来运行。") from error
    except OSError as error:
        raise BackupTrouble(f"备份没有写成：{fault_in_words(error, folder)}") from error


def _write_rows(writer: ArchiveWriter, folder: Path) -> tuple[Manifest, list[tuple[str, str]]]:
    """Write every table as it was at one moment; with the files that the rows name."""
    migrations = tables.applied_migrations()
    if unknown := tables.unknown_migrations(migrations):
        raise BackupTrouble(f"数据库比程序新（{unknown[0]}）；请先升级程序，再备份。")
    state = tables.state_apps()
    names = tables.portal_tables(state)
    with _one_moment(names) as cursor:
        if tables.applied_migrations() != migrations:
            raise BackupTrouble("数据库刚刚升级过；请再备份一次。")
        made_at = timezone.localtime().isoformat(timespec="seconds")
        head = Head.of_now(made_at, tables.server_version(cursor), migrations)
        writer.add(HEAD, to_json(head))
        manifest = Manifest(head, left_out=[name for name in names if tables.is_left_out(name)])
        for name in names:
            if name not in manifest.left_out:
                manifest.tables[name] = _write_table(writer, cursor, name, folder)
        manifest.sequences = tables.read_sequences(cursor, names)
        return manifest, list(private_files.named_files(state))


@contextmanager
def _one_moment(names: list[str]) -> Iterator[CursorWrapper]:
    """A snapshot of these tables. Nobody who reads or writes waits for it, nor it for them."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute(f"SET LOCAL lock_timeout = '{_PATIENCE}'")
            # Before the snapshot: a table that is made anew meanwhile would look empty in it.
            if names:
                quoted = ", ".join(map(connection.ops.quote_name, names))
                cursor.execute(f"LOCK TABLE {quoted} IN ACCESS SHARE MODE")
            tables.write_values_plainly(cursor)
            yield cursor
    except (OperationalError, ProgrammingError) as error:
        first = str(error).strip().split("\n", 1)[0]
        raise BackupTrouble(f"数据库没有让备份（{first}）；请稍后再试。") from error


def _write_table(
    writer: ArchiveWriter, cursor: CursorWrapper, name: str, folder: Path
) -> TableContent:
    columns = tables.columns_of(cursor, name)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(folder)) as rows:
        content = tables.copy_out(cursor, name, columns, rows)
        rows.seek(0)
        writer.add_stream(table_member(name), content.size, rows)
    return content


def _write_files(writer: ArchiveWriter, manifest: Manifest, named: list[tuple[str, str]]) -> None:
    """The files that there are now. A file is written before its row, so none is too late."""
    for name, path in private_files.stored_files(private_files.private_root()):
        if not is_safe_path(name):
            manifest.missing.append(f"{name!a}（文件名异常，没有备份）")
            continue
        opened = private_files.open_file(path)
        if opened is None:
            continue
        file, found = opened
        with file:
            added = writer.add_stream(f"{FILES}{name}", found.st_size, file, found.st_mtime)
        manifest.files[name] = added.content
        if added.was_short:
            manifest.missing.append(f"{name}（备份时正在改动，内容不全）")
    manifest.missing += sorted(
        f"{name}：{record}" for name, record in named if name not in manifest.files
    )


def _keys() -> bytes:
    values = (settings.SECRET_KEY, settings.FIELD_KEY)
    pairs = zip(KEY_NAMES, values, strict=True)
    return "".join(f"{name}={value}\n" for name, value in pairs).encode()
