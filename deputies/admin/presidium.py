"""Posts in the presidium with what their holders do besides."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from congress.common.admin import PortalModelAdmin, PortalStackedInline, VersionedForm
from congress.township.admin.filters import InForceFilter, TermFilter
from deputies.admin.districts import current_term_initial
from deputies.admin.own_office import OfficeForm, OfficePages
from deputies.consistency.presidium import administrative_post_warning, administrative_posts
from deputies.models import ConcurrentDuty, PresidiumPost


class ConcurrentDutyInline(PortalStackedInline):
    model = ConcurrentDuty
    autocomplete_fields = ("organ",)
    verbose_name_plural = "兼任职务和分管工作"
    fields = (
        ("title", "organ"),
        "is_administrative_post",
        ("starts_on", "ends_on"),
        "result",
    )


class PresidiumPostForm(OfficeForm, VersionedForm):
    office_fields = ("deputy", "term", "role", "starts_on", "ends_on")

    class Meta:
        model = PresidiumPost
        fields = "__all__"  # the admin narrows it


@admin.register(PresidiumPost)
class PresidiumPostAdmin(OfficePages, PortalModelAdmin):
    """The warning of 组织法18② stands in the list, on the page and after saving."""

    form = PresidiumPostForm
    list_display = ("deputy", "role", "term", "period", "full_time", "warning_mark")
    list_select_related = ("deputy", "term")
    list_filter = (TermFilter, InForceFilter, ("role", ChoicesDropdownFilter))
    search_fields = ("deputy__name", "deputy__pinyin", "deputy__pinyin_initials")
    autocomplete_fields = ("deputy",)
    readonly_fields = ("warning",)
    inlines = (ConcurrentDutyInline,)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    "warning",
                    "deputy",
                    "term",
                    "role",
                    "is_full_time",
                    "elected_at",
                    "starts_on",
                    "ends_on",
                )
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[PresidiumPost]:
        found = super().get_queryset(request).select_related("deputy", "term")
        return found.prefetch_related("concurrent_duties__organ")

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The warning only takes room when there is one."""
        (name, options), *rest = super().get_fieldsets(request, obj)
        if obj is None or not administrative_posts(obj, timezone.localdate()):
            options = {**options, "fields": [f for f in options["fields"] if f != "warning"]}
        return [(name, options), *rest]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**current_term_initial(), **super().get_changeform_initial_data(request)}

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        saved = self.get_queryset(request).get(pk=form.instance.pk)
        if sentence := administrative_post_warning(saved, timezone.localdate()):
            messages.warning(request, sentence)

    @display(description="任职起止", ordering="starts_on")
    def period(self, post: PresidiumPost) -> str:
        if post.starts_on is None and post.ends_on is None:
            return "随本届"
        return f"{post.starts_on or '本届开始'}—{post.ends_on or '今'}"

    @display(description="专职", ordering="is_full_time")
    def full_time(self, post: PresidiumPost) -> str:
        return "专职" if post.is_full_time else ""

    @display(description="提醒", label={"兼任行政职务": "warning"})
    def warning_mark(self, post: PresidiumPost) -> str:
        return "兼任行政职务" if administrative_posts(post, timezone.localdate()) else ""

    @display(description="提醒")
    def warning(self, post: PresidiumPost) -> str:
        return administrative_post_warning(post, timezone.localdate())
