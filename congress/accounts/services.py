"""Doing things with accounts: one verb a function, recorded."""

import secrets
from typing import Any

from axes.utils import reset as forget_failed_logins
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied
from django.db import transaction

from congress.accounts.models import User
from congress.accounts.permissions import can_change_account
from congress.common.models import SecurityEvent, SecurityEventKind
from congress.common.permissions import can_edit_accounts

# No look-alikes: initial passwords are read out or written on a slip of paper.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"


def readable_password() -> str:
    """Ten random characters that can be read over the telephone."""
    return "".join(secrets.choice(_READABLE) for _ in range(10))


@transaction.atomic
def create_account(
    *, actor: Any, username: str, password: str = "", ip: str | None = None, **fields: Any
) -> tuple[User, str]:
    """A new account and its initial password (random when none is given).

    Raises PermissionDenied, or ValidationError when the password is too weak.
    """
    if not can_edit_accounts(actor):
        raise PermissionDenied
    if password:
        validate_password(password, User(username=username, **fields))
    password = password or readable_password()
    user = User.objects.create_user(username, password, **fields)
    _record(actor, user, SecurityEventKind.ACCOUNT_CREATED, ip)
    return user, password


@transaction.atomic
def reset_password(*, actor: Any, account: User, password: str = "", ip: str | None = None) -> str:
    """Set a new password (random when none is given), forget failed logins; returns it.

    Raises PermissionDenied, or ValidationError when the password is too weak.
    """
    if not can_change_account(actor, account):
        raise PermissionDenied
    if password:
        validate_password(password, account)
    password = password or readable_password()
    account.set_password(password)
    account.save(update_fields=["password"])
    forget_failed_logins(username=account.username)
    _record(actor, account, SecurityEventKind.PASSWORD_RESET, ip)
    return password


def unlock_account(*, actor: Any, account: User, ip: str | None = None) -> None:
    """Let somebody try again who mistyped the password too often."""
    if not can_change_account(actor, account):
        raise PermissionDenied
    forget_failed_logins(username=account.username)
    _record(actor, account, SecurityEventKind.UNLOCKED, ip)


def _record(actor: Any, account: User, kind: SecurityEventKind, ip: str | None) -> None:
    SecurityEvent.objects.create(
        kind=kind, user=actor, ip=ip, subject=f"账号{account.username}（{account}）"
    )
