"""What a person chooses about messages."""

from django import forms


class MessageSettingsForm(forms.Form):
    """Whether messages come by e-mail too."""

    by_mail = forms.BooleanField(required=False, label="同时发电子邮件")
