"""Who may, as far as no app's own nouns are concerned. Composed from roles, a line or two each."""

from typing import Any

from congress.common.roles import BACK_OFFICE, PRESIDIUM_STAFF, Role, has_role


def can_open_back_office(user: Any) -> bool:
    """Whether the admin opens at all."""
    return user.is_active and has_role(user, *BACK_OFFICE)


def can_view_records(user: Any) -> bool:
    """Whether the user may read the congress's records in the back office."""
    return has_role(user, *PRESIDIUM_STAFF, Role.AUDITOR)


def can_edit_records(user: Any) -> bool:
    """Whether the user may enter and correct the congress's records."""
    return has_role(user, *PRESIDIUM_STAFF)


def can_accept_findings(user: Any) -> bool:
    """Whether the user may write down why something a check found stays as it is."""
    return can_edit_records(user)


def can_open_sensitive(user: Any) -> bool:
    """Whether the user may open a phone number, an address or an ID number (recorded)."""
    return has_role(user, *PRESIDIUM_STAFF)


def can_edit_accounts(user: Any) -> bool:
    """Whether the user may make accounts and give roles; giving oneself one is refused apart."""
    return has_role(user, Role.OFFICE, Role.SYSADMIN)


def can_view_security_events(user: Any) -> bool:
    """Whether the user may read who opened or took out what is kept secret."""
    return has_role(user, Role.AUDITOR, Role.SYSADMIN)


def can_view_audit_trail(user: Any) -> bool:
    """Whether the user may search who did what, when and from where, over all records."""
    return can_view_security_events(user)


def can_view_daily_runs(user: Any) -> bool:
    """Whether the user may read what the portal did each day by itself."""
    return can_view_records(user) or has_role(user, Role.SYSADMIN)


def can_view_accounts(user: Any) -> bool:
    """Whether the user may read who has an account and which roles."""
    return can_edit_accounts(user) or has_role(user, Role.AUDITOR)
