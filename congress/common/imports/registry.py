"""The kinds of import, each registered once by its app under the name that the command uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from congress.common.imports.kinds import ImportKind

_kinds: dict[str, type[ImportKind]] = {}


def register_import_kind(slug: str, kind: type[ImportKind]) -> None:
    """Make a kind known as ``slug``. Called from an app's ``ready``."""
    _kinds[slug] = kind
    kind.slug = slug


def import_kind(slug: str) -> type[ImportKind]:
    """The kind of that name. Raises KeyError when there is none."""
    return _kinds[slug]


def import_kinds() -> dict[str, type[ImportKind]]:
    """All kinds by name, in the order in which they were registered."""
    return dict(_kinds)
