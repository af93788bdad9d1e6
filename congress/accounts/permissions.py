"""Who may do what with an account. Composed from roles, a line or two each."""

from typing import Any

from django.utils import timezone

from congress.common.permissions import can_edit_accounts
from congress.common.roles import BACK_OFFICE, Role, has_role

_GUARDIANS = (Role.SYSADMIN, Role.AUDITOR)


def can_change_account(actor: Any, account: Any) -> bool:
    """Whether ``actor`` may correct the account or reset its password.

    The accounts of those who watch over the others are changed by system administrators only:
    whoever sets a password can log in with it.
    """
    if account.is_superuser and not actor.is_superuser:
        return False
    watched = actor.pk != account.pk and _watches(account)
    return can_edit_accounts(actor) and (not watched or has_role(actor, Role.SYSADMIN))


def _watches(account: Any) -> bool:
    """Whether the account watches over the others, or will.

    Also while it is switched off or before its time begins: whoever sets its password today logs
    in with it on the day.
    """
    today = timezone.localdate()
    roles = account.role_assignments.filter(role__in=_GUARDIANS)
    return any(role.ends_on is None or role.ends_on.latest() >= today for role in roles)


def can_change_roles_of(actor: Any, account: Any) -> bool:
    """Whether ``actor`` may give or take the account's roles; never one's own."""
    return can_change_account(actor, account) and actor.pk != account.pk


def can_give_role(actor: Any, role: str) -> bool:
    """Whether ``actor`` may give or take a role: those who watch are named by sysadmins only.

    Otherwise the office would make itself a second account that may do everything.
    """
    return role not in _GUARDIANS or has_role(actor, Role.SYSADMIN)


def can_link_account(actor: Any, account: Any) -> bool:
    """Whether ``actor`` may say that an account is a deputy's: with it go the deputy's roles."""
    return can_edit_accounts(actor) and (actor.pk != account.pk or actor.is_superuser)


def can_issue_card(actor: Any, account: Any) -> bool:
    """Whether ``actor`` may give the account a card or take it back: as with its password.

    Who may do everything never comes in by what can be lost on the way.
    """
    return can_change_account(actor, account) and not account.is_superuser


def can_change_policy(actor: Any, role: str) -> bool:
    """Whether ``actor`` may change the login rules of a role.

    Those of the back office are set by system administrators: nobody makes his own door wider.
    """
    return can_edit_accounts(actor) and (role not in BACK_OFFICE or has_role(actor, Role.SYSADMIN))
