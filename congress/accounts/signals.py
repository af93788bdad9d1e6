"""Django announces every login and logout, wherever it happens; here they are written down."""

from typing import Any

from django.http import HttpRequest

from congress.accounts.services.sessions import begin_login, finish_login


def on_login(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    begin_login(request, user)


def on_logout(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:
    if user is not None:
        finish_login(request, user)
