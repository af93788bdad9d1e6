"""我的登录: where I am logged in, and how to end it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from congress.accounts.models import LoginPin
from congress.accounts.services import revoke_logins


@never_cache
@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """This login, my others, my password."""
    user: Any = request.user
    here = request.session.session_key
    logins = list(user.login_sessions.live())
    context = {
        "here": [login for login in logins if login.session_key == here],
        "others": [login for login in logins if login.session_key != here],
        "has_password": user.has_usable_password(),
        "phones": list(user.phones.known()),
        "has_pin": LoginPin.objects.filter(user=user).exists(),
    }
    return render(request, "accounts/overview.html", context)


@require_POST
@login_required
def end_login(request: HttpRequest) -> HttpResponse:
    """End one of my other logins (``login``: its public id), or all of them."""
    user: Any = request.user
    others = user.login_sessions.live().exclude(session_key=request.session.session_key)
    if chosen := request.POST.get("login"):
        others = others.filter(public_id=chosen)
    count = revoke_logins(actor=user, account=user, logins=others)
    messages.success(request, f"已退出{count}处登录。" if count else "那一处已经退出了。")
    return redirect("account")
