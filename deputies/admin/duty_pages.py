"""A deputy's duty record in the back office: by year, and as a sheet."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from unfold.decorators import action

from congress.common.permissions import can_view_records
from deputies.duty.pages import record_or_404, record_sheet
from deputies.models import Deputy


class DutyPages:
    """Mixed into DeputyAdmin."""

    admin_site: Any
    model: Any

    def has_duty_record_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return can_view_records(request.user)

    @action(
        description="履职档案",
        icon="folder_shared",
        url_path="duty-record",
        permissions=["duty_record"],
    )
    def duty_record_page(self, request: HttpRequest, object_id: str) -> HttpResponse:
        deputy = self._deputy(object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": f"{deputy}的履职档案",
            "opts": self.model._meta,
            "original": deputy,
            "record": record_or_404(deputy, request.GET.get("year", "")),
        }
        return TemplateResponse(request, "admin/deputies/deputy/duty_record.html", context)

    def duty_sheet(self, request: HttpRequest, object_id: int, year: int) -> HttpResponse:
        if not self.has_duty_record_permission(request):
            raise PermissionDenied
        found = record_or_404(self._deputy(object_id), str(year))
        return record_sheet(found, actor=request.user)

    def _deputy(self, object_id: Any) -> Deputy:
        return get_object_or_404(Deputy.objects.select_related("village"), pk=object_id)
