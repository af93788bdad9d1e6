"""manage.py backup: database and private files in one archive, while the portal runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from congress.common.backup.making import (
    backup_folder,
    make_backup,
    new_archive_path,
    remove_oldest,
)
from congress.common.backup.manifest import BackupTrouble
from congress.common.backup.report import contents, size_in_words
from congress.common.backup.swapping import finish_interrupted


class Command(BaseCommand):
    help = "把数据库和文件备份成一个文件。网站可以照常运行。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--output", type=Path, help="写到哪个文件或目录；不写就是数据目录下的 backups"
        )
        parser.add_argument("--keep", type=int, help="只保留最新的几份（只删除自动命名的备份）")
        parser.add_argument(
            "--with-keys",
            action="store_true",
            help="连同密钥一起备份；这样的备份谁拿到都能打开加密的内容，务必妥善保管",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        keep = options["keep"]
        if keep is not None and keep < 1:
            raise CommandError("--keep 至少是1。")
        target = options["output"] or backup_folder()
        if target.is_dir() or not target.suffix:
            target = new_archive_path(target)
        try:
            finish_interrupted()
            manifest = make_backup(target.absolute(), with_keys=options["with_keys"])
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        size = size_in_words(target.stat().st_size)
        self.stdout.write(f"已备份到 {target}（{size}）：{contents(manifest)}。")
        for line in manifest.missing:
            self.stderr.write(f"有记录、没有文件：{line}")
        for path in remove_oldest(target.parent, keep) if keep else ():
            self.stdout.write(f"已删除旧备份 {path.name}")
        if not options["with_keys"]:
            self.stdout.write("密钥不在备份里，请另外保管数据目录下的 secrets.env。")
