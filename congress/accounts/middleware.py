"""What stands between having logged in and the pages."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils.functional import SimpleLazyObject

from congress.accounts.enums import Entry
from congress.accounts.password_rules import needs_new_password
from congress.accounts.phones import enter_by_phone, set_cookie
from congress.accounts.services.sessions import keep_login, note_end

# Where somebody may go who has to choose a password first: there, out, and to larger text.
_OPEN = {"password-change", "logout", "text-size"}


class LoginMiddleware:
    """Whether the login of a request still counts: not ended, not idle too long, not too old.

    One that doesn't makes the user a visitor and nothing else: pages that need a login ask for
    it as they ask any visitor. Looked at when the first one asks who the user is.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _present(request))  # type: ignore[assignment]
        return set_cookie(request, self.get_response(request))


def _present(request: HttpRequest) -> Any:
    """The user, as long as his login counts; else whose remembered phone it is."""
    user: Any = get_user(request)
    if user.is_authenticated and keep_login(request, user):
        return user
    if (known := enter_by_phone(request)) is not None:
        return known
    if not user.is_authenticated:
        note_end(request)
    return AnonymousUser()


class NewPasswordMiddleware:
    """Leads to the page for a new password while the present one must be replaced."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _must_choose(request.user) and not _is_open(request):
            way_back = request.get_full_path() if request.method == "GET" else ""
            query = f"?{urlencode({'next': way_back})}" if way_back else ""
            return HttpResponseRedirect(reverse("password-change") + query)
        return self.get_response(request)


def _must_choose(user: Any) -> bool:
    """Only for who came in by the password: others may not even know theirs."""
    if not user.is_authenticated or user.entered_by != Entry.PASSWORD:
        return False
    return needs_new_password(user)


def _is_open(request: HttpRequest) -> bool:
    try:
        return resolve(request.path_info).view_name in _OPEN
    except Resolver404:
        return False
