"""Organs and units."""

from typing import Any

from django.contrib import admin
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from congress.common.admin import PortalModelAdmin
from congress.common.permissions import can_edit_accounts
from congress.township.admin.filters import InForceFilter
from congress.township.models import Organ


@admin.register(Organ)
class OrganAdmin(PortalModelAdmin):
    """An organ that was abolished stays, with what took its place."""

    list_display = ("name", "kind", "administrative", "lifetime", "successor")
    list_select_related = ("successor",)
    list_filter = (InForceFilter, ("kind", ChoicesDropdownFilter), "is_state_administrative")
    search_fields = ("name",)
    autocomplete_fields = ("successor",)
    fieldsets = (
        (None, {"fields": ("name", "kind", "is_state_administrative")}),
        (
            "设立与撤销",
            {
                "description": "机构改革时不要删除原单位：填上撤并时间和并入的单位。",
                "fields": ("starts_on", "ends_on", "successor"),
            },
        ),
    )

    def can_view(self, user: Any) -> bool:
        """Whoever gives the role of a unit must be able to choose the unit."""
        return super().can_view(user) or can_edit_accounts(user)

    @display(description="国家行政机关", ordering="is_state_administrative")
    def administrative(self, organ: Organ) -> str:
        return "是" if organ.is_state_administrative else ""

    @display(description="存续时间", ordering="starts_on")
    def lifetime(self, organ: Organ) -> str:
        start, end = organ.starts_on or "", organ.ends_on or ""
        return f"{start}—{end}" if start or end else ""
