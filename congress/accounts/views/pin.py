"""One's own PIN."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from congress.accounts.forms import OwnPinForm
from congress.accounts.services.cards import change_own_pin, has_pin
from congress.accounts.views.cards import try_pin
from congress.common.exceptions import RuleViolation


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_pin(request: HttpRequest) -> HttpResponse:
    """Ask for the present PIN and another one. Wrong ones count as at the door."""
    user: Any = request.user
    if not has_pin(user):
        messages.info(request, "您还没有履职卡的口令。第一次扫卡时设置。")
        return redirect("account")
    form = OwnPinForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and try_pin(request, user, form, "pin"):
        try:
            change_own_pin(actor=user, pin=form.cleaned_data["new_pin"])
        except RuleViolation as error:
            form.add_error("new_pin", error.message)
        else:
            messages.success(request, "口令已经换好，下次扫卡请用新口令。")
            return redirect("account")
    return render(request, "accounts/pin.html", {"form": form})
