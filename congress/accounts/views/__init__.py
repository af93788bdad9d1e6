"""Logging in, one's own password."""

from congress.accounts.views.login import LoginView
from congress.accounts.views.password import change_password

__all__ = ["LoginView", "change_password"]
