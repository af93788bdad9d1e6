"""Electoral districts with the deputies they elected."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.decorators import display

from congress.common.admin import PortalModelAdmin
from congress.township.admin.filters import TermFilter
from congress.township.models import CongressTerm, ElectoralDistrict
from deputies.seats import seats_taken, township_mandates


def current_term_initial() -> dict[str, Any]:
    """What an empty form starts with: the term in force."""
    term = CongressTerm.objects.current(timezone.localdate())
    return {"term": term.pk} if term else {}


@admin.register(ElectoralDistrict)
class ElectoralDistrictAdmin(PortalModelAdmin):
    list_display = ("name", "number", "term", "elected", "village_names")
    list_select_related = ("term",)
    list_filter = (TermFilter,)
    search_fields = ("name", "villages__name")
    autocomplete_fields = ("villages",)
    fields = ("term", "number", "name", "seats", "villages")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ElectoralDistrict]:
        found = super().get_queryset(request).select_related("term")
        return found.prefetch_related(township_mandates(), "villages")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**current_term_initial(), **super().get_changeform_initial_data(request)}

    def choice_label(self, district: ElectoralDistrict) -> str:
        return f"{district}（{district.term}）"

    @display(description="已选/应选")
    def elected(self, district: ElectoralDistrict) -> str:
        taken = len(seats_taken(district, timezone.localdate()))
        note = "，超过应选数" if taken > district.seats else ""
        return f"{taken}/{district.seats}{note}"

    @display(description="所含村（社区）")
    def village_names(self, district: ElectoralDistrict) -> str:
        return "、".join(village.name for village in district.villages.all())
