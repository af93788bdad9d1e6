"""Restoring: look at everything first, keep what there is, then change it in one step."""

import os
import secrets
import shutil
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.utils import timezone

from congress.common.backup import private_files, tables
from congress.common.backup.making import (
    backup_folder,
    fault_in_words,
    make_backup,
    new_archive_path,
)
from congress.common.backup.manifest import KEY_NAMES, KEYS, BackupTrouble, Manifest
from congress.common.backup.reading import CHANGED_MEANWHILE, members, verify
from congress.common.backup.rebuilding import rebuild
from congress.common.backup.streams import Measure
from congress.common.backup.swapping import (
    Swap,
    alone,
    settle,
    swap_in,
    write_note,
)
from congress.common.serving import InUse, standing_still

Say = Callable[[str], None]

_SPARE = 64 << 20  # bytes that stay free
_STAGED = ".restore-"
_FAREWELL = 2  # seconds for connections that are just being closed
_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL
"""


def look_at(archive: Path, *, replace: bool, use_keys: bool) -> Manifest:
    """Everything that can be known before anything is touched. Raises BackupTrouble."""
    manifest = verify(archive)
    if newer := tables.unknown_migrations(manifest.head.migrations):
        raise BackupTrouble(
            f"这份备份来自更新的程序（{newer[0]}），本程序认不得；请先升级程序，再恢复。"
        )
    _refuse_to_replace(replace)
    _refuse_without_room(manifest)
    _refuse_odd_keys(manifest, use_keys)
    return manifest


def _refuse_to_replace(replace: bool) -> None:
    if not replace and not is_empty():
        raise BackupTrouble(
            "这里已经有账号或文件。要用备份替换现有的全部数据，请加上 --replace；"
            "替换之前，会先把现有的数据另存一份备份。"
        )


def is_empty() -> bool:
    """Whether nobody has entered anything: there is no account, and no private file."""
    try:
        with transaction.atomic():
            has_accounts = get_user_model()._base_manager.exists()
    except ProgrammingError:  # not even a table
        has_accounts = False
    stored = private_files.stored_files(private_files.private_root())
    return not has_accounts and next(stored, None) is None


def _refuse_without_room(manifest: Manifest) -> None:
    root = private_files.private_root()
    if os.path.ismount(root):
        raise BackupTrouble(
            f"{root} 是一个挂载点，不能整个换掉；请把挂载点设在它的上一级，再恢复。"
        )
    free = shutil.disk_usage(_existing(root)).free
    needed = manifest.file_bytes + _SPARE
    if free < needed:
        raise BackupTrouble(
            f"{root.parent} 所在的磁盘只剩 {free >> 20} MB，恢复文件需要 {needed >> 20} MB；"
            "请先腾出空间。"
        )


def _existing(path: Path) -> Path:
    while not path.exists():
        path = path.parent
    return path


def _refuse_odd_keys(manifest: Manifest, use_keys: bool) -> None:
    if not use_keys:
        return
    if manifest.keys is None:
        raise BackupTrouble("这份备份里没有密钥；请去掉 --use-keys，另行放回 secrets.env。")
    given = [name for name in KEY_NAMES if os.environ.get(name)]
    if given:
        raise BackupTrouble(
            f"运行环境里设了 {'、'.join(given)}，它们优先于 secrets.env；"
            "请去掉这些环境变量再恢复，或去掉 --use-keys。"
        )


def restore(archive: Path, manifest: Manifest, *, replace: bool, use_keys: bool, say: Say) -> None:
    """Put back what ``look_at`` has looked at. Raises BackupTrouble, and then all is as it was."""
    try:
        with standing_still(Path(settings.DATA_DIR)), alone():
            _remove_leftovers()
            _refuse_to_replace(replace)
            _refuse_company()
            if not is_empty():
                kept = new_archive_path(backup_folder(), "before-restore")
                make_backup(kept)
                say(f"现有的数据已另存为 {kept}")
            _restore(archive, manifest, use_keys, say)
    except InUse as error:
        raise BackupTrouble(
            "网站正在运行。请先停掉它（在运行 script/server 的窗口里按 Ctrl-C），再恢复。"
        ) from error
    with suppress(DatabaseError), connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # so that the first pages are as quick as the later ones


def _remove_leftovers() -> None:
    """What a restore had unpacked that was killed before it changed anything."""
    for left in private_files.private_root().parent.glob(f"{_STAGED}*"):
        shutil.rmtree(left, ignore_errors=True)


def _refuse_company() -> None:
    """Whoever else is connected would go on with what is no longer there."""
    deadline = time.monotonic() + _FAREWELL
    while others := _other_connections():
        if time.monotonic() > deadline:
            raise BackupTrouble(
                f"还有{others}个连接在使用这个数据库（网站、后台任务或其他程序）；"
                "请先停掉它们，再恢复。"
            )
        time.sleep(0.2)


def _other_connections() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_OTHERS)
        return int(cursor.fetchone()[0])


def _restore(archive: Path, manifest: Manifest, use_keys: bool, say: Say) -> None:
    swap = _new_swap()
    staged = Path(swap.staged)
    staged.mkdir(mode=0o700)
    try:
        say(f"正在取出{len(manifest.files)}个文件……")
        private_files.unpack_files(archive, manifest, staged / "files")
        if use_keys:
            _unpack_keys(archive, manifest, staged)
        say(f"正在重建数据库，共{manifest.rows}行……")
        rebuild(archive, manifest, marker=swap.marker, before_commit=lambda: write_note(swap))
    except BaseException as error:
        # Whatever happened, and when: the database knows what came of it.
        if settle(swap):
            return
        if isinstance(error, OSError):
            fault = fault_in_words(error, staged.parent)
            raise BackupTrouble(f"没有恢复，数据保持原样：{fault}") from error
        raise
    swap_in(swap)


def _new_swap() -> Swap:
    root = private_files.private_root()
    root.parent.mkdir(parents=True, exist_ok=True)
    marker = secrets.token_hex(8)
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
    return Swap(
        marker=marker,
        staged=str(root.parent / f"{_STAGED}{marker}"),
        root=str(root),
        old=str(root.parent / f"files-before-{stamp}-{marker}"),
    )


def _unpack_keys(archive: Path, manifest: Manifest, staged: Path) -> None:
    for member in members(archive):
        if member.name == KEYS:
            descriptor = os.open(staged / KEYS, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                if member.content(Measure(file)) != manifest.keys:
                    raise BackupTrouble(CHANGED_MEANWHILE)
