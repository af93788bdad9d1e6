"""What there is one of: the profile and the settings. Their lists lead to the one record."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path

from congress.common.admin import PortalModelAdmin
from congress.township.models import TownSettings, Township
from congress.township.setup import pages as setup


class SingletonAdmin(PortalModelAdmin):
    """The list is the record, or the form that makes it."""

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        if not self.has_view_permission(request):
            return super().changelist_view(request, extra_context)
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}"
        only = self.model._default_manager.first()
        if only is not None:
            return redirect(f"{name}_change", only.pk)
        if self.has_add_permission(request):
            return redirect(f"{name}_add")
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request) and not self.model._default_manager.exists()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """There is never another one to add."""
        context["show_save_and_add_another"] = False
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Township)
class TownshipAdmin(SingletonAdmin):
    """The profile; the first pages of a new town's guided path hang here as well."""

    fieldsets = (
        (
            "名称",
            {
                "description": "会议、届次和页面上的名称都由这里组成。",
                "fields": ("name", "county", "prefecture", "province"),
            },
        ),
        (
            "数字",
            {
                "description": "首页和工作报告用这些数字；不清楚的先空着。",
                "fields": (
                    "area_km2",
                    "farmland_mu",
                    "levee_km",
                    "population",
                    "industrial_firms",
                    "approximate_figures",
                    "as_of",
                ),
            },
        ),
        ("介绍", {"fields": ("introduction",)}),
    )

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("setup/", wrap(setup.profile), name="setup_profile"),
            path("setup/term/", wrap(setup.term), name="setup_term"),
            *super().get_urls(),
        ]


@admin.register(TownSettings)
class TownSettingsAdmin(SingletonAdmin):
    fieldsets = (
        (
            "联系与小组",
            {
                "description": "超出只提醒，不阻止。",
                "fields": (
                    ("liaison_groups_min", "liaison_groups_max"),
                    ("liaison_deputies_min", "liaison_deputies_max"),
                    "group_members_min",
                ),
            },
        ),
        (
            "提醒",
            {
                "description": "联系任务快到期和逾期时，每天早上提醒办理人。",
                "fields": (("reminder_days", "reminder_every_days"),),
            },
        ),
        (
            "主席团与会议",
            {
                "description": "超出只提醒，不阻止。",
                "fields": (
                    ("presidium_members_min", "presidium_members_max"),
                    "sessions_per_year",
                ),
            },
        ),
        ("名册与统计", {"fields": ("age_band_edges", "pads_two_character_names")}),
        (
            "公开",
            {
                "description": "默认不公开。打开“公开代表名册”后，访客能看到代表的基本信息。",
                "fields": (
                    "publishes_deputies",
                    "publishes_liaison_progress",
                    "publishes_ethnic_group",
                    "publishes_political_status",
                ),
            },
        ),
        (
            "对外信息",
            {
                "description": "填了才显示在页脚。",
                "fields": (
                    "contact_phone",
                    "contact_address",
                    "contact_email",
                    "icp_number",
                    "police_number",
                    "site_code",
                ),
            },
        ),
    )
