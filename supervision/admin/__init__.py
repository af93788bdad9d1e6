"""The back office's pages of supervision."""

from supervision.admin import plan_items, plans, settings

__all__ = ["plan_items", "plans", "settings"]
