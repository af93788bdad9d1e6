"""Limits of supervision, and whether anything of it is public: one page."""

from typing import Any

from django.contrib import admin

from congress.township.admin.profile import SingletonAdmin
from supervision.models import SupervisionSettings
from supervision.permissions import can_edit_supervision, can_view_supervision


@admin.register(SupervisionSettings)
class SupervisionSettingsAdmin(SingletonAdmin):
    """A limit that was given moves no more."""

    fieldsets = (
        (
            "期限",
            {
                "description": "改动只影响以后发出的，已经定下的日期不变。",
                "fields": (("opinion_months", "rectification_days"),),
            },
        ),
        ("质询", {"fields": ("interpellation_movers",)}),
        ("公开", {"description": "默认不公开。", "fields": ("publishes_supervision",)}),
    )

    def can_view(self, user: Any) -> bool:
        return can_view_supervision(user)

    def can_edit(self, user: Any) -> bool:
        return can_edit_supervision(user)
