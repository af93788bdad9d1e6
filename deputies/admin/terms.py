"""Terms of the congress with their four numbers: 法定测算, 确定数, 实有, 缺额."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.decorators import display

from congress.common.admin import PortalModelAdmin, PortalTabularInline
from congress.township.models import CongressTerm, Session
from deputies.seats import term_figures, township_mandates


class SessionInline(PortalTabularInline):
    model = Session
    fields = ("ordinal", "starts_on", "ends_on", "place")
    show_change_link = True
    verbose_name_plural = "历次会议"


@admin.register(CongressTerm)
class CongressTermAdmin(PortalModelAdmin):
    """Two terms may stand side by side while the town turns over."""

    list_display = ("name", "period", "statutory", "fixed", "in_office", "vacant")
    search_fields = ("town_name",)
    inlines = (SessionInline,)
    readonly_fields = ("statutory", "in_office", "vacant")
    fieldsets = (
        (None, {"fields": ("ordinal", "town_name", "starts_on", "ends_on")}),
        (
            "代表名额",
            {
                "description": (
                    "法定测算按测算人口算出（选举法第十二条）；确定数由县级人大常委会确定；"
                    "实有是现在占有名额的代表；缺额是确定数减去实有。"
                ),
                "fields": (
                    "population_basis",
                    "statutory",
                    "fixed_deputies",
                    "in_office",
                    "vacant",
                ),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[CongressTerm]:
        return super().get_queryset(request).prefetch_related(township_mandates())

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None:
            return fieldsets
        first, (name, options) = fieldsets
        return [first, (name, {**options, "fields": ("population_basis", "fixed_deputies")})]

    @display(description="届", ordering="ordinal")
    def name(self, term: CongressTerm) -> str:
        return str(term)

    @display(description="任期", ordering="starts_on")
    def period(self, term: CongressTerm) -> str:
        return f"{term.starts_on or ''}—{term.ends_on or '今'}"

    @display(description="法定测算", empty_value="—")
    def statutory(self, term: CongressTerm) -> int | None:
        return term.statutory_deputies

    @display(description="确定数", ordering="fixed_deputies", empty_value="—")
    def fixed(self, term: CongressTerm) -> int | None:
        return term.fixed_deputies

    @display(description="实有")
    def in_office(self, term: CongressTerm) -> str:
        figures = term_figures(term, timezone.localdate())
        address = reverse("admin:deputies_deputy_changelist")
        note = f"（其中暂停{figures.suspended}）" if figures.suspended else ""
        return format_html(
            '<a class="text-link" href="{}?term={}&status=seated">{}</a>{}',
            address,
            term.pk,
            figures.seated,
            note,
        )

    @display(description="缺额", empty_value="—")
    def vacant(self, term: CongressTerm) -> str | None:
        vacant = term_figures(term, timezone.localdate()).vacant
        if vacant is None:
            return None
        return str(vacant) if vacant >= 0 else f"超出{-vacant}，请核对"
