"""The first account of an empty portal, made in the browser by whoever set the portal up.

While nobody has an account, /setup/ asks for the code that the console printed at the start, so
that no passer-by takes the portal over. Afterwards the address is gone.
"""

import secrets
from typing import Any

from django import forms
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from congress.accounts.models import User
from congress.common.client_address import client_address
from congress.common.exceptions import RuleViolation
from congress.common.models import SecurityEvent, SecurityEventKind
from congress.common.roles import Role
from congress.common.setup import go_on
from congress.township.models import RoleAssignment

# No look-alikes: the code is copied by hand from a console.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
_BACKEND = "django.contrib.auth.backends.ModelBackend"
_GONE = "已经有人建立了第一个账号。请用那个账号登录，再由它开通别的账号。"


def setup_code() -> str:
    """The code of this installation, such as k7wq-m2xz. It follows from the secret key alone."""
    digest = salted_hmac("portal.first-account", "code", algorithm="sha256").digest()
    letters = "".join(_READABLE[byte % len(_READABLE)] for byte in digest[:8])
    return f"{letters[:4]}-{letters[4:]}"


def is_untouched() -> bool:
    """Whether nobody has an account yet."""
    return not User.objects.exists()


class FirstAccountForm(forms.Form):
    """Who runs this portal."""

    code = forms.CharField(
        label="安装码",
        max_length=20,
        help_text="启动时显示在服务器的窗口里，形如 abcd-2345。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": "请填写安装码。"},
    )
    display_name = forms.CharField(
        label="您的姓名", max_length=50, error_messages={"required": "请填写您的姓名。"}
    )
    username = forms.CharField(
        label="登录名",
        max_length=50,
        help_text="以后登录用，如姓名的拼音。",
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
        error_messages={"required": "请填写登录名。"},
    )
    password = forms.CharField(
        label="密码",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请填写密码。"},
    )
    password_again = forms.CharField(
        label="再填一次密码",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "请再填一次密码。"},
    )

    def clean_code(self) -> str:
        typed = "".join(filter(str.isalnum, str(self.cleaned_data["code"]).lower()))
        right = setup_code().replace("-", "")
        if not secrets.compare_digest(typed.encode(), right.encode()):
            raise ValidationError("安装码不对。请照服务器窗口里显示的抄写。")
        return typed

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        password = cleaned.get("password")
        if password and "password_again" in cleaned and password != cleaned["password_again"]:
            self.add_error("password_again", "两次填写的密码不一样。请重新填写。")
        if password:
            person = User(
                username=cleaned.get("username", ""), display_name=cleaned.get("display_name", "")
            )
            try:
                validate_password(password, person)
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


@transaction.atomic
def create_first_account(
    *, username: str, display_name: str, password: str, ip: str | None = None
) -> User:
    """The account that enters everything and opens the others' accounts.

    It is given the office's and the system administrator's role: a town with one clerk has nobody
    else. Raises RuleViolation when somebody was faster.
    """
    with connection.cursor() as cursor:
        table = connection.ops.quote_name(User._meta.db_table)
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
    if not is_untouched():
        raise RuleViolation(_GONE)
    user = User.objects.create_user(username, password, display_name=display_name)
    for role in (Role.OFFICE, Role.SYSADMIN):
        RoleAssignment.objects.create(user=user, role=role)
    SecurityEvent.objects.create(
        kind=SecurityEventKind.ACCOUNT_CREATED,
        user=user,
        ip=ip,
        subject=f"账号{user.username}（{user}）",
        detail="第一个账号",
    )
    return user


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_account(request: HttpRequest) -> HttpResponse:
    """Make the first account and begin the guided path. 404 once there is an account."""
    if not is_untouched():
        raise Http404
    form = FirstAccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fields = {name: form.cleaned_data[name] for name in ("username", "display_name")}
        try:
            user = create_first_account(
                **fields,
                password=form.cleaned_data["password"],
                ip=client_address(request),
            )
        except RuleViolation as error:
            form.add_error(None, error.message)
        else:
            login(request, user, backend=_BACKEND)
            return go_on(0)
    return render(request, "township/first_account.html", {"form": form})
