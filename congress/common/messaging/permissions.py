"""Who may read what was told to whom."""

from typing import Any

from congress.common.permissions import can_edit_records
from congress.common.roles import Role, has_role


def can_view_message(user: Any, message: Any) -> bool:
    """Only the person it was written to; agrees with Message.visible_to."""
    return bool(user.is_authenticated and message.recipient_id == user.pk)


def can_view_deliveries(user: Any) -> bool:
    """Whether the user may see which e-mails went out and which didn't, without their words."""
    return can_edit_records(user) or has_role(user, Role.SYSADMIN, Role.AUDITOR)


def can_send_test_mail(user: Any) -> bool:
    """Whether the user may try the mail server out, with a mail to himself."""
    return can_edit_records(user) or has_role(user, Role.SYSADMIN)
