"""Doing it: one verb a function. Each locks what it changes, checks, writes and records at once."""

from deputies.services.adding import add_task
from deputies.services.decisions import cancel_task, confirm_report, return_report
from deputies.services.generation import GeneratedTasks, generate_liaison_tasks
from deputies.services.reporting import report_task

__all__ = [
    "GeneratedTasks",
    "add_task",
    "cancel_task",
    "confirm_report",
    "generate_liaison_tasks",
    "report_task",
    "return_report",
]
