"""The back office's pages of supervision."""

from supervision.admin import demands, field_work, hearings, plan_items, plans, settings

__all__ = ["demands", "field_work", "hearings", "plan_items", "plans", "settings"]
