"""What people fill in to log in."""

from typing import Any

from django.contrib.auth import forms as auth_forms
from django.core.validators import MaxLengthValidator


class LoginForm(auth_forms.AuthenticationForm):
    """Name and password. Django limits the box but not what is sent, and what is sent is kept."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["username"]
        box.validators.append(MaxLengthValidator(box.max_length))  # type: ignore[attr-defined]
