"""Logging in by password or card, one's own logins, phones and secrets."""

from congress.accounts.views.cards import enter_card, show_card
from congress.accounts.views.login import LoginView, LogoutView
from congress.accounts.views.overview import end_login, forget_phone, overview
from congress.accounts.views.password import change_password
from congress.accounts.views.pin import change_pin

__all__ = [
    "LoginView",
    "LogoutView",
    "change_password",
    "change_pin",
    "end_login",
    "enter_card",
    "forget_phone",
    "overview",
    "show_card",
]
