"""Mandates: what ties a person to a congress, with the times in which it was suspended."""

from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from congress.common.admin import (
    PortalModelAdmin,
    PortalStackedInline,
    PortalTabularInline,
    VersionedForm,
)
from congress.township.admin.filters import TermFilter
from deputies.admin.districts import current_term_initial
from deputies.admin.own_office import OfficeForm, OfficePages
from deputies.models import CongressLevel, Mandate, MandateStatus, MandateSuspension, PresidiumPost
from deputies.permissions import can_change_office_of

# Every state has a place: for one that has none, the library would show the slug.
STATUS_LABELS: dict[str, str] = {
    MandateStatus.ENDED: "",
    "none": "",
    MandateStatus.SERVING: "success",
    MandateStatus.SUSPENDED: "warning",
    MandateStatus.UPCOMING: "info",
}


class MandateForm(OfficeForm, VersionedForm):
    """District and group belong to the term of the mandate."""

    office_fields = ("deputy", "level", "term", "starts_on", "ends_on")

    class Meta:
        model = Mandate
        fields = "__all__"  # the admin narrows it

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        term = self.cleaned_data.get("term")
        for name, noun in (("district", "选区"), ("group", "代表小组")):
            chosen = self.cleaned_data.get(name)
            if chosen is not None and term is not None and chosen.term_id != term.pk:
                self.add_error(name, f"这个{noun}属于{chosen.term}，不属于{term}。请重新选择。")
        return cleaned


class MandateStatusFilter(DropdownFilter):
    title = "状态"
    parameter_name = "status"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("seated", "在任和暂停"),
            ("serving", MandateStatus.SERVING.label),
            ("suspended", MandateStatus.SUSPENDED.label),
            ("ended", "终止或未到任"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Mandate]) -> QuerySet[Mandate]:
        return mandates_with_status(queryset, self.value())


def mandates_with_status(mandates: Any, status: str | None) -> Any:
    """Mandates in a state today; all of them when ``status`` is unknown."""
    if status == "seated":
        return mandates.within_period()
    if status == "serving":
        return mandates.serving()
    if status == "suspended":
        return mandates.suspended()
    if status == "ended":
        now = Mandate.objects.within_period().filter(pk=OuterRef("pk"))
        return mandates.exclude(Exists(now))
    return mandates


class SuspensionInline(PortalTabularInline):
    """When a mandate was suspended; nobody enters or lifts his own suspension."""

    model = MandateSuspension
    fields = ("cause", "starts_on", "ends_on")
    verbose_name_plural = "暂停执行代表职务（代表法第六十一条）"

    def _may(self, request: HttpRequest, mandate: Any) -> bool:
        may = self.can_edit(request.user)
        return may and (mandate is None or can_change_office_of(request.user, mandate.deputy))

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj)


class MandateInline(OfficePages, PortalStackedInline):
    """The mandates of a person, on the person's page."""

    model = Mandate
    form = MandateForm
    show_change_link = True
    readonly_fields = ("state",)
    autocomplete_fields = ("district", "group")
    fields = (
        ("state", "level"),
        ("term", "congress_name"),
        ("district", "group"),
        ("starts_on", "start_cause"),
        ("ends_on", "end_cause"),
        "announced_on",
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mandate]:
        found = super().get_queryset(request).select_related("term", "district", "group")
        return found.prefetch_related("suspensions")

    def deputy_concerned(self, obj: Any) -> Any:
        """The table stands on the page of the person."""
        return obj

    @display(description="现状")
    def state(self, mandate: Mandate) -> str:
        return mandate.status_on(timezone.localdate()).label if mandate.pk else "新增"


class PresidiumPostsInline(PortalTabularInline):
    """Posts in the presidium, to be read; they have pages of their own."""

    model = PresidiumPost
    fields = ("role", "term", "starts_on", "ends_on")
    show_change_link = True
    verbose_name_plural = "主席团职务（在“主席团职务”里增加和更改）"

    def can_edit(self, user: Any) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[PresidiumPost]:
        return super().get_queryset(request).select_related("term")


@admin.register(Mandate)
class MandateAdmin(OfficePages, PortalModelAdmin):
    form = MandateForm
    list_display = ("deputy", "level", "congress", "district", "group", "period", "status")
    list_select_related = ("deputy", "term", "district", "group")
    list_filter = (TermFilter, MandateStatusFilter, ("level", ChoicesDropdownFilter))
    search_fields = ("deputy__name", "deputy__pinyin", "deputy__pinyin_initials")
    autocomplete_fields = ("deputy", "district", "group")
    ordering = ("deputy__stroke_key", "level", "pk")
    inlines = (SuspensionInline,)
    fieldsets = (
        (None, {"fields": ("deputy", "level", "term", "congress_name", "district", "group")}),
        ("开始", {"fields": ("starts_on", "start_cause")}),
        (
            "终止",
            {
                "description": "代表法第六十二条。届满的不用填写，随本届任期终止。",
                "fields": ("ends_on", "end_cause", "announced_on"),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mandate]:
        return super().get_queryset(request).prefetch_related("suspensions")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**current_term_initial(), **super().get_changeform_initial_data(request)}

    @display(description="届次", ordering="term__ordinal")
    def congress(self, mandate: Mandate) -> str:
        if mandate.level == CongressLevel.TOWNSHIP:
            return str(mandate.term)
        return mandate.congress_name or str(mandate.term or "")

    @display(description="起止", ordering="starts_on")
    def period(self, mandate: Mandate) -> str:
        if mandate.starts_on is None and mandate.ends_on is None:
            return "随本届"
        return f"{mandate.starts_on or '本届开始'}—{mandate.ends_on or '今'}"

    @display(description="现状", label=STATUS_LABELS)
    def status(self, mandate: Mandate) -> tuple[str, str]:
        state = mandate.status_on(timezone.localdate())
        return state.value, state.label
