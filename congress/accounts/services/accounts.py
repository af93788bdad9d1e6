"""Making accounts, setting passwords for others, unlocking."""

import secrets
from typing import Any

from axes.utils import reset as forget_failed_logins
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction

from congress.accounts.enums import EndCause
from congress.accounts.models import User
from congress.accounts.permissions import can_change_account
from congress.accounts.pins import lock_name
from congress.accounts.services.passwords import store_password
from congress.accounts.services.sessions import end_logins
from congress.common.models import SecurityEventKind
from congress.common.permissions import can_edit_accounts
from congress.common.security import record_event

# No look-alikes: initial passwords are read out or written on a slip of paper.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def readable_password() -> str:
    """Ten random characters that can be read over the telephone."""
    return "".join(secrets.choice(_READABLE) for _ in range(10))


@transaction.atomic
def create_account(
    *, actor: Any, username: str, password: str = "", **fields: Any
) -> tuple[User, str]:
    """A new account and its initial password (random when none is given), to be replaced.

    Raises PermissionDenied, or ValidationError when the password is too weak.
    """
    if not can_edit_accounts(actor):
        raise PermissionDenied
    if password:
        validate_password(password, User(username=username, **fields))
    password = password or readable_password()
    user = User.objects.create_user(username, password, must_change_password=True, **fields)
    _record(actor, user, SecurityEventKind.ACCOUNT_CREATED)
    return user, password


@transaction.atomic
def reset_password(*, actor: Any, account: User, password: str = "") -> str:
    """Set a new password (random when none is given), forget failed logins; returns it.

    Its owner has to replace it when he comes in: it went through somebody else's hands. For one's
    own there is change_own_password.

    Raises PermissionDenied, or ValidationError when the password is too weak.
    """
    if actor.pk == account.pk or not can_change_account(actor, account):
        raise PermissionDenied
    if password:
        validate_password(password, account)
    password = password or readable_password()
    store_password(account, password, must_change=True)
    end_logins(account.login_sessions.all(), EndCause.PASSWORD)
    forget_failed_logins(username=account.username)
    _record(actor, account, SecurityEventKind.PASSWORD_RESET)
    return password


def unlock_account(*, actor: Any, account: User) -> None:
    """Let somebody try again who mistyped the password or the PIN too often."""
    if not can_change_account(actor, account):
        raise PermissionDenied
    forget_failed_logins(username=account.username)
    forget_failed_logins(username=lock_name(account))
    _record(actor, account, SecurityEventKind.UNLOCKED)


@transaction.atomic
def create_account_for_card(*, actor: Any, username: str, display_name: str) -> User:
    """A new account of somebody who comes in by card alone: no password fits it.

    Raises PermissionDenied.
    """
    if not can_edit_accounts(actor):
        raise PermissionDenied
    user = User.objects.create_user(username, None, display_name=display_name)
    _record(actor, user, SecurityEventKind.ACCOUNT_CREATED)
    return user


def _record(actor: Any, account: User, kind: SecurityEventKind) -> None:
    record_event(kind, user=actor, subject=account.label)
