"""Limits, and the lists that each town keeps for itself."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display

from congress.common.admin import PortalModelAdmin
from congress.township.admin.profile import SingletonAdmin
from proposals.models import Category, OutcomeClass, ProposalSettings, SetAsideGround
from proposals.permissions import can_change_settings


@admin.register(ProposalSettings)
class ProposalSettingsAdmin(SingletonAdmin):
    """One page: limits of the law, which a town may only make stricter."""

    fieldsets = (
        ("联名", {"fields": ("motion_sponsors",)}),
        (
            "期限",
            {
                "description": "改动只影响以后交办的件，已经定下的日期不变。工作日按工作日历计算。",
                "fields": (
                    ("reply_months", "broad_reply_months"),
                    ("opinion_months", "contact_working_days"),
                    ("return_working_days", "reassign_working_days"),
                ),
            },
        ),
        (
            "代表评价和重新办理",
            {
                "description": "改动只影响以后的答复。",
                "fields": ("feedback_from", ("feedback_working_days", "second_months")),
            },
        ),
        ("编号", {"fields": ("number_scope", "numbers_motions_apart")}),
        (
            "公开",
            {
                "description": "默认不公开。代表不同意公开的件，只计入总数。",
                "fields": ("publishes_outcomes", "publishes_progress"),
            },
        ),
    )

    def can_edit(self, user: Any) -> bool:
        return can_change_settings(user)


class TownListAdmin(PortalModelAdmin):
    """A list of the town's own: what is no longer in use stays for the records that name it."""

    list_display: Any = ("name", "in_use", "order")
    fields: Any = ("name", "order", "is_in_use")
    search_fields = ("name",)

    def can_edit(self, user: Any) -> bool:
        return can_change_settings(user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Taken out of use instead, so that no record loses its word."""
        return False

    @display(description="使用", ordering="is_in_use")
    def in_use(self, record: Any) -> str:
        return "使用中" if record.is_in_use else "不再使用"


@admin.register(Category)
class CategoryAdmin(TownListAdmin):
    """What proposals are about."""


@admin.register(SetAsideGround)
class SetAsideGroundAdmin(TownListAdmin):
    """Grounds on which something is not handled as a suggestion."""

    list_display = ("name", "explanation", "in_use", "order")
    fields = ("name", "explanation", "order", "is_in_use")


@admin.register(OutcomeClass)
class OutcomeClassAdmin(TownListAdmin):
    """A, B, C and in some places D."""

    list_display = ("letter", "name", "promise", "in_use", "order")
    fields = ("letter", "name", "is_promise", "order", "is_in_use")

    @display(description="承诺事项", ordering="is_promise")
    def promise(self, outcome: OutcomeClass) -> str:
        return "是" if outcome.is_promise else ""
