"""Logging in, one's own password, one's own logins."""

from congress.accounts.views.cards import card, change_pin, forget_phone
from congress.accounts.views.login import LoginView
from congress.accounts.views.overview import end_login, overview
from congress.accounts.views.password import change_password

__all__ = [
    "LoginView",
    "card",
    "change_password",
    "change_pin",
    "end_login",
    "forget_phone",
    "overview",
]
