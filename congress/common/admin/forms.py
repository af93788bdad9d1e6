"""The forms of the back office: versions seen, constraints checked, dates as vague as known."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.db import connection
from django.forms.models import InlineForeignKeyField
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminTextInputWidget

from congress.common.addresses import number_in
from congress.common.conflicts import SEEN, Conflict, conflict_of, is_stale, mark_of, see_again
from congress.common.partial_dates import PartialDateField

# Set by settled_rows on a row that somebody else deleted while it was being filled in.
VANISHED = "vanished"
STALE = "stale"
_STALE = "您打开这一页以后，别人改过这条记录，所以没有保存。您填写的内容都在。"
_VANISHED = (
    "您打开这一页以后，别人删除了这一行，所以没有保存。您填写的内容还在。"
    "再按“保存”，这一行就重新加上；不要了，就把这一行去掉。"
)


def with_actor(form: Any, user: Any) -> Any:
    """A form class made for one request, told whose request it is if it asks (``actor``)."""
    if hasattr(form, "actor"):
        form.actor = user
    return form


class PartialDateInput(UnfoldAdminTextInputWidget):
    """A box for a year, a month or a day, that says how to write them."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        shown = {"placeholder": "如 2026年5月", "autocomplete": "off"}
        super().__init__({**shown, **(attrs or {})})


PARTIAL_DATES: dict[Any, Any] = {PartialDateField: {"widget": PartialDateInput}}


class _KeysOnly:
    """A box that searches shows what was chosen; what is no key can't have been."""

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        keys = [key for key in value if number_in(key) is not None]
        return super().optgroups(name, keys, attr)  # type: ignore[misc]


class SearchedChoice(_KeysOnly, AutocompleteSelect):
    """One record, found by typing."""


class SearchedChoices(_KeysOnly, AutocompleteSelectMultiple):
    """Several records, found by typing."""


class SearchedChoicesMixin:
    """Boxes that search, drawn again without a fault when something else than a key was sent."""

    admin_site: Any

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", SearchedChoice(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            kwargs.setdefault("widget", SearchedChoices(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


class RowForm(forms.ModelForm):
    """A row of an inline: constraints that take in the record above it are checked as well.

    Django leaves the parent's key out of them, so the database would be the first to object.
    """

    def validate_unique(self) -> None:
        super().validate_unique()
        below = any(isinstance(field, InlineForeignKeyField) for field in self.fields.values())
        if below and not self.errors:
            try:
                self.instance.validate_constraints()
            except ValidationError as error:
                self.add_error(None, error.messages)


class VersionedForm(RowForm):
    """Carries the state that was opened and refuses to save over somebody else's edit.

    A refused form has ``conflict``: both versions, to be shown above it. It then carries the
    newer state, so that saving it once more is deliberate.
    """

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput, label="")
    conflict: Conflict | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if SEEN in self.fields:
            self.fields[SEEN].initial = mark_of(self.instance)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.data.get(self.add_prefix(VANISHED)):
            raise ValidationError(_VANISHED)
        seen = self.cleaned_data.get(SEEN)
        if self.instance.pk and seen is not None:
            self._refuse_stale(seen)
        return cleaned

    def _refuse_stale(self, seen: int) -> None:
        """Raises ValidationError when somebody saved since ``seen``."""
        stored = self._stored()
        if stored is None or not is_stale(stored, seen):
            return
        title = f"{stored._meta.verbose_name}“{stored}”" if self.prefix else ""
        self.conflict = conflict_of(self, record=stored, mark=seen, title=title)
        see_again(self, mark_of(stored))
        raise ValidationError(_STALE, code=STALE)

    def _stored(self) -> Any:
        """The record as it stands, held until the transaction ends where there is one."""
        rows = type(self.instance)._base_manager.filter(pk=self.instance.pk).order_by()
        if connection.in_atomic_block:
            rows = rows.select_for_update()
        return rows.first()
