"""Who may do what with a work report. States are the workflow's business."""

from typing import Any

from congress.common.permissions import can_edit_records, can_view_records
from congress.common.roles import PRESIDIUM_STAFF, has_role
from congress.documents.models import WorkReport


def can_view_report(user: Any, report: WorkReport) -> bool:
    """Released reports are everybody's; the others are the back office's."""
    return report.is_released or can_view_records(user)


def can_edit_report(user: Any, report: WorkReport | None = None) -> bool:
    """Draft, change and discard; ``report`` is None for a new one."""
    return can_edit_records(user)


def can_finalise_report(user: Any, report: WorkReport) -> bool:
    return has_role(user, *PRESIDIUM_STAFF)


def can_release_report(user: Any, report: WorkReport) -> bool:
    return has_role(user, *PRESIDIUM_STAFF)
