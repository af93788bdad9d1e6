"""Whose attachments there are: each model says who may see and change those of its records.

An app registers in ``AppConfig.ready``; nobody imports upwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from congress.common.models import Attachment

Predicate = Callable[[Any, Any], bool]


@dataclass(frozen=True)
class OwnerRules:
    """``can_view`` and ``can_edit`` are predicates (user, record); ``address`` gives the page that
    shows the record to a user; ``related`` is what the predicates read, for one query."""

    can_view: Predicate
    can_edit: Predicate
    address: Callable[[Any, Any], str]
    related: tuple[str, ...] = ()


_rules: dict[type[Model], OwnerRules] = {}


def register_attachment_owner(
    model: type[Model],
    *,
    can_view: Predicate,
    can_edit: Predicate,
    address: Callable[[Any, Any], str],
    related: tuple[str, ...] = (),
) -> None:
    """Let records of ``model`` have attachments."""
    _rules[model] = OwnerRules(can_view, can_edit, address, related)


def rules_of(owner: Model) -> OwnerRules:
    """Raises KeyError for a record that can't have attachments."""
    return _rules[type(owner)]


def owner_of(attachment: Attachment) -> Model | None:
    """The record with all that its predicates read; None while staged, or when it is gone."""
    kind = attachment.owner_type
    model = kind.model_class() if kind else None
    if model is None or model not in _rules:
        return None
    rows = model._base_manager.select_related(*_rules[model].related)
    return rows.filter(pk=attachment.owner_id).first()


def can_view_attachment(user: Any, attachment: Attachment) -> bool:
    """A staged one its sender alone; a removed one nobody; else as its record says."""
    if attachment.removed_at is not None:
        return False
    if attachment.is_staged:
        return bool(user.is_authenticated and attachment.created_by_id == user.pk)
    owner = owner_of(attachment)
    return owner is not None and rules_of(owner).can_view(user, owner)


def can_remove_attachment(user: Any, attachment: Attachment) -> bool:
    """Who may change the record, for as long as its workflow lets him."""
    if not can_view_attachment(user, attachment):
        return False
    owner = owner_of(attachment)
    return owner is not None and rules_of(owner).can_edit(user, owner)
