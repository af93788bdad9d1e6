"""The task sheet (联系任务单) on paper: what is to be done, with room to write in by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from congress.common.models import with_files
from congress.documents.render import render_document
from congress.township.models import Township
from congress.township.working_days import working_calendar
from deputies.models import LiaisonTask, TaskReport

TITLE = "联系任务单"


@dataclass(frozen=True)
class Sheet:
    """One page: a task, and its last report if there is one."""

    task: LiaisonTask
    report: TaskReport | None


def task_sheets_pdf(tasks: Iterable[LiaisonTask], *, printed_on: dt.date) -> bytes:
    """One sheet a task, each on a page of its own. ``tasks`` come with their relations."""
    rows = list(tasks)
    reports: dict[int, TaskReport] = {}
    found = TaskReport.objects.filter(task__in=rows).prefetch_related(with_files())
    for report in found.order_by("reported_at", "pk"):
        reports[report.task_id] = report
    sheets = [Sheet(task, reports.get(task.pk)) for task in rows]
    context = {
        "sheets": sheets,
        "printed_on": printed_on,
        "township": Township.objects.first(),
        "working_calendar": working_calendar(),
    }
    return render_document("documents/liaison_task_sheet.html", context, title=TITLE)
