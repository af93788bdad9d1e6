"""manage.py restore FILE: database and files from a backup, all or nothing."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from congress.common.backup.manifest import BackupTrouble, Manifest
from congress.common.backup.report import contents, origin
from congress.common.backup.restoring import is_empty, look_at, restore
from congress.common.backup.swapping import finish_interrupted

_YES = "恢复"


class Command(BaseCommand):
    help = "从备份恢复数据库和文件。先停掉网站；恢复不成时，原来的数据保持不变。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="备份文件")
        parser.add_argument("--check", action="store_true", help="只检查能不能恢复，不改动任何数据")
        parser.add_argument(
            "--replace", action="store_true", help="替换现有的全部数据（会先另存一份备份）"
        )
        parser.add_argument("--yes", action="store_true", help="不再询问")
        parser.add_argument(
            "--use-keys", action="store_true", help="采用备份里的密钥（备份时用了 --with-keys）"
        )
        parser.add_argument(
            "--finish", action="store_true", help="只把上次中断的恢复收尾（启动网站时自动进行）"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._finish()
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        if options["finish"]:
            return
        if options["file"] is None:
            raise CommandError("请写明备份文件，例如 manage.py restore portal-….tar.gz。")
        archive = options["file"].absolute()
        chosen = {"replace": options["replace"], "use_keys": options["use_keys"]}
        try:
            manifest = look_at(archive, **chosen)
            self._describe(manifest, use_keys=options["use_keys"])
            if options["check"]:
                self.stdout.write("检查通过，可以恢复。没有改动任何数据。")
                return
            if not options["yes"]:
                self._ask()
            restore(archive, manifest, **chosen, say=self.stdout.write)
        except BackupTrouble as trouble:
            raise CommandError(str(trouble)) from trouble
        self.stdout.write("恢复完成，逐表逐文件核对一致。所有人都要重新登录。现在可以启动网站了。")

    def _finish(self) -> None:
        finished = finish_interrupted()
        if finished is not None:
            how = "数据库已经恢复，文件也换好了" if finished else "没有恢复成，数据保持原样"
            self.stdout.write(f"上次恢复中断了：{how}。")

    def _describe(self, manifest: Manifest, *, use_keys: bool) -> None:
        self.stdout.write(f"备份完整：{origin(manifest)}，{contents(manifest)}。")
        if not is_empty():
            self.stdout.write("现有的数据会全部被替换；替换之前先另存一份备份。")
        if not manifest.head.has_same_field_key and not use_keys:
            self.stderr.write(
                "注意：本机的 PORTAL_FIELD_KEY 与备份时的不同，备份里加密的电话、住址、身份证号"
                "会打不开。请把原来的 secrets.env 里的 PORTAL_FIELD_KEY 写进本机的 secrets.env。"
            )
        for line in manifest.missing:
            self.stderr.write(f"备份时就有记录、没有文件：{line}")

    def _ask(self) -> None:
        if not sys.stdin.isatty():
            raise CommandError("没有恢复：请加上 --yes 确认。")
        if input(f"要恢复，请输入“{_YES}”：").strip() != _YES:
            raise CommandError("没有恢复，数据保持原样。")
