"""manage.py tidy_files: clear up the private files; says what it did."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from congress.common.attachments.limits import size_in_words
from congress.common.attachments.tidy import REMOVED_FOR_DAYS, tidy_files


class Command(BaseCommand):
    help = "清理上传的文件：没有提交的、早已删除的、不属于任何记录的。网站运行时也可以用。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--days",
            type=int,
            default=REMOVED_FOR_DAYS,
            help=f"附件删除多少天以后清除文件本身（默认{REMOVED_FOR_DAYS}天）",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        done = tidy_files(removed_for_days=max(0, options["days"]))
        self.stdout.write(f"上传后没有提交的：清除{done.staged}个。")
        self.stdout.write(
            f"删除满{options['days']}天的附件：清除{done.removed}个的文件，记录保留。"
        )
        self.stdout.write(f"不属于任何记录的文件：清除{done.orphans}个。")
        if done.freed:
            self.stdout.write(f"腾出{size_in_words(done.freed)}。")
        for public_id in done.missing:
            self.stdout.write(f"注意：附件{public_id}的文件不在了，请从备份里找回。")
