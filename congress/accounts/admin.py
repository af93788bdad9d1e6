"""The login rules of each role."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display

from congress.accounts.models import LoginPolicy
from congress.accounts.permissions import can_change_policy
from congress.common import permissions
from congress.common.admin import PortalModelAdmin
from congress.common.roles import BACK_OFFICE


@admin.register(LoginPolicy)
class LoginPolicyAdmin(PortalModelAdmin):
    """One row a role, made with the table; changed, never deleted."""

    list_display = (
        "role",
        "idle_minutes",
        "absolute_hours",
        "remembered",
        "card_allowed",
        "link_days",
    )
    readonly_fields = ("role",)
    fieldsets = (
        (
            None,
            {
                "description": "一人有几个角色的，按最严的算。改动对已登录的人一分钟内生效。",
                "fields": ("role", "idle_minutes", "absolute_hours"),
            },
        ),
        ("履职卡和手机", {"fields": ("card_allowed", "remember_days", "link_days")}),
    )

    def can_view(self, user: Any) -> bool:
        return permissions.can_view_accounts(user)

    def can_edit(self, user: Any) -> bool:
        return permissions.can_edit_accounts(user)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Cards are no matter of the back office's roles."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets[:1] if obj is not None and obj.role in BACK_OFFICE else fieldsets

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.can_edit(request.user) and (
            obj is None or can_change_policy(request.user, obj.role)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="记住手机（天）", ordering="remember_days")
    def remembered(self, policy: LoginPolicy) -> str:
        return str(policy.remember_days or "不记住")
