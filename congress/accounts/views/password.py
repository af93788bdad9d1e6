"""One's own password."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from congress.accounts.forms import OwnPasswordForm
from congress.accounts.password_rules import is_too_old, needs_new_password
from congress.accounts.services import change_own_password
from congress.accounts.services.sessions import follow_key
from congress.accounts.views.login import first_page, is_own_address


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change_password(request: HttpRequest) -> HttpResponse:
    """Ask for the present password and a new one; then on to where the user was going."""
    user: Any = request.user
    asked = request.POST.get("next", request.GET.get("next", ""))
    way_on = asked if is_own_address(request, asked) else first_page(user)
    form = OwnPasswordForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        change_own_password(
            actor=user,
            password=form.cleaned_data["new_password1"],
            session_key=request.session.session_key,
        )
        update_session_auth_hash(request, user)
        follow_key(request)
        messages.success(request, "密码已经换好，下次请用新密码登录。")
        return redirect(way_on)
    context = {
        "form": form,
        "next": way_on,
        "is_forced": needs_new_password(user),
        "is_too_old": is_too_old(user),
    }
    return render(request, "accounts/password.html", context)
