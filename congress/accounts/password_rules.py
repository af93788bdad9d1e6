"""What a password must be like, and how old it may grow (等级保护 GB/T 22239)."""

import datetime as dt
import re
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    MinimumLengthValidator,
)
from django.core.exceptions import ValidationError
from django.utils import timezone

SHORTEST = 8
PASSPHRASE = 14
_CLASSES = ("[a-z]", "[A-Z]", "[0-9]", "[^a-zA-Z0-9]")
_CLASSES_NEEDED = 3
RULE = (
    f"至少{SHORTEST}位，小写字母、大写字母、数字、符号里至少用三种；"
    f"或者写一句{PASSPHRASE}位以上的话。"
)


class LengthValidator(MinimumLengthValidator):
    """At least eight characters."""

    def get_error_message(self) -> str:
        return f"密码太短，至少{self.min_length}位。"


class MixValidator:
    """Three kinds of characters of four, unless it is as long as a sentence."""

    def validate(self, password: str, user: Any = None) -> None:
        kinds = sum(bool(re.search(kind, password)) for kind in _CLASSES)
        is_medium = SHORTEST <= len(password) < PASSPHRASE  # one complaint at a time
        if is_medium and kinds < _CLASSES_NEEDED:
            raise ValidationError(
                "密码太简单：小写字母、大写字母、数字、符号里至少用三种，"
                f"或者写一句{PASSPHRASE}位以上的话。",
                code="password_too_plain",
            )

    def get_help_text(self) -> str:
        return RULE


class CommonValidator(CommonPasswordValidator):
    """None of the twenty thousand that are tried first, also with signs put in (Admin@123)."""

    def validate(self, password: str, user: Any = None) -> None:
        super().validate(password, user)
        bare = re.sub(r"[\W_]", "", password)
        if bare != password and len(password) < PASSPHRASE:
            super().validate(bare, user)

    def get_error_message(self) -> str:
        return "这个密码太常见，很容易被猜到，请换一个。"


class NewPasswordValidator:
    """Not the password that is to be replaced."""

    def validate(self, password: str, user: Any = None) -> None:
        if user is not None and user.has_usable_password() and user.check_password(password):
            raise ValidationError("新密码不能和现在的密码一样。", code="password_unchanged")

    def get_help_text(self) -> str:
        return "不能和现在的密码一样。"


def needs_new_password(user: Any) -> bool:
    """Whether the user has to choose another password before anything else."""
    return bool(user.must_change_password) or is_too_old(user)


def is_too_old(user: Any) -> bool:
    """Whether the password is older than ``settings.PASSWORD_MAX_DAYS`` allows (0: for ever)."""
    if not settings.PASSWORD_MAX_DAYS:
        return False
    since = user.password_set_at or user.date_joined
    return bool(timezone.now() - since > dt.timedelta(days=settings.PASSWORD_MAX_DAYS))
