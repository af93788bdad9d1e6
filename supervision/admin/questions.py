"""Inquiries during a deliberation, and what is referred to the county to be investigated."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import DropdownFilter
from unfold.decorators import display

from supervision.admin.entered import ReleasedFilter, UnitFilter, YearFilter
from supervision.admin.office_records import FiledRecordAdmin, OfficeRecordAdmin
from supervision.admin.releasing import releasing_pages
from supervision.models import Inquiry, Referral
from supervision.querysets import reads_all

WHY_REFERRED = (
    "特定问题的调查委员会由县级以上人大组织（组织法第三十六条），乡镇人大不能自己组织。"
    "乡镇发现的问题可以报县人大常委会，由县里决定是否调查。这里记报送了什么、怎么回复的。"
)


class AnsweredFilter(DropdownFilter):
    """Whether there is an answer."""

    title = "答复"
    parameter_name = "answered"
    column = "answered_on"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "没有答复"), ("yes", "已经答复")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(**{f"{self.column}__isnull": self.value() == "no"})


class RepliedFilter(AnsweredFilter):
    """Whether the county said something."""

    title = "回复"
    column = "replied_on"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("no", "没有回复"), ("yes", "已经回复")]


@admin.register(Inquiry)
class InquiryAdmin(OfficeRecordAdmin):
    """Asked by one deputy or several during a deliberation, answered at once or later."""

    step_pages = releasing_pages(lambda inquiry: f"{inquiry.question}\n{inquiry.answer}".strip())
    year_column = "asked_on"
    first_day = "asked_on"
    reads_along = ("session__term", "meeting", "hearing", "deputy", "unit", "released_by")
    list_display = ("topic", "deputy", "unit", "asked_on", "answered")
    list_select_related = ("deputy", "unit")
    list_filter = (AnsweredFilter, UnitFilter, YearFilter, ReleasedFilter)
    search_fields = ("topic", "question", "answer", "answered_by", "deputy__name", "unit__name")
    search_help_text = "事项、问题、答复、代表、单位"
    ordering = ("-asked_on", "-pk")
    autocomplete_fields = ("session", "meeting", "hearing", "deputy", "unit")
    fieldsets = (
        (None, {"fields": ("asked_on", "session", "meeting", "hearing")}),
        ("询问", {"fields": ("deputy", "unit", "topic", "question")}),
        ("答复", {"fields": ("answered_by", "answered_on", "answer")}),
    )

    @display(description="答复", ordering="answered_on")
    def answered(self, inquiry: Inquiry) -> str:
        return "已经答复" if inquiry.answered_on else "没有答复"


@admin.register(Referral)
class ReferralAdmin(FiledRecordAdmin):
    """Recorded as referred; there is nothing to open here."""

    year_column = "referred_on"
    first_day = "referred_on"
    list_display = ("title", "sent_to", "referred", "replied")
    list_select_related = ()
    list_filter = (RepliedFilter, YearFilter)
    search_fields = ("title", "content", "sent_to", "document_number", "reply")
    search_help_text = "问题、情况、报送机关、文号、回复"
    ordering = ("-referred_on", "-pk")
    list_before_template = "admin/supervision/referral_note.html"
    fieldsets = (
        (
            None,
            {
                "fields": ("title", "content", "referred_on", "sent_to", "document_number"),
                "description": WHY_REFERRED,
            },
        ),
        ("回复", {"fields": ("replied_on", "reply")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows = Referral.objects.order_by(*self.ordering)
        return rows if reads_all(request.user) else rows.none()

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"note": WHY_REFERRED, **(extra_context or {})})

    def state_of(self, record: Referral) -> dict[str, str]:
        return {}

    @display(description="报送日期", ordering="referred_on")
    def referred(self, referral: Referral) -> str:
        return str(referral.referred_on)

    @display(description="回复日期", ordering="replied_on")
    def replied(self, referral: Referral) -> str:
        return str(referral.replied_on or "没有回复")
