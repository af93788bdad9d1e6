"""Which step of a liaison task may follow which. No other code compares states."""

from __future__ import annotations

from django.db import models

from congress.common.exceptions import RuleViolation
from deputies.models import TaskStatus


class TaskStep(models.TextChoices):
    """What can be done to a task."""

    REPORT = "report", "提交办理记录"
    CONFIRM = "confirm", "确认"
    RETURN = "return", "退回"
    CANCEL = "cancel", "取消"


TRANSITIONS: dict[tuple[TaskStatus, TaskStep], TaskStatus] = {
    (TaskStatus.OPEN, TaskStep.REPORT): TaskStatus.REPORTED,
    (TaskStatus.RETURNED, TaskStep.REPORT): TaskStatus.REPORTED,
    (TaskStatus.REPORTED, TaskStep.CONFIRM): TaskStatus.CONFIRMED,
    (TaskStatus.REPORTED, TaskStep.RETURN): TaskStatus.RETURNED,
    (TaskStatus.OPEN, TaskStep.CANCEL): TaskStatus.CANCELLED,
    (TaskStatus.RETURNED, TaskStep.CANCEL): TaskStatus.CANCELLED,
}


def allows(status: str, step: TaskStep) -> bool:
    """Whether ``step`` may be taken from ``status``."""
    return (TaskStatus(status), step) in TRANSITIONS


def next_status(status: str, step: TaskStep) -> TaskStatus:
    """The state after ``step``. Raises RuleViolation when it may not be taken."""
    now = TaskStatus(status)
    if (now, step) not in TRANSITIONS:
        raise RuleViolation(
            f"这项任务现在是“{now.label}”，不能{step.label}。请回到任务页查看最新情况。"
        )
    return TRANSITIONS[now, step]
