"""Logging in, one's own password, one's own logins."""

from congress.accounts.views.login import LoginView
from congress.accounts.views.overview import end_login, overview
from congress.accounts.views.password import change_password

__all__ = ["LoginView", "change_password", "end_login", "overview"]
