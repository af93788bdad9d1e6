"""Villages and the areas they belong to."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from congress.common.admin import PortalModelAdmin
from congress.township.admin.filters import InForceFilter
from congress.township.models import Area, Village


@admin.register(Area)
class AreaAdmin(PortalModelAdmin):
    list_display = ("name", "order")
    search_fields = ("name",)
    fields = ("name", "order")


@admin.register(Village)
class VillageAdmin(PortalModelAdmin):
    """Merged villages stay: what happened there keeps its place."""

    list_display = ("name", "kind", "area", "founded", "merged")
    list_select_related = ("area", "successor")
    list_filter = (
        InForceFilter,
        ("area", RelatedDropdownFilter),
        ("kind", ChoicesDropdownFilter),
    )
    search_fields = ("name",)
    autocomplete_fields = ("successor",)
    fieldsets = (
        (None, {"fields": ("name", "kind", "area", "order")}),
        (
            "设立与撤并",
            {
                "description": (
                    "合村并组时不要删除原来的村：填上撤并时间和并入的村，过去的记录仍在原村名下。"
                ),
                "fields": ("starts_on", "ends_on", "successor"),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Village]:
        return super().get_queryset(request).select_related("area", "successor")

    @display(description="设立时间", ordering="starts_on")
    def founded(self, village: Village) -> str:
        return str(village.starts_on or "")

    @display(description="撤并")
    def merged(self, village: Village) -> str:
        if village.ends_on is None:
            return ""
        into = f"，并入{village.successor}" if village.successor else ""
        return f"{village.ends_on}{into}"
