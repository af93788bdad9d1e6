"""Where the files of reports, plans and meetings are seen."""

from typing import Any

from django.urls import reverse

from congress.common.permissions import can_open_back_office
from deputies.models import LiaisonPlan, PresidiumMeeting, TaskReport


def report_address(user: Any, report: TaskReport) -> str:
    """The task's page: in the back office for those who work there, else on the desk."""
    if can_open_back_office(user):
        return reverse("admin:deputies_liaisontask_change", args=[report.task_id])
    return reverse("desk-task", args=[report.task.public_id])


def plan_address(user: Any, plan: LiaisonPlan) -> str:
    """The plan's page in the back office."""
    return reverse("admin:deputies_liaisonplan_change", args=[plan.pk])


def meeting_address(user: Any, meeting: PresidiumMeeting) -> str:
    """The meeting's page in the back office."""
    return reverse("admin:deputies_presidiummeeting_change", args=[meeting.pk])
