"""Choices in boxes that search while one types."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView


class LabelledChoicesView(AutocompleteJsonView):
    """Shows ``choice_label`` of the record's admin, so that namesakes can be told apart."""

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        label = getattr(admin.site.get_model_admin(type(obj)), "choice_label", str)
        return {**result, "text": label(obj)}
