"""我的登录: where I am logged in, which phones know me, and how to end it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from congress.accounts.phones import this_phone
from congress.accounts.policies import opens_more_by_password
from congress.accounts.services import revoke_logins
from congress.accounts.services.cards import has_pin
from congress.accounts.services.phones import forget_chosen_phones


@never_cache
@require_safe
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """This login, my others, my phones, my password and PIN."""
    user: Any = request.user
    here = request.session.session_key
    logins = list(user.login_sessions.live())
    context = {
        "here": [login for login in logins if login.session_key == here],
        "others": [login for login in logins if login.session_key != here],
        "phones": list(user.phones.known()),
        "this_phone": this_phone(request),
        "has_password": user.has_usable_password(),
        "has_pin": has_pin(user),
        "opens_more": opens_more_by_password(user),
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


@require_POST
@login_required
def forget_phone(request: HttpRequest) -> HttpResponse:
    """Forget one of my phones (``phone``: its public id); who is on it has to scan the card."""
    user: Any = request.user
    phone = get_object_or_404(user.phones.known(), public_id=request.POST.get("phone", ""))
    if phone == this_phone(request):
        return render(request, "registration/logout.html", {"only_forget": True})
    forget_chosen_phones(actor=user, account=user, phones=user.phones.filter(pk=phone.pk))
    messages.success(request, f"已忘记{phone}。要在那部手机上登录，请再扫履职卡。")
    return redirect("account")
