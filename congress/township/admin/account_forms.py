"""The forms of accounts and of the roles given to them."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminTextInputWidget

from congress.accounts.models import User
from congress.accounts.permissions import can_change_roles_of, can_give_role
from congress.common.admin.forms import RowForm
from congress.common.roles import Role
from congress.township.models import RoleAssignment

OWN_ROLE = "不能给自己授予或更改角色。请由另一名有权管理账号的人员办理。"


class NewAccountForm(forms.ModelForm):
    """Name and login; the password may be left to the portal."""

    password = forms.CharField(
        required=False,
        label="初始密码",
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text="留空由系统生成，保存后显示一次。请本人登录后修改。",
    )

    class Meta:
        model = User
        fields = ("username", "display_name", "email")

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip()

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if password:
            validate_password(password, User(username=self.cleaned_data.get("username", "")))
        return password


class AccountForm(forms.ModelForm):
    """An account as it is corrected; nobody locks himself out."""

    actor: Any = None

    class Meta:
        model = User
        fields = ("username", "display_name", "email", "is_active")

    def clean_is_active(self) -> bool:
        is_active = bool(self.cleaned_data["is_active"])
        if not is_active and self.actor is not None and self.actor.pk == self.instance.pk:
            raise ValidationError("不能停用自己的账号。请由另一名有权管理账号的人员办理。")
        return is_active


class PasswordForm(forms.Form):
    password = forms.CharField(
        required=False,
        label="新密码",
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text="留空由系统生成，保存后显示一次。",
    )


class RoleForm(RowForm):
    """A role; nobody gives himself one."""

    actor: Any = None

    class Meta:
        model = RoleAssignment
        fields = ("user", "role", "organ", "starts_on", "ends_on")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        user = self.cleaned_data.get("user") or getattr(self.instance, "user", None)
        if user is not None and self.actor is not None:
            self._check_actor(user)
        return cleaned

    def _check_actor(self, user: User) -> None:
        if user.pk == self.actor.pk:
            raise ValidationError(OWN_ROLE)
        if not can_change_roles_of(self.actor, user):
            raise ValidationError("这个账号的角色由系统管理员更改。")
        before = self.initial.get("role") if self.instance.pk else None
        for role in filter(None, (before, self.cleaned_data.get("role"))):
            if not can_give_role(self.actor, role):
                raise ValidationError(f"“{Role(role).label}”的角色由系统管理员授予和更改。")
