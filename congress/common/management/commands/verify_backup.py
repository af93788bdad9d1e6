"""manage.py verify_backup FILE: whether a backup is whole. Needs no database."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from congress.common.backup.manifest import BackupTrouble
from congress.common.backup.reading import verify
from congress.common.backup.report import contents, origin


class Command(BaseCommand):
    help = "核对备份文件是否完整，不需要数据库。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="备份文件")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            manifest = verify(options["file"])
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write(f"备份完整：{origin(manifest)}，{contents(manifest)}。")
        for line in manifest.missing:
            self.stdout.write(f"备份时有记录、没有文件：{line}")
