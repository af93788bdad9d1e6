"""One entry in full: what each column was and is, in words; of secret columns only that they
changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from simple_history.utils import get_m2m_reverse_field_name

from congress.common.models import Attachment, SensitiveModel
from congress.common.permissions import can_view_records
from congress.common.record_words import INTERNAL, shown

_NOTHING = "（空）"


@dataclass(frozen=True)
class ColumnChange:
    """A column before and after; both are "" of a column whose content nobody is told."""

    label: str
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class RecordLink:
    """A page about the record, in words."""

    title: str
    url: str


@dataclass(frozen=True)
class Content:
    """What a record held in a column: as it is stored, and in words."""

    label: str
    stored: Any
    words: str


def entry_before(row: Any) -> Any:
    """The record's history row before this one; None for the first that is kept."""
    key = row.instance_type._meta.pk.attname
    at_once = Q(history_date=row.history_date, history_id__lt=row.history_id)
    rows = type(row).objects.filter(Q(history_date__lt=row.history_date) | at_once)
    own = rows.filter(**{key: getattr(row, key)})
    return own.order_by("-history_date", "-history_id").first()


def changes_between(before: Any, row: Any) -> list[ColumnChange]:
    """The columns that differ between two rows, in the order of the model."""
    return [
        _change(was, now)
        for was, now in zip(contents(before), contents(row), strict=True)
        if was.stored != now.stored
    ]


def _change(was: Content, now: Content) -> ColumnChange:
    if was.words == now.words:  # one of two people with the same name took the other's place
        return ColumnChange(
            now.label, f"{was.words}（{was.stored}）", f"{now.words}（{now.stored}）"
        )
    return ColumnChange(now.label, was.words or _NOTHING, now.words or _NOTHING)


def contents(row: Any) -> list[Content]:
    """What the record held then in every column that people know; links included."""
    fields = [field for field in type(row).tracked_fields if field.name not in INTERNAL]
    return [
        *(_content(row, field) for field in fields),
        *(_linked(row, field) for field in row._history_m2m_fields),  # noqa: SLF001  its name there
    ]


def _content(row: Any, field: Any) -> Content:
    return Content(str(field.verbose_name), getattr(row, field.attname), shown(row, field))


def _linked(row: Any, field: Any) -> Content:
    name = get_m2m_reverse_field_name(field)
    links = list(getattr(row, field.name).select_related(name).order_by(name))
    keys = [getattr(link, f"{name}_id") for link in links]
    called = [
        str(getattr(link, name, None) or f"（已删除，编号{key}）")
        for link, key in zip(links, keys, strict=True)
    ]
    return Content(str(field.verbose_name), keys, "、".join(called))


def secret_labels(row: Any) -> list[str]:
    """Labels of the secret columns that changed; their content is told to nobody."""
    if not issubclass(row.instance_type, SensitiveModel):
        return []
    names = [name for name in row.sensitive_changed.split(",") if name]
    return [str(row.instance_type._meta.get_field(name).verbose_name) for name in names]


def may_read(request: HttpRequest, model: Any) -> bool:
    """Whether the reader may see what such records hold, as their own pages decide."""
    page = admin.site._registry.get(model)  # noqa: SLF001  Django offers no other way
    return page.has_view_permission(request) if page else can_view_records(request.user)


def record_links(request: HttpRequest, row: Any) -> list[RecordLink]:
    """The record as it is now and its own history; of a part, the record that it belongs to."""
    model, key = row.instance_type, getattr(row, row.instance_type._meta.pk.attname)
    if not may_read(request, model):
        return []
    if model not in admin.site._registry:  # noqa: SLF001
        return _whole(request, row)
    links = []
    if model._base_manager.filter(pk=key).exists():
        links.append(RecordLink("打开这条记录", _address(model, "change", key)))
    links.append(RecordLink("这条记录的修改历史", _address(model, "history", key)))
    return [link for link in links if link.url]


def _whole(request: HttpRequest, row: Any) -> list[RecordLink]:
    """The first record that the part refers to and that has a page."""
    if row.instance_type is Attachment:
        owner = row.instance.owner
        targets = [(type(owner), owner.pk, str(owner._meta.verbose_name))] if owner else []
    else:
        keys = [field for field in type(row).tracked_fields if field.is_relation]
        targets = [
            (field.related_model, getattr(row, field.attname), str(field.verbose_name))
            for field in keys
        ]
    for model, key, label in targets:
        is_there = model in admin.site._registry and key is not None  # noqa: SLF001
        if is_there and may_read(request, model) and model._base_manager.filter(pk=key).exists():
            return [RecordLink(f"打开它所属的{label}", _address(model, "change", key))]
    return []


def _address(model: Any, page: str, key: Any) -> str:
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=[key])
    except NoReverseMatch:
        return ""
