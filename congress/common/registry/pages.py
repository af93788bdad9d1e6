"""Parts of the pages on which a person starts: the home page and the desk."""

from dataclasses import dataclass, field
from typing import Any

from congress.common.registry.base import Registry


@dataclass(frozen=True)
class HomeSection:
    """A part of the public home page (or of a desk): a template, rendered with ``data``."""

    order: int
    template: str
    data: dict[str, Any] = field(default_factory=dict)


# Sources (request) → HomeSections, for the public home page and for the desk, where those of an
# order below this one stand above the tasks: somebody waits for an answer.
ABOVE_TASKS = 10
home_sections = Registry()
desk_sections = Registry()


@dataclass(frozen=True)
class DeskPlace:
    """An entry of the desk's navigation; ``badge`` counts what is new there, in ``unit``.

    ``is_home``: where somebody starts who is no deputy.
    """

    order: int
    url: str
    label: str
    badge: int = 0
    unit: str = ""
    is_current: bool = False
    is_home: bool = False


@dataclass(frozen=True)
class PublicPlace:
    """An entry of the public navigation that not every town has: a name of an address."""

    order: int
    url_name: str
    label: str


# Sources () → PublicPlaces, asked on every public page: at most one small query each.
public_places = Registry()
# Sources (request) → DeskPlaces: what the user's own desk consists of.
desk_places = Registry()
