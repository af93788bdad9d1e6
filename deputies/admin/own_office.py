"""Nobody gives himself a role: one's own mandate, post or leadership is entered by others."""

from typing import Any

from django import forms

from deputies.permissions import OWN_OFFICE, can_change_office_of


class OfficeForm(forms.ModelForm):
    """A form whose ``office_fields`` say when ``deputy_of`` its record holds an office."""

    actor: Any = None
    office_fields: tuple[str, ...] = ()

    def deputy_of(self, record: Any) -> Any:
        """The person who holds the office; None while nobody was chosen."""
        return record.deputy if record.deputy_id else None

    def _post_clean(self) -> None:
        """Looks once the record has its new values: whose office it is, and whose it was."""
        people = [self.deputy_of(self.instance)] if self.instance.pk else []
        super()._post_clean()  # type: ignore[misc]
        if self.instance.pk and not set(self.office_fields) & set(self.changed_data):
            return
        people.append(self.deputy_of(self.instance))
        if not all(can_change_office_of(self.actor, deputy) for deputy in people if deputy):
            self.add_error(None, OWN_OFFICE)


class OfficePages:
    """Mixed into the page of an office and into the table of them: nobody deletes his own."""

    def deputy_concerned(self, obj: Any) -> Any:
        """Whose office the record of the page is."""
        return obj.deputy

    def has_delete_permission(self, request: Any, obj: Any = None) -> bool:
        may: bool = super().has_delete_permission(request, obj)  # type: ignore[misc]
        return may and (
            obj is None or can_change_office_of(request.user, self.deputy_concerned(obj))
        )
