"""A filter by two dates, for lists whose dates may be known to the month or the year alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest
from unfold.widgets import UnfoldAdminTextInputWidget

from congress.common.partial_dates import PartialDateFormField


class DateRangeForm(forms.Form):
    """The two boxes. A month or a year means its first day in the one, its last in the other."""

    def __init__(self, name: str, data: dict[str, str]) -> None:
        super().__init__({f"{name}_{end}": value for end, value in data.items()})
        self.name = name
        for end, label in (("from", "从"), ("to", "到")):
            attrs = {"placeholder": f"{label}（如 2026年5月）", "aria-label": label}
            self.fields[f"{name}_{end}"] = PartialDateFormField(
                required=False, label=label, widget=UnfoldAdminTextInputWidget(attrs=attrs)
            )

    def clean(self) -> dict[str, Any]:
        """The first day not after the last."""
        data = super().clean() or {}
        first, last = data.get(f"{self.name}_from"), data.get(f"{self.name}_to")
        if first and last and first.earliest() > last.latest():
            self.add_error(f"{self.name}_to", f"{last}早于{first}，请核对。")
        return data


class DateRangeFilter(admin.ListFilter):
    """``<name>_from`` and ``<name>_to`` in the address. Derived filters say what is compared.

    What can't be read as a date shows nothing and says why: a list that passed over it would
    show what nobody asked for.
    """

    parameter_name = ""
    template = "admin/date_range_filter.html"

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        ends = {}
        for end in ("from", "to"):
            given = params.pop(f"{self.parameter_name}_{end}", [""])
            ends[end] = given if isinstance(given, str) else given[-1]
            if ends[end]:
                self.used_parameters[f"{self.parameter_name}_{end}"] = ends[end]
        self.form = DateRangeForm(self.parameter_name, ends)

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return [f"{self.parameter_name}_from", f"{self.parameter_name}_to"]

    def choices(self, changelist: Any) -> Iterator[Any]:
        yield {"form": self.form}

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        if not self.used_parameters:
            return queryset
        if not self.form.is_valid():
            self._say_why(request)
            return queryset.none()
        first, last = (self.form.cleaned_data[str(name)] for name in self.expected_parameters())
        if first is None and last is None:  # blanks alone
            return queryset
        return self.within(
            queryset, first.earliest() if first else None, last.latest() if last else None
        )

    def _say_why(self, request: HttpRequest) -> None:
        """Once a request, however often the list asks."""
        errors = [str(error) for errors in self.form.errors.values() for error in errors]
        if not getattr(request, f"said_of_{self.parameter_name}", False):
            messages.error(request, f"{self.title}：{''.join(errors)}")
            setattr(request, f"said_of_{self.parameter_name}", True)

    def within(self, queryset: Any, first: dt.date | None, last: dt.date | None) -> Any:
        """The rows from the first to the last day; None is no limit."""
        raise NotImplementedError
