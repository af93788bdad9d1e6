"""Brings the kinds of the tests into a real runner."""

import datetime as dt
import os

from django.apps import AppConfig


class KindsConfig(AppConfig):
    name = "tests.jobs"
    label = "job_kinds"

    def ready(self) -> None:
        from congress.common.jobs import register_daily
        from tests.jobs.kinds import daily_note, daily_sleep, register

        register()
        if "DAILY_USER" in os.environ:
            register_daily("note", daily_note, title="记一笔", at=dt.time(0))
        if "DAILY_HANGS" in os.environ:
            second = dt.timedelta(seconds=1)
            register_daily("hang", daily_sleep, title="睡着", at=dt.time(0), limit=second)
