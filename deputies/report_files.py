"""Where the files of a report are seen."""

from typing import Any

from django.urls import reverse

from congress.common.permissions import can_open_back_office
from deputies.models import TaskReport


def report_address(user: Any, report: TaskReport) -> str:
    """The task's page: in the back office for those who work there, else on the desk."""
    if can_open_back_office(user):
        return reverse("admin:deputies_liaisontask_change", args=[report.task_id])
    return reverse("desk-task", args=[report.task.public_id])
