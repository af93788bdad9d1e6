"""Brings the kinds of the tests into a real runner."""

import datetime as dt
import os

from django.apps import AppConfig


class KindsConfig(AppConfig):
    name = "tests.jobs"
    label = "job_kinds"

    def ready(self) -> None:
        from congress.common.jobs import register_daily
        from tests.jobs.kinds import daily_note, register

        register()
        if "DAILY_USER" in os.environ:
            register_daily("note", daily_note, title="记一笔", at=dt.time(0))
