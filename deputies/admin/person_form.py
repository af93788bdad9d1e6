"""The form of a deputy's page. Kept columns are never filled in beforehand."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanWidget

from congress.accounts.permissions import can_link_account
from congress.common.admin import VersionedForm
from congress.common.cells import Cell, CellError, phone
from congress.common.codes import occupation_class_of
from congress.common.id_numbers import id_number_errors, normalise_id_number
from deputies.models import Deputy
from deputies.models.people import SENSITIVE


class NewValueField(forms.CharField):
    """A box that is always empty at first: empty keeps what is stored."""

    def __init__(self, label: str, max_length: int) -> None:
        super().__init__(
            required=False,
            label=f"新的{label}",
            max_length=max_length,
            widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
            help_text="留空表示不改动。",
        )


class RemovalField(forms.BooleanField):
    """A tick that removes what is stored."""

    def __init__(self, label: str) -> None:
        super().__init__(required=False, label=f"删除现有的{label}", widget=UnfoldBooleanWidget)


class DeputyForm(VersionedForm):
    """A person. ``new_…`` replaces a kept column, ``drop_…`` empties it."""

    actor: Any = None

    new_phone = NewValueField("联系电话", 30)
    drop_phone = RemovalField("联系电话")
    new_id_number = NewValueField("身份证号", 30)
    drop_id_number = RemovalField("身份证号")
    new_address = NewValueField("住址", 100)
    drop_address = RemovalField("住址")

    class Meta:
        model = Deputy
        exclude = SENSITIVE

    def clean_user(self) -> Any:
        user = self.cleaned_data["user"]
        is_new = user is not None and user.pk != self.instance.user_id
        if is_new and self.actor is not None and not can_link_account(self.actor, user):
            raise ValidationError(
                "不能把自己的账号定为代表的账号。请由另一名有权管理账号的人员办理。"
            )
        return user

    def clean_new_phone(self) -> str:
        try:
            return phone(Cell(self.cleaned_data["new_phone"]))
        except CellError as error:
            raise ValidationError(error.message) from error

    def clean_new_id_number(self) -> str:
        number = normalise_id_number(self.cleaned_data["new_id_number"])
        if number and (errors := id_number_errors(number, today=timezone.localdate())):
            raise ValidationError(errors)
        return number

    def clean_new_address(self) -> str:
        return str(self.cleaned_data["new_address"]).strip()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for column in SENSITIVE:
            if self.cleaned_data.get(f"drop_{column}") and self.cleaned_data.get(f"new_{column}"):
                self.add_error(f"drop_{column}", "填了新的内容，又选了删除。请只留一样。")
        self._guess_occupation()
        return cleaned

    def _guess_occupation(self) -> None:
        """The class follows from the post where the clerk left it open."""
        written = self.cleaned_data.get("post")
        if written and "occupation_class" in self.fields:
            guess = self.cleaned_data.get("occupation_class") or occupation_class_of(written)
            self.cleaned_data["occupation_class"] = guess

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        for column in SENSITIVE:
            if value := self.cleaned_data.get(f"new_{column}"):
                setattr(self.instance, column, value)
            elif self.cleaned_data.get(f"drop_{column}"):
                setattr(self.instance, column, "")
