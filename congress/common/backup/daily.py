"""The backup of every day, as far as the town leaves it to the portal (PORTAL_BACKUP_KEEP)."""

import datetime as dt
import shutil
from pathlib import Path

from django.conf import settings

from congress.common.backup.making import (
    backup_folder,
    make_backup,
    new_archive_path,
    own_archives,
    remove_oldest,
)
from congress.common.backup.manifest import BackupTrouble
from congress.common.backup.report import contents
from congress.common.exceptions import RuleViolation

_SPARE = 256 << 20  # bytes: a full disk would stop the database that lies on it


def back_up_daily(day: dt.date) -> str:
    """Make the day's backup and remove the oldest; says what came of it. Raises RuleViolation."""
    keep = settings.BACKUP_KEEP
    if not keep:
        return "没有开启每日备份（PORTAL_BACKUP_KEEP 是0）。"
    folder = backup_folder()
    _refuse_without_room(folder)
    target = new_archive_path(folder)
    try:
        manifest = make_backup(target)
    except BackupTrouble as trouble:
        raise RuleViolation(str(trouble)) from trouble
    remove_oldest(folder, keep)
    missing = f"有{len(manifest.missing)}个文件找不到。" if manifest.missing else ""
    return f"已备份到 {target.name}：{contents(manifest)}。{missing}"


def _refuse_without_room(folder: Path) -> None:
    """Raises RuleViolation unless one more of the last one's size leaves room to work."""
    archives = own_archives(folder)
    if not archives:
        return
    needed = archives[0].stat().st_size * 3 // 2 + _SPARE
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise RuleViolation(
            f"{folder} 所在的磁盘只剩{free >> 20} MB，没有备份。"
            "请腾出空间，或减少保留的份数（PORTAL_BACKUP_KEEP）。"
        )
