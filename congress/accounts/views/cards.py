"""A card or a one-time link is opened: choose a PIN or enter it, then the desk."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from congress.accounts.browsers import browser_label
from congress.accounts.models import LoginCard
from congress.accounts.phones import enter_by_card
from congress.accounts.pins import LENGTH
from congress.accounts.services import cards
from congress.accounts.views.login import first_page
from congress.common.exceptions import RuleViolation


def _pin_field(label: str, *, is_new: bool, **kwargs: Any) -> forms.CharField:
    attrs = {
        "inputmode": "numeric",
        "autocomplete": "new-password" if is_new else "current-password",
        "class": "pin",
    }
    return forms.CharField(
        label=label,
        max_length=20,
        widget=forms.PasswordInput(attrs=attrs),
        error_messages={"required": f"请填写{label}。"},
        **kwargs,
    )


class PinForm(forms.Form):
    """The PIN of who has one."""

    pin = _pin_field("口令", is_new=False)


class NewPinForm(forms.Form):
    """A PIN, twice."""

    pin = _pin_field(
        "设一个口令",
        is_new=True,
        help_text=f"{LENGTH}位数字，您记得住、别人猜不到的，不要用生日。",
    )
    again = _pin_field("再写一遍", is_new=True)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "pin" in cleaned and "again" in cleaned and cleaned["pin"] != cleaned["again"]:
            self.add_error("again", "两次写的不一样。请重新写。")
        return cleaned


class OwnPinForm(NewPinForm):
    """The present PIN once, the new one twice."""

    field_order = ("old", "pin", "again")
    old = _pin_field("现在的口令", is_new=False)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, token: str) -> HttpResponse:
    """GET changes nothing: WeChat opens what it is sent before anybody taps it."""
    found = cards.usable_card(token)
    if found is None:
        return _private(render(request, "accounts/card_gone.html", status=404))
    is_new = cards.needs_new_pin(found)
    form_class = NewPinForm if is_new else PinForm
    form = form_class(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            _try(found, form.cleaned_data["pin"], is_new=is_new)
        except RuleViolation as why:
            form.add_error("pin", why.message)
        else:
            _let_in(request, found)
            return _private(redirect(first_page(request.user)))
    context = {"form": form, "is_new": is_new, "name": masked_name(str(found.user))}
    return _private(render(request, "accounts/card.html", context))


def _try(found: LoginCard, pin: str, *, is_new: bool) -> None:
    (cards.choose_first_pin if is_new else cards.check_pin)(card=found, pin=pin)


def _let_in(request: Any, found: LoginCard) -> None:
    user = cards.come_in_by(found.user, cards.Entry.CARD)
    browser = browser_label(request.META.get("HTTP_USER_AGENT", ""))
    remembered = cards.remember_phone(user=user, browser=browser)
    phone = None
    if remembered is not None:
        phone, request.phone_secret = remembered
    enter_by_card(request, user, phone)


def masked_name(name: str) -> str:
    """胡*波: whose card it is, for its owner; no more for who found it."""
    if len(name) <= 2:
        return f"{name[:1]}*"
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def _private(response: HttpResponse) -> HttpResponse:
    """The address is a secret: no other site is told where the reader came from.

    ("no-referrer" would hide it from the portal too, and the form would come from nowhere.)
    """
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


@require_POST
@login_required
def forget_phone(request: HttpRequest) -> HttpResponse:
    """One of my remembered phones (``phone``: its public id) has to scan the card again."""
    user: Any = request.user
    phone = get_object_or_404(user.phones.known(), public_id=request.POST.get("phone", ""))
    cards.forget_phone(actor=user, phone=phone)
    messages.success(request, f"已忘记{phone}。下次要在那部手机上登录，请再扫履职卡。")
    return redirect("account")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_pin(request: HttpRequest) -> HttpResponse:
    """A new PIN for who knows the present one."""
    user: Any = request.user
    held = user.login_cards.usable().first()
    if held is None or cards.needs_new_pin(held):
        messages.info(request, "您还没有履职卡的口令。第一次扫卡时设置。")
        return redirect("account")
    form = OwnPinForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            cards.check_pin(card=held, pin=form.cleaned_data["old"])
        except RuleViolation as why:
            form.add_error("old", why.message)
        else:
            return _new_pin(request, form)
    return render(request, "accounts/pin.html", {"form": form})


def _new_pin(request: Any, form: OwnPinForm) -> HttpResponse:
    try:
        cards.change_own_pin(actor=request.user, pin=form.cleaned_data["pin"])
    except RuleViolation as why:
        form.add_error("pin", why.message)
        return render(request, "accounts/pin.html", {"form": form})
    messages.success(request, "口令已经换好，下次扫卡请用新口令。")
    return redirect("account")
