"""What was accepted with a reason, and the addresses of the page of checks."""

from typing import Any

from django.contrib import admin
from django.urls import URLPattern, path

from congress.common import consistency_pages as pages
from congress.common.admin.base import PortalModelAdmin
from congress.common.models import AcceptedFinding


@admin.register(AcceptedFinding)
class AcceptedFindingAdmin(PortalModelAdmin):
    """Read only: accepting and taking back are done on the page of checks."""

    list_display = ("sentence", "reason", "accepted_by", "accepted_at")
    list_select_related = ("accepted_by",)
    search_fields = ("sentence", "reason")
    list_filter = ("accepted_at",)
    fields = ("sentence", "reason", "accepted_by", "accepted_at")
    readonly_fields = fields

    def can_edit(self, user: Any) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("checks/", wrap(pages.consistency_page), name="consistency"),
            path(
                "checks/<slug:check>/<str:subject>/",
                wrap(pages.accept_page),
                name="consistency_accept",
            ),
            path(
                "<int:pk>/list-again/",
                wrap(pages.list_again_page),
                name="consistency_list_again",
            ),
            *super().get_urls(),
        ]
