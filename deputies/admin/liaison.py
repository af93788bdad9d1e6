"""Liaison in the back office: the plans, and the tasks that follow from them."""

from deputies.admin import liaison_plans, liaison_tasks

__all__ = ["liaison_plans", "liaison_tasks"]
