"""The back office's pages of supervision."""

from supervision.admin import (
    advice,
    county,
    demands,
    field_work,
    funds,
    hearings,
    interpellations,
    plan_items,
    plans,
    projects,
    questions,
    settings,
)

__all__ = [
    "advice",
    "county",
    "demands",
    "field_work",
    "funds",
    "hearings",
    "interpellations",
    "plan_items",
    "plans",
    "projects",
    "questions",
    "settings",
]
