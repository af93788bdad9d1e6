"""manage.py purge_history: remove history and events that are older than they have to be."""

import datetime as dt
import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError
from django.utils import timezone
from psycopg2.errors import InsufficientPrivilege

from congress.common.audit.purge import SHORTEST_MONTHS, Purge, months_before, purge, what_goes
from congress.common.exceptions import RuleViolation
from congress.common.templatetags.portal import cn_date

_YES = "清理"


class Command(BaseCommand):
    help = (
        "清理过期的留痕（修改历史和安全记录）。六个月以内的从不清理；"
        "现有记录的第一条留痕和到期时的状态总会保留。清理本身会留下一条安全记录。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        when = parser.add_mutually_exclusive_group(required=True)
        when.add_argument("--before", help="清理这一天以前的，如 2024-01-01")
        when.add_argument("--months", help=f"清理多少个月以前的，至少{SHORTEST_MONTHS}")
        parser.add_argument("--check", action="store_true", help="只看会清理多少，不清理")
        parser.add_argument("--yes", action="store_true", help="不再询问")

    def handle(self, *args: Any, **options: Any) -> None:
        before = _day(options["before"]) if options["before"] else _months_ago(options["months"])
        try:
            self._describe(planned := what_goes(before))
            if options["check"] or not planned.total:
                return
            if not options["yes"]:
                self._ask()
            done = purge(before, by=f"服务器账号{getpass.getuser()}")
        except RuleViolation as violation:
            raise CommandError(violation.message) from violation
        except ProgrammingError as error:
            if isinstance(error.__cause__, InsufficientPrivilege):
                raise CommandError(
                    "没有清理：服务用的数据库角色不能删除留痕。"
                    "请设 DATABASE_OWNER_URL，用建表的角色来清理。"
                ) from error
            raise
        self.stdout.write(f"已清理{done.total}条，并在安全记录里留下一条。")

    def _describe(self, planned: Purge) -> None:
        if not planned.total:
            self.stdout.write(f"{cn_date(planned.before)}以前没有可以清理的留痕。")
            return
        self.stdout.write(
            f"{cn_date(planned.before)}以前可以清理{planned.total}条留痕：{planned.in_words}。"
        )
        self.stdout.write("清理以后不能恢复；需要时先备份（manage.py backup）。")

    def _ask(self) -> None:
        if not sys.stdin.isatty():
            raise CommandError("没有清理：请加上 --yes 确认。")
        if input(f"要清理，请输入“{_YES}”：").strip() != _YES:
            raise CommandError("没有清理，留痕保持原样。")


def _day(typed: str) -> dt.date:
    try:
        return dt.date.fromisoformat(typed)
    except ValueError as error:
        raise CommandError(f"看不懂日期“{typed}”，请写成 2024-01-01 的样子。") from error


def _months_ago(typed: str) -> dt.date:
    months = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    if months < SHORTEST_MONTHS:
        raise CommandError(
            f"--months 后面写多少个月，至少{SHORTEST_MONTHS}，最多999；“{typed}”不行。"
        )
    return months_before(timezone.localdate(), months)
