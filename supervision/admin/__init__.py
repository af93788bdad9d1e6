"""The back office's pages of supervision."""

from supervision.admin import (
    demands,
    field_work,
    funds,
    hearings,
    plan_items,
    plans,
    projects,
    settings,
)

__all__ = [
    "demands",
    "field_work",
    "funds",
    "hearings",
    "plan_items",
    "plans",
    "projects",
    "settings",
]
