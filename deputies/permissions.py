"""Who may: liaison plans and tasks. ``can_view_task`` agrees with LiaisonTask.visible_to."""

from typing import Any

from congress.common.permissions import can_edit_records, can_view_records
from congress.common.roles import Role, has_role
from deputies.models import LiaisonPlan, LiaisonTask, TaskReport
from deputies.workflow import TaskStep, allows

OWN_OFFICE = (
    "这涉及您自己的任职和由此产生的权限，不能由您本人录入或更改。请由另一名有权录入的人员办理。"
)


def can_manage_plan(user: Any) -> bool:
    """Draw up a liaison plan, hand out its tasks, add or cancel one."""
    return can_edit_records(user)


def can_change_office_of(actor: Any, deputy: Any) -> bool:
    """Whether ``actor`` may enter when somebody is a deputy, of the presidium or a group's leader.

    Roles follow from that, and nobody gives himself one: another person enters it. ``actor`` None
    is the system (a command), which only who runs the server can start.
    """
    if actor is None or actor.is_superuser:
        return True
    return bool(deputy.user_id is None or deputy.user_id != actor.pk)


def can_view_meeting(user: Any, meeting: Any = None) -> bool:
    """Read what the presidium decided at a meeting, with its files."""
    return can_view_records(user)


def can_change_meeting(user: Any, meeting: Any = None) -> bool:
    """Enter a meeting of the presidium, add its files or take them away."""
    return can_edit_records(user)


def can_change_plan_files(user: Any, plan: LiaisonPlan) -> bool:
    """Add the plan as it was issued, on paper and stamped, or take a file away."""
    return can_manage_plan(user)


def can_view_plan(user: Any, plan: LiaisonPlan) -> bool:
    """The back office reads the plans."""
    return can_view_records(user)


def can_view_task(user: Any, task: LiaisonTask) -> bool:
    """The back office reads all; a deputy what is to be done by or with him."""
    return can_view_records(user) or _takes_part(user, task)


def can_report_task(user: Any, task: LiaisonTask) -> bool:
    """Say what was done: the assignee while in office, or the office on his behalf."""
    own = is_own_task(user, task) and has_role(user, Role.DEPUTY)
    return own or can_report_on_behalf(user)


def can_view_report(user: Any, report: TaskReport) -> bool:
    """Read what was handed in for a task, with its files."""
    return can_view_task(user, report.task)


def can_change_report_files(user: Any, report: TaskReport) -> bool:
    """Add files to a report or remove some, until it is confirmed or sent back."""
    waits = report.is_accepted is None and allows(report.task.status, TaskStep.CONFIRM)
    return waits and can_report_task(user, report.task)


def can_report_on_behalf(user: Any) -> bool:
    """Enter what others report on paper or by telephone."""
    return has_role(user, Role.OFFICE)


def can_decide_task(user: Any) -> bool:
    """Confirm what was reported, or send it back (office, chair, vice chair)."""
    return can_edit_records(user)


def is_own_task(user: Any, task: LiaisonTask) -> bool:
    """Whether the user is the one who is to do it."""
    return user.is_authenticated and task.assignee.user_id == user.pk


def _takes_part(user: Any, task: LiaisonTask) -> bool:
    if not user.is_authenticated:
        return False
    people = (task.assignee, task.member, task.deputy)
    return any(person and person.user_id == user.pk for person in people)
