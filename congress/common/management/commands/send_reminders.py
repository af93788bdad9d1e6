"""manage.py send_reminders: once a day, say what is due; said twice it says nothing twice."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from congress.common.messaging.daily import daily_round
from congress.common.messaging.reminders import Round, remind
from congress.common.registry.messages import message_kind_label


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
            self._tell(remind(day, dry_run=True), "将提醒")
            self.stdout.write("这是试运行，什么都没有发出。")
            return
        result = daily_round(day)
        self._tell(result.reminders, "提醒")
        if result.mail_is_on:
            self.stdout.write(
                f"邮件：发出{result.mails.sent}封，没有发出{result.mails.failed}封，"
                f"以后再试{result.mails.postponed}封，不必再发{result.mails.dropped}封。"
            )
        if result.deleted:
            self.stdout.write(f"清理了{result.deleted}条一年以前的消息。")

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

    def _tell(self, found: Round, verb: str) -> None:
        if not found.messages:
            self.stdout.write("没有新的事项要提醒。")
        for slug, number in found.messages.items():
            label = message_kind_label(slug)
            self.stdout.write(f"{label}：{verb}{number}人，共{found.things[slug]}件。")
        if found.settled:
            self.stdout.write(f"{found.settled}件已经办结，不再提醒。")
