"""manage.py seed_demo: the invented town of 江湾镇, for trying the portal out."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from congress.common.demo import seed
from congress.common.exceptions import RuleViolation


class Command(BaseCommand):
    help = "装入演示乡镇江湾镇（只写入空库；可以重复运行）。"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                context = seed()
        except RuleViolation as violation:
            raise CommandError(violation.message) from violation
        self.stdout.write("演示乡镇“江湾镇”已就绪。人名、地名、数据都是虚构的。")
        for username, purpose in context.logins:
            self.stdout.write(f"  {username:<8} {purpose}")
        if context.password:
            self.stdout.write(f"以上账号的密码都是：{context.password}")
        else:
            self.stdout.write("账号密码未变。要改密码，请设 PORTAL_DEMO_PASSWORD 后再运行一次。")
