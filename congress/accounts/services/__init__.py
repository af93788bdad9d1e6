"""Doing things with accounts: one verb a function, recorded."""

from congress.accounts.services.accounts import (
    create_account,
    readable_password,
    reset_password,
    unlock_account,
)
from congress.accounts.services.passwords import change_own_password
from congress.accounts.services.sessions import revoke_logins

__all__ = [
    "change_own_password",
    "create_account",
    "readable_password",
    "reset_password",
    "revoke_logins",
    "unlock_account",
]
