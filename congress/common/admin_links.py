"""Addresses of pages in the back office, for those who send somebody there."""

from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.http import urlencode


def change_address(record: Model, field: str = "") -> str:
    """The form of a record, at one of its fields ("leader") or inlines ("mandates-group")."""
    anchor = field if field.endswith("-group") else f"id_{field}"
    return _address(record, "change", record.pk) + (f"#{anchor}" if field else "")


def add_address(model: type[Model], **initial: Any) -> str:
    """The empty form of a model, filled in as far as ``initial`` knows."""
    return _address(model, "add") + (f"?{urlencode(initial)}" if initial else "")


def changelist_address(model: type[Model], **filters: Any) -> str:
    """The list of a model, filtered."""
    return _address(model, "changelist") + (f"?{urlencode(filters)}" if filters else "")


def _address(model: Any, page: str, *args: Any) -> str:
    opts = model._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=args)
