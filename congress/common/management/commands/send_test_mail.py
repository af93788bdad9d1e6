"""manage.py send_test_mail ADDRESS: try the mail server out."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from congress.common.exceptions import RuleViolation
from congress.common.messaging.trying import send_test_mail


class Command(BaseCommand):
    help = "发一封测试邮件，看邮件服务器设得对不对。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", metavar="电子邮箱", help="收件人。")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            send_test_mail(options["address"])
        except RuleViolation as violation:
            raise CommandError(violation.message) from violation
        self.stdout.write("邮件服务器收下了测试邮件。几分钟内没有收到，请看看垃圾邮件箱。")
