"""Accounts, and how people come in with them."""

from congress.accounts.models.users import User, UserManager

__all__ = ["User", "UserManager"]
