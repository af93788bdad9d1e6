"""The back office's first page: what to do today, what to look at, how far the year is."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from congress.common.consistency import checks_for, open_counts, run_checks
from congress.common.messaging.unread import unread_messages
from congress.common.models import DailyRun, ImportRun, ImportStatus, Job, JobStatus, Message
from congress.common.permissions import can_edit_records, can_view_records
from congress.common.registry import (
    OfficeLine,
    Severity,
    first_steps,
    office_checks,
    office_today,
    office_year,
)

MESSAGES_SHOWN = 3
_MOST_TITLES = 4
# A job that broke down stays on the first page so long, unless it is done meanwhile.
_FAILED_DAYS = 7


def office_page(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Fill the first page's context from the registries; empty for those who read no records."""
    today = timezone.localdate()
    context["today"] = today
    context["unread_count"] = unread_messages(request)
    if context["unread_count"]:
        own = Message.objects.visible_to(request.user)
        context["unread_messages"] = own.unread()[:MESSAGES_SHOWN]
    if not can_view_records(request.user):
        return context
    steps = first_steps.collect() if can_edit_records(request.user) else []
    lines = [line for line in office_today.collect(today) if line.may(request.user)]
    checks = [*check_lines(request.user, today), *office_checks.collect(today)]
    return {
        **context,
        "shows_records": True,
        "steps": [] if all(step.is_done for step in steps) else steps,
        "is_new": bool(steps) and not any(step.is_done for step in steps[1:]),
        "lines": lines,
        "waiting": [line for line in lines if line.count],
        "checks": [line for line in checks if line.count],
        "year": today.year,
        "quarter": (today.month - 1) // 3 + 1,
        "year_rows": office_year.collect(today),
    }


def check_lines(user: Any, day: dt.date) -> list[OfficeLine]:
    """How many findings are open, by severity, with the names of some of the checks."""
    results = [result for result in run_checks(checks_for(user, day)) if result.open]
    lines = []
    for order, (severity, count) in enumerate(open_counts(results).items()):
        titles = [r.check.title for r in results if r.check.severity == severity]
        url = f"{reverse('admin:consistency')}#{severity.value}"
        tone = "late" if severity == Severity.MUST else "check"
        note = "；".join(titles[:_MOST_TITLES]) + ("等" if len(titles) > _MOST_TITLES else "")
        lines.append(OfficeLine(order, severity.label, count, url, "条", tone, note))
    return lines


def list_address(name: str, query: str = "", **kwargs: str) -> str:
    """The address of an admin page with a query; "" while there is no such page."""
    try:
        address = reverse(f"admin:{name}", kwargs=kwargs)
    except NoReverseMatch:
        return ""
    return f"{address}?{query}" if query else address


def imports_waiting(day: Any) -> list[OfficeLine]:
    """Spreadsheets that were uploaded and not yet decided on."""
    waiting = ImportRun.objects.filter(status=ImportStatus.PREVIEW).count()
    url = list_address("common_importrun_changelist", "status__exact=preview")
    return [OfficeLine(40, "导入待确认", waiting, url, "件")]


def jobs_under_way(day: dt.date) -> list[OfficeLine]:
    """Work in the background: what is being done, and what of the last week broke down."""
    active = Job.objects.active().count()
    since = timezone.now() - dt.timedelta(days=_FAILED_DAYS)
    failed = Job.objects.failed().filter(finished_at__gte=since).count()
    name, states = "common_job_changelist", ",".join(JobStatus.active())
    active_url = list_address(name, f"status__in={states}")
    failed_url = list_address(name, f"status__exact={JobStatus.FAILED}")
    lines = [
        OfficeLine(45, "后台工作正在处理", active, active_url, "件"),
        OfficeLine(46, "后台工作没有做完", failed, failed_url, "件", "late"),
    ]
    return [line for line in lines if line.count]


def daily_problems(day: dt.date) -> list[OfficeLine]:
    """Daily tasks that failed yesterday or today."""
    rows = DailyRun.objects.filter(day__gte=day - dt.timedelta(days=1), finished_at=None)
    count = rows.exclude(problem="").count()
    url = list_address("common_dailyrun_changelist")
    return [OfficeLine(90, "每日工作没有做成", count, url, "次", "check")]
