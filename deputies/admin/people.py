"""The roster: the list with the clerk's filters, and a person's page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import NoReverseMatch, URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import action, display

from congress.common.admin import PortalModelAdmin
from congress.common.codes import education_short
from congress.common.masking import mask_address, mask_id_number, mask_phone
from congress.common.permissions import can_edit_accounts, can_open_sensitive
from congress.township.models import TownSettings
from deputies.admin import person_filters as filters
from deputies.admin.card_pages import CardPages
from deputies.admin.duty_pages import DutyPages
from deputies.admin.mandates import STATUS_LABELS, MandateInline, PresidiumPostsInline
from deputies.admin.person_form import DeputyForm
from deputies.admin.person_pages import PersonPages
from deputies.models import Deputy, Mandate, MandateStatus
from deputies.seats import township_mandates

_KEPT = (
    "phone_masked",
    ("new_phone", "drop_phone"),
    "id_number_masked",
    ("new_id_number", "drop_id_number"),
    "address_masked",
    ("new_address", "drop_address"),
)
_RANK = [
    MandateStatus.SERVING,
    MandateStatus.SUSPENDED,
    MandateStatus.UPCOMING,
    MandateStatus.ENDED,
]


def present_mandate(deputy: Any) -> Mandate | None:
    """The mandate that the list shows: the one in office, else the latest."""
    today = timezone.localdate()
    mandates = sorted(
        deputy.township_mandates,
        key=lambda m: (_RANK.index(m.status_on(today)), -m.term.ordinal),
    )
    return mandates[0] if mandates else None


@admin.register(Deputy)
class DeputyAdmin(PersonPages, DutyPages, CardPages, PortalModelAdmin):
    form = DeputyForm
    list_display = (
        "name_shown",
        "sex_shown",
        "ethnic_shown",
        "born",
        "education_shown",
        "post",
        "village",
        "group",
        "status",
    )
    list_select_related = ("village",)
    list_filter = (
        filters.TermFilter,
        filters.StatusFilter,
        filters.GroupFilter,
        ("village", RelatedDropdownFilter),
        filters.DistrictFilter,
        ("sex", ChoicesDropdownFilter),
        ("ethnic_group", ChoicesDropdownFilter),
        filters.EducationFilter,
        ("political_status", ChoicesDropdownFilter),
        filters.LevelFilter,
        filters.AccountFilter,
        filters.PresidiumFilter,
    )
    search_fields = ("name",)
    search_help_text = "姓名、全拼或拼音首字母，如：张伟、zhangwei、zw"
    autocomplete_fields = ("village", "user")
    inlines = (MandateInline, PresidiumPostsInline)
    actions_list = ("import_roster", "export_page", "cards_page")
    actions_detail = ("duty_record_page", "card_page", "open_account_page")
    readonly_fields = ("phone_masked", "id_number_masked", "address_masked")
    fieldsets = (
        (
            "基本信息",
            {
                "fields": (
                    ("name", "sex"),
                    ("ethnic_group", "born_on"),
                    ("education", "political_status"),
                    ("post", "occupation_class"),
                    ("employer", "village"),
                )
            },
        ),
        (
            "联系方式（保密）",
            {
                "description": "只显示一部分。点“查看”可以看到全部，并留下记录。",
                "fields": _KEPT,
            },
        ),
        ("其他", {"fields": ("user", "manual_sort_key", "remark")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Deputy]:
        found = super().get_queryset(request).select_related("village")
        return found.prefetch_related(township_mandates())

    def get_ordering(self, request: HttpRequest) -> list[str]:
        padded = TownSettings.load().pads_two_character_names
        return ["stroke_key_padded" if padded else "stroke_key", "pk"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        return (queryset.found_by(search_term) if search_term else queryset), False  # type: ignore[attr-defined]

    def choice_label(self, deputy: Deputy) -> str:
        parts = [str(deputy.village or ""), f"{deputy.born_on}生" if deputy.born_on else ""]
        known = "，".join(part for part in parts if part)
        return f"{deputy.name}（{known}）" if known else deputy.name

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nothing to see or remove on a new page; nothing to enter for a reader."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None:
            kept: tuple[Any, ...] = ("new_phone", "new_id_number", "new_address")
        elif self.has_change_permission(request, obj):
            return fieldsets
        else:
            kept = tuple(row for row in _KEPT if isinstance(row, str))
        basics, (name, options), other = fieldsets
        return [basics, (name, {**options, "fields": kept}), other]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = super().get_readonly_fields(request, obj)
        return fields if can_edit_accounts(request.user) else (*fields, "user")

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        holds_posts = obj is not None and obj.presidium_posts.exists()
        return self.inlines if holds_posts else (MandateInline,)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """Knows on the way to the page whether its reader may open the kept columns."""
        deputy = super().get_object(request, object_id, from_field)
        if deputy is not None:
            deputy.may_be_opened = can_open_sensitive(request.user)
        return deputy

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.open_page)
        own = path("<int:object_id>/open/<str:column>/", view, name="deputies_deputy_open")
        sheet = path(
            "<int:object_id>/duty-record/<int:year>.pdf",
            self.admin_site.admin_view(self.duty_sheet),
            name="deputies_deputy_duty_sheet",
        )
        return [own, sheet, *super().get_urls()]

    @display(description="姓名", ordering="stroke_key")
    def name_shown(self, deputy: Deputy) -> str:
        return deputy.name

    @display(description="性别", ordering="sex")
    def sex_shown(self, deputy: Deputy) -> str:
        return deputy.get_sex_display()

    @display(description="民族", ordering="ethnic_group")
    def ethnic_shown(self, deputy: Deputy) -> str:
        return deputy.get_ethnic_group_display()

    @display(description="出生年月", ordering="born_on")
    def born(self, deputy: Deputy) -> str:
        return str(deputy.born_on or "")

    @display(description="文化程度", ordering="education")
    def education_shown(self, deputy: Deputy) -> str:
        return education_short(deputy.education)

    @display(description="代表小组")
    def group(self, deputy: Deputy) -> str:
        mandate = present_mandate(deputy)
        return str(mandate.group) if mandate and mandate.group else ""

    @display(description="状态", label=STATUS_LABELS)
    def status(self, deputy: Deputy) -> Any:
        mandate = present_mandate(deputy)
        if mandate is None:
            return "none", "没有代表资格"
        state = mandate.status_on(timezone.localdate())
        return state.value, state.label

    @display(description="联系电话")
    def phone_masked(self, deputy: Deputy) -> str:
        return self._masked(deputy, "phone", mask_phone(deputy.phone))

    @display(description="身份证号")
    def id_number_masked(self, deputy: Deputy) -> str:
        return self._masked(deputy, "id_number", mask_id_number(deputy.id_number))

    @display(description="住址")
    def address_masked(self, deputy: Deputy) -> str:
        return self._masked(deputy, "address", mask_address(deputy.address))

    def _masked(self, deputy: Deputy, column: str, masked: str) -> str:
        if not masked or not getattr(deputy, "may_be_opened", False):
            return masked or "未填"
        address = reverse("admin:deputies_deputy_open", args=[deputy.pk, column])
        return format_html(
            '{} <a class="portal-open" href="{}">查看{}</a>',
            masked,
            address,
            deputy._meta.get_field(column).verbose_name,  # type: ignore[union-attr]
        )

    def has_import_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        try:
            reverse("admin:imports_upload", kwargs={"kind": "roster"})
        except NoReverseMatch:
            return False
        return self.has_add_permission(request)

    @action(description="导入代表名册", icon="upload_file", permissions=["import"])
    def import_roster(self, request: HttpRequest) -> HttpResponse:
        return redirect("admin:imports_upload", kind="roster")
