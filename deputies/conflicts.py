"""A task that changed while somebody filled in a form about it."""

from __future__ import annotations

from typing import Any

from congress.common.conflicts import Conflict, changes_since, differences, see_again
from deputies.forms import ReportForm
from deputies.models import LiaisonTask
from deputies.workflow import TaskStep, allows


def task_conflict(form: Any, task: LiaisonTask, message: str) -> Conflict:
    """What others did to the task, as it stands now, since the form was opened.

    Where somebody has reported meanwhile, his report stands beside what was typed. The form,
    drawn again, knows the present state.
    """
    seen = form.cleaned_data.get("seen_version")
    changes = changes_since(task, seen) if seen is not None else []
    report = None if allows(task.status, TaskStep.REPORT) else task.reports.first()
    compared = differences(form, report) if report and isinstance(form, ReportForm) else []
    see_again(form, task.version)
    return Conflict(changes, compared, message=message)
