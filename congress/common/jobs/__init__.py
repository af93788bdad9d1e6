"""Work that takes longer than a page may (后台工作), and what is done once a day.

A kind of job gives its units and does one of them; the runner (``manage.py run_jobs``, started by
script/server) does them one after the other. A unit's effect and its checkpoint are one
transaction: killed at any moment and started again, a job is done without doing a unit twice.
"""

from congress.common.jobs.daily import DailyTask, daily_tasks, register_daily
from congress.common.jobs.frequent import register_frequent
from congress.common.jobs.kinds import JobKind, JobResult, job_kind, register_job_kind
from congress.common.jobs.services import cancel_job, retry_job, start_job

__all__ = [
    "DailyTask",
    "JobKind",
    "JobResult",
    "cancel_job",
    "daily_tasks",
    "job_kind",
    "register_daily",
    "register_frequent",
    "register_job_kind",
    "retry_job",
    "start_job",
]
