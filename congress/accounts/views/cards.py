"""Coming in by card or link: whose it is, the PIN, the desk.

Opening the page changes nothing: messengers and search engines look at addresses before people.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.signals import user_login_failed
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from congress.accounts.codes import digest, read_code
from congress.accounts.forms import CodeForm, NewPinForm, PinForm
from congress.accounts.models import LoginCard, LoginPin, User
from congress.accounts.phones import enter_by_card, this_phone
from congress.accounts.pins import UNKNOWN_CARD, lock_name
from congress.accounts.policies import limits_by_card
from congress.accounts.services.cards import choose_first_pin, good_card, has_pin, use_card
from congress.accounts.views.login import first_page
from congress.common.exceptions import RuleViolation
from congress.common.masking import mask_name

View = Callable[..., HttpResponse]


def discreet(view: View) -> View:
    """The address is half of the secret: kept by no cache, told to nobody, found by none.

    (A proxy before the portal writes down where a request came from: only the host is told.
    "no-referrer" would hide that too, and the form would come from nowhere.)
    """

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return never_cache(answered)


@discreet
@require_safe
def show_card(request: HttpRequest, code: str) -> HttpResponse:
    """What the QR code leads to: whose card it is, and the box for the PIN."""
    code = read_code(code)
    try:
        card = good_card(code)
    except RuleViolation as error:
        context = {"trouble": error.message}
        return render(request, "accounts/card_refused.html", context, status=404)
    if _is_in_as(request, card.user):
        return redirect("login")
    return _card_page(request, card, code)


@discreet
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def enter_card(request: HttpRequest) -> HttpResponse:
    """Take a typed code, then the PIN. The code travels in the form: addresses get into logs."""
    if request.method != "POST":
        return render(request, "accounts/card_code.html", {"form": CodeForm()})
    code = read_code(request.POST.get("code", ""))
    try:
        card = good_card(code)
    except RuleViolation as error:
        form = CodeForm(request.POST)
        form.add_error("code", error.message)
        _count_try(request, UNKNOWN_CARD + digest(code)[:16])
        return render(request, "accounts/card_code.html", {"form": form})
    if not {"pin", "new_pin"} & set(request.POST):
        return _card_page(request, card, code)
    return (_with_pin if has_pin(card.user) else _with_new_pin)(request, card, code)


def _with_pin(request: HttpRequest, card: LoginCard, code: str) -> HttpResponse:
    form = PinForm(request.POST)
    if form.is_valid() and try_pin(request, card.user, form, "pin"):
        return _come_in(request, card, code, form)
    return _card_page(request, card, code, form)


def try_pin(request: HttpRequest, account: User, form: forms.Form, box: str) -> bool:
    """Compare the PIN in a box of the form; a wrong one is counted and said there."""
    with transaction.atomic():
        # One after the other: many at once would all be compared before the first is counted.
        LoginPin.objects.select_for_update().filter(user=account).first()
        found = authenticate(
            request,
            username=lock_name(account),
            account=account,
            card_password=form.cleaned_data[box],
        )
    if found is None:
        failed = getattr(request, "axes_failures_since_start", None) or 0  # None while locked
        left = settings.AXES_FAILURE_LIMIT - failed
        form.add_error(box, f"口令不对，请重新输入。再错{left}次就要等一会儿才能再试。")
    return found is not None


def _with_new_pin(request: HttpRequest, card: LoginCard, code: str) -> HttpResponse:
    form = NewPinForm(request.POST)
    if not form.is_valid() or _is_locked(request, lock_name(card.user)):
        return _card_page(request, card, code, form)
    try:
        choose_first_pin(account=card.user, pin=form.cleaned_data["new_pin"])
    except RuleViolation as error:
        return _card_page(request, card, code, said=error.message)
    return _come_in(request, card, code, form)


def _come_in(request: HttpRequest, card: LoginCard, code: str, form: Any) -> HttpResponse:
    try:
        use_card(card)
    except RuleViolation as error:
        return _card_page(request, card, code, form, said=error.message)
    enter_by_card(request, card.user, remember=form.cleaned_data["remember"])
    return redirect(first_page(card.user))


def _card_page(
    request: HttpRequest, card: LoginCard, code: str, form: Any = None, said: str = ""
) -> HttpResponse:
    if form is None:
        form = PinForm() if has_pin(card.user) else NewPinForm()
    days = limits_by_card(card.user).remember.days
    if not days:
        del form.fields["remember"]
    context = {
        "name": mask_name(str(card.user)),
        "code": code,
        "form": form,
        "said": said,
        "is_new": isinstance(form, NewPinForm),
        "days": days,
    }
    return render(request, "accounts/card.html", context)


def _is_in_as(request: HttpRequest, owner: User) -> bool:
    """Whether the card's owner is in already on this phone, or needs only to knock."""
    if request.user.is_authenticated:
        return request.user.pk == owner.pk
    phone = this_phone(request)
    return phone is not None and phone.user_id == owner.pk


def _count_try(request: HttpRequest, name: str) -> None:
    """An address that goes through codes is locked like one that goes through passwords."""
    if not _is_locked(request, name):
        user_login_failed.send(__name__, credentials={"username": name}, request=request)


def _is_locked(request: HttpRequest, name: str) -> bool:
    """Whether too many tries came before; the page of django-axes is then the answer."""
    is_locked = not AxesProxyHandler.is_allowed(request, {"username": name})
    if is_locked:
        request.axes_locked_out = True  # type: ignore[attr-defined]
    return is_locked
