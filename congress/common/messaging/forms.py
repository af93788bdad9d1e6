"""What a person chooses about messages."""

from typing import Any

from django import forms


class MessageSettingsForm(forms.Form):
    """Whether messages come by e-mail too, and where to."""

    email = forms.EmailField(
        required=False,
        max_length=254,
        label="电子邮箱",
        help_text="只有您和人大办看得到。",
    )
    by_mail = forms.BooleanField(required=False, label="有消息时，同时发邮件")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("by_mail") and not cleaned.get("email") and "email" not in self.errors:
            self.add_error("email", "要收邮件，请填写电子邮箱；不收邮件，请去掉下面的勾。")
        return cleaned
