"""Deputy groups: who leads them, how many they are."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from unfold.decorators import display

from congress.common.admin import PortalModelAdmin, VersionedForm
from congress.township.admin.filters import TermFilter
from congress.township.models import TownSettings
from deputies.admin.districts import current_term_initial
from deputies.admin.own_office import OfficeForm
from deputies.models import Deputy, DeputyGroup, Mandate
from deputies.seats import seats_taken, township_mandates
from deputies.setup import pages as setup


class DeputyGroupForm(OfficeForm, VersionedForm):
    """The leader is one of the group's members."""

    office_fields = ("term", "leader")

    class Meta:
        model = DeputyGroup
        fields = ("term", "name", "order", "leader", "villages", "meeting_place")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "leader" in self.fields:
            self.fields["leader"].queryset = self._members()  # type: ignore[attr-defined]

    def deputy_of(self, record: Any) -> Any:
        return record.leader

    def _members(self) -> QuerySet[Deputy]:
        if not self.instance.pk:
            return Deputy.objects.none()
        mandates = Mandate.objects.township().filter(group=self.instance)
        present = Deputy.objects.filter(mandates__in=mandates.within_period())
        kept = Deputy.objects.filter(pk=self.instance.leader_id)
        return (present | kept).distinct().order_by("stroke_key")


@admin.register(DeputyGroup)
class DeputyGroupAdmin(PortalModelAdmin):
    form = DeputyGroupForm
    list_display = ("name", "term", "leader", "member_count", "village_names", "meeting_place")
    list_select_related = ("term", "leader")
    list_filter = (TermFilter,)
    search_fields = ("name", "villages__name")
    autocomplete_fields = ("villages",)
    readonly_fields = ("members",)
    fieldsets = (
        (None, {"fields": ("term", "name", "order", "villages", "meeting_place")}),
        (
            "成员",
            {
                "description": "在代表的页面上把代表编入小组；组长从组员中选。",
                "fields": ("leader", "members"),
            },
        ),
    )

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("setup/", wrap(setup.groups), name="setup_groups"),
            path("setup/places/", wrap(setup.places), name="setup_places"),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DeputyGroup]:
        bound = Subquery(TownSettings.objects.values("group_members_min")[:1])
        found = super().get_queryset(request).select_related("term", "leader")
        return found.prefetch_related(township_mandates("deputy"), "villages").annotate(
            least_members=Coalesce(bound, TownSettings().group_members_min)
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:1]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {**current_term_initial(), **super().get_changeform_initial_data(request)}

    def choice_label(self, group: DeputyGroup) -> str:
        return f"{group}（{group.term}）"

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if form.instance.leader_id is None:
            messages.info(request, f"{form.instance}还没有组长。代表编入小组后，请在这一页选组长。")

    @display(description="人数")
    def member_count(self, group: Any) -> str:
        count, least = len(seats_taken(group, timezone.localdate())), group.least_members
        return f"{count}（不足{least}人）" if count < least else str(count)

    @display(description="所含村（社区）")
    def village_names(self, group: DeputyGroup) -> str:
        return "、".join(village.name for village in group.villages.all())

    @display(description="组员")
    def members(self, group: DeputyGroup) -> str:
        people = [m.deputy for m in seats_taken(group, timezone.localdate())]
        people.sort(key=lambda deputy: deputy.stroke_key)
        links = format_html_join(
            "、",
            '<a class="text-link" href="{}">{}</a>',
            ((reverse("admin:deputies_deputy_change", args=[d.pk]), d.name) for d in people),
        )
        return format_html("{}（{}）", links, f"{len(people)}人") if people else "还没有组员"
