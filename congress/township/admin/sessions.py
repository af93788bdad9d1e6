"""Sessions of the congress."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display

from congress.common.admin import PortalModelAdmin
from congress.township.admin.filters import TermFilter
from congress.township.models import Session


@admin.register(Session)
class SessionAdmin(PortalModelAdmin):
    list_display = ("name", "held", "place")
    list_select_related = ("term",)
    list_filter = (TermFilter,)
    search_fields = ("place",)
    fields = ("full_name", "term", "ordinal", "starts_on", "ends_on", "place")
    readonly_fields = ("full_name",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_fields(request, obj)
        return fields if obj else [name for name in fields if name != "full_name"]

    @display(description="会议", ordering=("term__ordinal"))
    def name(self, session: Session) -> str:
        return session.short_name

    @display(description="全称")
    def full_name(self, session: Session) -> str:
        return session.full_name

    @display(description="会期", ordering="starts_on")
    def held(self, session: Session) -> str:
        if session.ends_on in (None, session.starts_on):
            return str(session.starts_on or "")
        return f"{session.starts_on or ''}至{session.ends_on}"
