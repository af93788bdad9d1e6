"""Catches forms that come after the login has run out, on their way to the login page."""

from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.html import format_html

from congress.common.typed import unsent
from congress.common.typed.origin import is_trusted
from congress.common.typed.reading import typed_text

_NEW_PASSWORD = "password-change"  # noqa: S105  the name of a page


class UnsentMiddleware:
    """Keeps what was typed, and leads to it after the login, however that is done.

    It stands inside sessions, users and messages, and outside what sends people elsewhere.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code >= 500:  # perhaps not even the user can be asked for
            return response
        known = request.user.is_authenticated
        if request.method == "POST":
            if known and unsent.forget(request, request.get_full_path()):
                _tell_of_others(request)
            response = _after_post(request, response)
        if known:
            unsent.remember_writer(request, response, request.user)
        return response


def _after_post(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    if response.status_code not in (302, 303):
        return response
    if hasattr(request, "has_logged_in"):
        found = unsent.is_kept(request)
        return HttpResponseRedirect(reverse("unsent")) if found else response
    goes_to = urlsplit(response["Location"]).path
    doors = (resolve_url(settings.LOGIN_URL), reverse("admin:login"))
    if goes_to in doors and not request.user.is_authenticated:
        return _for_login(request, response)
    if goes_to == reverse(_NEW_PASSWORD) != request.path and request.user.is_authenticated:
        return _for_new_password(request, response)
    return response


def _for_login(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Keep it until the next login; where it is too long for that, give it back at once."""
    writer = unsent.writer_of(request)
    if not writer or not is_trusted(request) or not _is_page(request):
        return response
    sent, typed = unsent.Unsent.of(request), typed_text(request)
    if sent.is_too_long:
        shown = render(request, "login_expired.html", {"typed": typed, "files": sent.files})
        shown["Cache-Control"] = "private, no-store"
        return shown
    if typed:
        unsent.keep(request, sent, writer)
        messages.warning(
            request, "登录已经过期，刚才填写的内容没有提交，但还保留着。登录以后可以继续提交。"
        )
    return response


def _for_new_password(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Somebody has to choose a new password first."""
    sent, user = unsent.Unsent.of(request), cast("Any", request.user)
    if not is_trusted(request) or sent.is_too_long or not typed_text(request):
        return response
    unsent.keep(request, sent, user.public_id)
    way_back = urlencode({"next": reverse("unsent")})
    return HttpResponseRedirect(f"{reverse(_NEW_PASSWORD)}?{way_back}")


def _tell_of_others(request: HttpRequest) -> None:
    """Of several forms one has been sent: lead to the rest."""
    if unsent.is_kept(request):
        link = '还有填写过的内容没有提交。<a href="{}">看一看</a>'
        messages.info(request, format_html(link, reverse("unsent")))


def _is_page(request: HttpRequest) -> bool:
    """Whether the answer is shown to a person, and not to a script."""
    return request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
