"""The cookie by which a remembered phone is known, and coming in by it."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from congress.accounts.enums import Entry
from congress.accounts.models import RememberedPhone, User
from congress.accounts.services.cards import come_in_by, keep_phone, phone_of

COOKIE = "phone"
_BACKEND = "django.contrib.auth.backends.ModelBackend"


def enter_by_phone(request: HttpRequest) -> User | None:
    """Log in whoever's remembered phone asks; None where it isn't one.

    The form that the phone may be sending was made before this login, so its token stays good.
    """
    secret = request.COOKIES.get(COOKIE)
    if not secret:
        return None
    phone = phone_of(secret)
    if phone is None:
        request.forget_phone = True  # type: ignore[attr-defined]
        return None
    user = come_in_by(phone.user, Entry.PHONE)
    _log_in(request, user, phone, keeps_token=True)
    keep_phone(phone, user)
    request.phone_secret = secret  # type: ignore[attr-defined]
    return user


def enter_by_card(request: HttpRequest, user: User, phone: RememberedPhone | None) -> None:
    """Log in whoever used his card and PIN."""
    _log_in(request, come_in_by(user, Entry.CARD), phone)


def _log_in(
    request: Any, user: User, phone: RememberedPhone | None, *, keeps_token: bool = False
) -> None:
    token = request.META.get("CSRF_COOKIE")
    request.remembered_phone = phone
    login(request, user, backend=_BACKEND)
    if keeps_token and token:
        request.META["CSRF_COOKIE"] = token


def set_cookie(request: Any, response: HttpResponse) -> HttpResponse:
    """Write what the request found out about the phone into its cookie."""
    secret, phone = (
        getattr(request, "phone_secret", None),
        getattr(request, "remembered_phone", None),
    )
    path = reverse("home")
    if getattr(request, "forget_phone", False):
        response.delete_cookie(COOKIE, path=path, samesite="Lax")
    elif secret and phone:
        response.set_cookie(
            COOKIE,
            secret,
            expires=phone.expires_at,
            path=path,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return response
