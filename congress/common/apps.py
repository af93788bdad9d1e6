import datetime as dt

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import post_migrate


class CommonConfig(AppConfig):
    name = "congress.common"
    label = "common"
    verbose_name = "导入与留痕"

    def ready(self) -> None:
        from congress.common.attachments.tidy import tidy_daily
        from congress.common.audit.own_names import register_names
        from congress.common.backup.daily import back_up_daily
        from congress.common.grants import grant_to_serving_role
        from congress.common.imports.job import ImportJob
        from congress.common.jobs import register_daily, register_job_kind
        from congress.common.jobs.tidying import tidy_jobs
        from congress.common.office_page import daily_problems, imports_waiting, jobs_under_way
        from congress.common.registry import office_checks, office_today
        from congress.common.typed.unsent import forget_old, on_login

        register_names()
        user_logged_in.connect(on_login, dispatch_uid="portal-unsent")
        post_migrate.connect(grant_to_serving_role, sender=self, dispatch_uid="portal-grants")
        office_today.register(imports_waiting)
        office_today.register(jobs_under_way)
        office_checks.register(daily_problems)
        register_job_kind("import", ImportJob)
        register_daily("clear-sessions", forget_old, title="清理过期的登录", at=dt.time(3))
        six_hours = dt.timedelta(hours=6)  # many files, on a slow disk
        register_daily("backup", back_up_daily, title="每日备份", at=dt.time(2), limit=six_hours)
        register_daily("tidy-jobs", tidy_jobs, title="清理过期的结果文件", at=dt.time(3))
        register_daily("tidy-files", tidy_daily, title="清理上传的文件", at=dt.time(3, 30))
        _register_messages()


def _register_messages() -> None:
    from congress.common.jobs import register_daily, register_frequent
    from congress.common.messaging.daily import remind_daily
    from congress.common.messaging.demo import steps
    from congress.common.messaging.office_page import mails_not_sent
    from congress.common.messaging.outbox import flush_outbox, mails_wait
    from congress.common.messaging.views import places
    from congress.common.registry import demo_steps, desk_places, office_checks

    demo_steps.register(steps)
    desk_places.register(places)
    office_checks.register(mails_not_sent)
    register_daily("reminders", remind_daily, title="提醒到期的事项", at=dt.time(7))
    register_frequent("mails", flush_outbox, is_due=mails_wait)
