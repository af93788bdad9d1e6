"""manage.py send_reminders: once a day, say what is due; said twice it says nothing twice."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from congress.common.messaging.daily import daily_round, told
from congress.common.messaging.reminders import remind


class Command(BaseCommand):
    help = "提醒到期的事项、发出排队的邮件、清理一年以前的消息。每天运行一次，多运行也不重复。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="只看要提醒什么，不发出。")
        parser.add_argument(
            "--date", metavar="2026-12-26", help="看这一天要提醒什么，要和 --dry-run 一起用。"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        day = self._day(options)
        if options["dry_run"]:
            said = [*told(remind(day, dry_run=True), "将提醒"), "这是试运行，什么都没有发出。"]
        else:
            said = daily_round(day).sentences()
        self.stdout.write("\n".join(said))

    def _day(self, options: dict[str, Any]) -> dt.date:
        today = timezone.localdate()
        if not options["date"]:
            return today
        try:
            day = dt.date.fromisoformat(options["date"])
        except ValueError as error:
            raise CommandError("--date 请写成 2026-12-26 这样的日期。") from error
        if day != today and not options["dry_run"]:
            raise CommandError(
                "只能发出今天的提醒；漏掉的日子会自动补上，不必指定。"
                "要看别的日子提醒什么，请加 --dry-run。"
            )
        return day
