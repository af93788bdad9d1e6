"""What a posted box is called on its page.

A page that gives typed text back (after a fault, a refusal, an expired login) knows only the names
of the boxes. An app says which form stands on which page (``register_page``); a page of the back
office has its model. For the rest a name counts that means one thing only in all of the portal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.apps import apps
from django.db.models import Model
from django.urls import Resolver404, get_script_prefix, resolve

_ROW = re.compile(r"(?P<rows>[a-z_-]+)-(?P<number>[0-9]{1,6})-(?P<name>[a-z0-9_]+)")
_OURS = ("congress.", "deputies.", "proposals.", "supervision.")
_PASSWORD = re.compile(r"passw|(?<![a-z])(pin|secret|token)(?![a-z])")


@dataclass(frozen=True)
class Box:
    """A box by its label, and the form's or model's field behind it. ``row`` counts from 1."""

    label: str
    field: Any
    row: int | None = None
    is_secret: bool = False

    @property
    def heading(self) -> str:
        return f"{self.label}（第{self.row}行）" if self.row else self.label


@dataclass(frozen=True)
class Page:
    """A page with boxes: what it is called, and what its boxes are."""

    title: str = ""
    form: type[forms.BaseForm] | None = None
    model: type[Model] | None = None


_pages: dict[str, Page] = {}


def register_page(url_name: str, title: str, form: type[forms.BaseForm]) -> None:
    """Say what stands on the page of this URL name, called from ``AppConfig.ready``."""
    _pages[url_name] = Page(title, form)


def page_of(address: str) -> Page:
    """The page that an address belongs to; one without title and boxes when it isn't known."""
    path = urlsplit(address).path.removeprefix(get_script_prefix())
    try:
        match = resolve(f"/{path}")
    except Resolver404:
        return Page()
    if match.view_name in _pages:
        return _pages[match.view_name]
    admin = getattr(match.func, "model_admin", None)
    if admin is None:
        return Page()
    return Page(f"后台“{admin.model._meta.verbose_name}”", model=admin.model)


def is_password(name: str) -> bool:
    """Whether a box may hold a password: it is never given back or carried on."""
    return bool(_PASSWORD.search(name)) or name in _known()[1]


def box_named(name: str, page: Page) -> Box | None:
    """The box of that name on the page; None when nothing is known of it."""
    row = _ROW.fullmatch(name)
    if row is None:
        return _box(name, page)
    below = _rows_model(row["rows"], page)
    if below is not None:
        return _box(row["name"], Page(model=below), int(row["number"]) + 1)
    return _box(row["name"], Page(model=_model_below(row["name"], page)))


def _box(name: str, page: Page, row: int | None = None) -> Box | None:
    field = _form_field(name, page.form) or _model_field(name, page.model) or _known()[0].get(name)
    if field is None:
        return None
    label = getattr(field, "verbose_name", None) or getattr(field, "label", None)
    hidden = isinstance(field, forms.Field) and field.widget.is_hidden
    if not label or hidden:
        return None
    column = name.removeprefix("new_")
    return Box(str(label), field, row, column in _secret_columns())


def _form_field(name: str, form: Any) -> Any:
    return form.base_fields.get(name) if form is not None else None


def _model_field(name: str, model: Any) -> Any:
    if model is None:
        return None
    fields = (*model._meta.fields, *model._meta.many_to_many)
    return next((field for field in fields if field.name == name), None)


def _rows_model(rows: str, page: Page) -> Any:
    """The model of an inline by the name of its set, which is how the parent calls its rows."""
    related = page.model._meta.related_objects if page.model else ()
    found = (one.related_model for one in related if one.get_accessor_name() == rows)
    return next(found, None)


def _model_below(name: str, page: Page) -> Any:
    """The one kind of record below the page's own that has such a column."""
    related = page.model._meta.related_objects if page.model else ()
    models = {one.related_model for one in related if one.one_to_many}
    found = [model for model in models if _model_field(name, model) is not None]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1)
def _known() -> tuple[dict[str, Any], set[str]]:
    """Fields by names that have one label everywhere; and the names of boxes for passwords."""
    fields: dict[str, Any] = {}
    labels: dict[str, set[str]] = {}
    passwords = set()
    for name, label, field in (*_of_forms(forms.BaseForm), *_of_models()):
        fields.setdefault(name, field)
        labels.setdefault(name, set()).add(label)
        if isinstance(getattr(field, "widget", None), forms.PasswordInput):
            passwords.add(name)
    return {name: fields[name] for name, said in labels.items() if len(said) == 1}, passwords


def _of_forms(base: Any) -> Iterator[tuple[str, str, Any]]:
    for form in base.__subclasses__():
        yield from _of_forms(form)
        if form.__module__.startswith(_OURS):
            for name, field in getattr(form, "base_fields", {}).items():
                if field.label or isinstance(field.widget, forms.PasswordInput):
                    yield name, str(field.label or ""), field


def _of_models() -> Iterator[tuple[str, str, Any]]:
    for model in apps.get_models():
        if model.__module__.startswith(_OURS):
            for field in (*model._meta.fields, *model._meta.many_to_many):
                yield field.name, str(field.verbose_name), field


@lru_cache(maxsize=1)
def _secret_columns() -> set[str]:
    models = apps.get_models()
    return {name for model in models for name in getattr(model, "sensitive_fields", ())}
