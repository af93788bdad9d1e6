"""What people fill in to log in, and for a new password."""

from typing import Any

from django import forms
from django.contrib.auth import forms as auth_forms
from django.core.validators import MaxLengthValidator

from congress.accounts.password_rules import RULE


class LoginForm(auth_forms.AuthenticationForm):
    """Name and password. Django limits the box but not what is sent, and what is sent is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["username"]
        box.validators.append(MaxLengthValidator(box.max_length))  # type: ignore[attr-defined]


class OwnPasswordForm(auth_forms.PasswordChangeForm):
    """The present password once, the new one twice."""

    error_messages = {
        "password_mismatch": "两次写的新密码不一样，请重新写。",
        "password_incorrect": "现在的密码不对，请重新写。",
    }
    old_password = forms.CharField(
        label="现在的密码",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new_password1 = forms.CharField(
        label="新密码",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=RULE,
    )
    new_password2 = forms.CharField(
        label="再写一遍新密码",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Say what is wrong where the password was first written; Django does so at the second."""
        self.validate_passwords("new_password1", "new_password2")
        self.validate_password_for_user(self.user, "new_password1")
        return self.cleaned_data
