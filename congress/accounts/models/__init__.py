"""Accounts, and how people come in with them."""

from congress.accounts.models.cards import LoginCard, LoginPin, RememberedPhone
from congress.accounts.models.policies import LoginPolicy
from congress.accounts.models.sessions import LoginSession
from congress.accounts.models.users import User, UserManager

__all__ = [
    "LoginCard",
    "LoginPin",
    "LoginPolicy",
    "LoginSession",
    "RememberedPhone",
    "User",
    "UserManager",
]
