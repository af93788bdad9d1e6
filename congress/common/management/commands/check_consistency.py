"""The page 数据核对 on the command line; status 1 when something must be mended."""

import datetime as dt
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from congress.common.consistency import CheckResult, checks_for, open_counts, run_checks
from congress.common.registry import Severity


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"没有这个日期：{text}。请写成2026-05-03。") from error


class Command(BaseCommand):
    help = "核对记录：违反法律或前后矛盾的、需要提醒的。有“必须改正”的问题时，退出码是1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", default="", help="按这一天核对，如2026-05-03；默认今天")

    def handle(self, *args: Any, **options: Any) -> None:
        day = _day(options["on"]) if options["on"] else timezone.localdate()
        results = run_checks(checks_for(None, day))
        for severity in Severity:
            for result in results:
                if result.open and result.check.severity == severity:
                    self._say(result)
        counts = open_counts(results)
        said = "，".join(f"{severity.label}{count}条" for severity, count in counts.items())
        accepted = sum(len(result.accepted) for result in results)
        note = f"，已写明原因的{accepted}条" if accepted else ""
        self.stdout.write(f"核对了{len(results)}项：{said}{note}。")
        if counts[Severity.MUST]:
            sys.exit(1)

    def _say(self, result: CheckResult) -> None:
        check = result.check
        self.stdout.write(f"【{check.severity.label}】{check.part}：{check.title}（{check.basis}）")
        for finding in result.open:
            self.stdout.write(f"  {finding.sentence}")
