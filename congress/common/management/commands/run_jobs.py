"""manage.py run_jobs: do the jobs and the daily tasks until told to stop."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from congress.common.jobs.runner import Runner
from congress.common.serving import InUse, serving


class Command(BaseCommand):
    help = "做后台工作和每日工作，直到收到停止的信号。script/server 会自己启动它。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--workers", type=int, help="同时做几件，默认按 PORTAL_JOB_WORKERS")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with serving(settings.DATA_DIR):
                Runner(options["workers"]).run()
        except InUse as error:
            raise CommandError("正在恢复备份；请等它结束，再启动。") from error
