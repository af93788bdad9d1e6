"""What small records with a plain form have in common on their pages."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone

from congress.common.attachments.admin import AttachmentPages
from congress.common.partial_dates import PartialDateField
from supervision.admin.entered import EnteredAdmin, KeyedList, vague_today
from supervision.admin.releasing import released_words
from supervision.admin.steps import RecordSteps
from supervision.permissions import can_edit_supervision, can_view_supervision


class OfficeRecordAdmin(RecordSteps, KeyedList, EnteredAdmin):
    """A small record with a plain form, which may be released to the public."""

    class Media:
        css: ClassVar = {"all": ("css/admin-handling.css", "css/admin-demands.css")}

    change_form_outer_after_template = "admin/supervision/record_below.html"
    # The day that a new record begins with, and what its page reads along.
    first_day = ""
    reads_along: tuple[str, ...] = ()

    def can_view(self, user: Any) -> bool:
        return can_view_supervision(user)

    def can_edit(self, user: Any) -> bool:
        return can_edit_supervision(user)

    def list_rows(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model._default_manager.select_related(*self.reads_along)
        return rows

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        rows: Any = self.model._default_manager.visible_to(request.user)
        rows = rows.select_related(*self.reads_along)
        return rows.order_by(*self.get_ordering(request))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        if not self.first_day:
            return initial
        is_vague = isinstance(self.opts.get_field(self.first_day), PartialDateField)
        today = vague_today() if is_vague else timezone.localdate()
        return {self.first_day: today, **initial}

    def state_of(self, record: Any) -> dict[str, str]:
        return {"text": released_words(record)}


class FiledRecordAdmin(AttachmentPages, OfficeRecordAdmin):
    """The same with files."""

    change_form_outer_after_template = "admin/supervision/record_below.html"
    actions_detail = ("attachments_page",)
