"""The cookie by which a remembered phone is known, and coming in by card or by it."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from congress.accounts.backends import CARD_BACKEND
from congress.accounts.browsers import browser_label
from congress.accounts.enums import Entry
from congress.accounts.models import RememberedPhone, User
from congress.accounts.policies import mark_entry
from congress.accounts.services.phones import (
    forget_chosen_phones,
    keep_phone,
    phone_of,
    remember_phone,
)

COOKIE = "phone"
# Before the secret of a phone whose owner has logged out, and lets it be remembered.
_RESTING = "~"


def enter_by_phone(request: HttpRequest, *, knocks: bool = False) -> User | None:
    """Log in whoever's remembered phone asks; None where it isn't one.

    After logging out a phone enters only where somebody knocks: at the login page. The form that
    the phone may be sending was made before this login, so its token stays good.
    """
    cookie = request.COOKIES.get(COOKIE, "")
    if not cookie or (cookie.startswith(_RESTING) and not knocks):
        return None
    phone = this_phone(request)
    if phone is None:
        _answer(request, "", None)
        return None
    mark_entry(phone.user, Entry.PHONE)
    _log_in(request, phone.user, phone, keeps_token=True)
    keep_phone(phone)
    _answer(request, cookie.removeprefix(_RESTING), phone)
    return phone.user


def enter_by_card(request: HttpRequest, user: User, *, remember: bool) -> None:
    """Log in whoever used his card and PIN; remember the phone if he wants it."""
    before = this_phone(request)
    mark_entry(user, Entry.CARD)
    browser = browser_label(request.META.get("HTTP_USER_AGENT", ""))
    remembered = remember_phone(user=user, browser=browser) if remember else None
    phone, secret = remembered or (None, "")
    if before is not None:  # the same phone, which has scanned a card again
        RememberedPhone.objects.filter(pk=before.pk).update(revoked_at=timezone.now())
    _log_in(request, user, phone)
    if phone is not None or COOKIE in request.COOKIES:
        _answer(request, secret, phone)


def _log_in(
    request: Any, user: User, phone: RememberedPhone | None, *, keeps_token: bool = False
) -> None:
    token = request.META.get("CSRF_COOKIE")
    request.remembered_phone = phone
    login(request, user, backend=CARD_BACKEND)
    if keeps_token and token:
        request.META["CSRF_COOKIE"] = token


def this_phone(request: HttpRequest) -> RememberedPhone | None:
    """The remembered phone that the request comes from; None where it isn't one."""
    cookie = request.COOKIES.get(COOKIE, "")
    return phone_of(cookie.removeprefix(_RESTING)) if cookie else None


def let_rest(request: HttpRequest) -> None:
    """Its owner logs out and lets it be remembered."""
    phone = this_phone(request)
    if phone is not None:
        _answer(request, _RESTING + request.COOKIES[COOKIE].removeprefix(_RESTING), phone)


def forget_this_phone(request: HttpRequest) -> None:
    """Its owner logs out for good."""
    phone = this_phone(request)
    if phone is not None:
        chosen = RememberedPhone.objects.filter(pk=phone.pk)
        forget_chosen_phones(actor=phone.user, account=phone.user, phones=chosen)
    _answer(request, "", None)


def _answer(request: Any, value: str, phone: RememberedPhone | None) -> None:
    request.phone_answer = (value, phone)


def set_cookie(request: Any, response: HttpResponse) -> HttpResponse:
    """Write what the request found out about the phone into its cookie."""
    value, phone = getattr(request, "phone_answer", (None, None))
    path = reverse("home")
    if value == "":
        response.delete_cookie(COOKIE, path=path, samesite="Lax")
    elif value and phone:
        response.set_cookie(
            COOKIE,
            value,
            expires=phone.expires_at,
            path=path,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE or request.is_secure(),
        )
    return response
