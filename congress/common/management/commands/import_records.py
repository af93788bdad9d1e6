"""manage.py import_records KIND FILE: what the back office imports, from the command line."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from congress.common.cells import SheetError
from congress.common.exceptions import RuleViolation
from congress.common.imports.plan import ImportPlan, counts_line
from congress.common.imports.registry import import_kinds
from congress.common.imports.services import import_file

# What the ticks of the previews that are --create-missing here have in common.
_TICK = "一并建立"


class Command(BaseCommand):
    help = (
        "导入表格。有问题的行逐行列出；默认全部正确才写入。"
        "最后一行是 new=… changed=… unchanged=… bad=…；有问题而没有写入时，退出码是 1。"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", help=f"种类：{'、'.join(import_kinds())}")
        parser.add_argument("file", help="表格文件（.xlsx 或 .csv）")
        parser.add_argument("--term", help="第几届；不写就是本届")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--skip-bad-rows", action="store_true", help="只写入没有问题的行")
        parser.add_argument(
            "--create-missing",
            action="store_true",
            help="缺的小组、村（社区）、选区、单位等一并建立",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["kind"] not in import_kinds():
            known = "、".join(import_kinds())
            raise CommandError(f"没有“{options['kind']}”这一种表格。可以导入的有：{known}。")
        chosen = {
            "term": _ordinal(options["term"]),
            "create_missing": options["create_missing"],
        }
        try:
            plan, run = import_file(
                options["kind"],
                options["file"],
                chosen,
                skip_bad=options["skip_bad_rows"],
                dry_run=options["dry_run"],
            )
        except (SheetError, RuleViolation) as error:
            raise CommandError(error.message) from error
        self._report(plan)
        for note in run.options.get("notes", []) if run else []:
            self.stdout.write(note)
        self.stdout.write(counts_line(plan.counts))
        counts = plan.counts
        is_written = run is not None and counts["new"] + counts["changed"] > 0
        if plan.bad_rows and not is_written:
            sys.exit(1)

    def _report(self, plan: ImportPlan) -> None:
        for row in plan.bad_rows:
            self.stdout.write(f"{row.place} {row.reason}")
        if any(_TICK in row.reason for row in plan.bad_rows):
            self.stdout.write(f"用命令导入时，勾选“……{_TICK}”就是加上 --create-missing。")
        for sentence in (*plan.warnings, *plan.notes):
            self.stdout.write(sentence)
        for noun, names in plan.creates.items():
            self.stdout.write(f"新建{noun}{len(names)}个：{'、'.join(names)}")


def _ordinal(given: str | int | None) -> int | None:
    """What --term says. Raises CommandError for anything but 1 to 99."""
    if given is None:
        return None
    if not str(given).isdecimal() or not 1 <= int(given) <= 99:
        raise CommandError(f"--term 后面写第几届，如 --term 19；“{given}”看不懂。")
    return int(given)
