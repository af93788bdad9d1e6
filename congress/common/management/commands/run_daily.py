"""manage.py run_daily: what is done once a day, by hand or by cron where no runner works."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from congress.common.jobs.daily import DailyTask, daily_tasks, run_daily_task


class Command(BaseCommand):
    help = "做今天的每日工作；今天已经做过的不再做。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", help="只做这几项（默认全部）")

    def handle(self, *args: Any, **options: Any) -> None:
        known = {task.name: task for task in daily_tasks()}
        unknown = [name for name in options["names"] if name not in known]
        if unknown:
            raise CommandError(f"没有这项每日工作：{'、'.join(unknown)}。有：{'、'.join(known)}。")
        chosen = options["names"] or list(known)
        said = [self._run(known[name]) for name in chosen]
        if not all(said):
            raise CommandError("有的每日工作没有做成，原因见上。")

    def _run(self, task: DailyTask) -> bool:
        run = run_daily_task(task)
        if run is None:
            self.stdout.write(f"{task.title}：另一个程序正在做。")
        elif run.problem:
            self.stderr.write(f"{task.title}：没有做成。{run.problem}")
        else:
            self.stdout.write(f"{task.title}：完成。{run.message}")
        return run is None or not run.problem
