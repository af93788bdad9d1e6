"""What people fill in to log in, and for a new password."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth import forms as auth_forms
from django.core.validators import MaxLengthValidator

from congress.accounts.password_rules import RULE
from congress.accounts.pins import LENGTH, clean_pin, require_good_pin
from congress.common.exceptions import RuleViolation


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


def _or_say(rule: Callable[[str], Any], pin: str) -> Any:
    """What the rule answers; its sentence as an error of the box."""
    try:
        return rule(pin)
    except RuleViolation as error:
        raise forms.ValidationError(error.message) from error


class PinField(forms.CharField):
    """Six digits from the number keys of a phone."""

    def __init__(self, autocomplete: str, **kwargs: Any) -> None:
        keys = {"inputmode": "numeric", "autocomplete": autocomplete}
        super().__init__(
            max_length=50,
            widget=forms.PasswordInput(attrs=keys),
            error_messages={"required": f"请输入{LENGTH}位数字口令。"},
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        return _or_say(clean_pin, super().clean(value))

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"maxlength": str(LENGTH)}


def _remember() -> forms.BooleanField:
    return forms.BooleanField(required=False, initial=True, label="记住这部手机")


class CodeForm(forms.Form):
    """The number on the card, for phones that can't scan."""

    code = forms.CharField(
        max_length=50,
        label="卡号",
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}
        ),
        help_text="在卡的正面，16个字母和数字，横线可以不写。",
    )


class PinForm(forms.Form):
    """The PIN of a card that has one."""

    pin = PinField("one-time-code", label="6位数字口令")
    remember = _remember()


class NewPinForm(forms.Form):
    """The PIN that somebody chooses, twice."""

    new_pin = PinField(
        "new-password",
        label="设一个6位数字口令",
        help_text="自己好记、别人猜不到的。不要用生日和连着的数字。",
    )
    again = PinField("new-password", label="再输入一遍")
    remember = _remember()

    def clean_new_pin(self) -> str:
        pin = str(self.cleaned_data["new_pin"])
        _or_say(require_good_pin, pin)
        return pin

    def clean_again(self) -> str:
        again = str(self.cleaned_data["again"])
        if "new_pin" in self.cleaned_data and again != self.cleaned_data["new_pin"]:
            raise forms.ValidationError("两次输入的不一样，请重新输入。")
        return again


class OwnPinForm(NewPinForm):
    """Another PIN; the present one is asked for first."""

    pin = PinField("one-time-code", label="现在的口令")
    field_order = ("pin", "new_pin", "again")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["remember"]
        self.fields["new_pin"].label = "新的6位数字口令"
