"""Figures of handling: on a page, each with its list behind it, and as a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter

from congress.common.downloads import XLSX, office_file
from congress.common.permissions import can_view_records
from proposals.admin.reporting import released_reports
from proposals.statistics.lists import PARAMETER, figure_list
from proposals.statistics.page import statistics_page
from proposals.statistics.sheet import statistics_xlsx
from proposals.statistics.tables import Dimension

_DIMENSION = "by"


class FigureFilter(DropdownFilter):
    """The proposals that a figure of the statistics counts; there only while one is looked at."""

    title = "统计数字"
    parameter_name = PARAMETER

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        chosen = figure_list(self.value() or "")
        return [(self.value(), chosen.label)] if chosen else []

    def has_output(self) -> bool:
        return bool(self.value())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        value = self.value()
        if not value:
            return queryset
        chosen = figure_list(value)
        return queryset.filter(pk__in=chosen.keys()) if chosen else queryset.none()


class Statistics:
    """Part of the admin of proposals."""

    def get_urls(self: Any) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("statistics/", view(self.statistics_page), name="proposals_statistics"),
            path(
                "statistics/export/", view(self.statistics_export), name="proposals_statistics_xlsx"
            ),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def statistics_page(self: Any, request: HttpRequest) -> HttpResponse:
        """Figures of one session, year or term; side by side by what is chosen."""
        page = self._statistics(request)
        context = {**self.admin_site.each_context(request), "opts": self.opts, **page}
        context |= released_reports(request, page.get("scope"))
        return TemplateResponse(request, "admin/proposals/statistics.html", context)

    def statistics_export(self: Any, request: HttpRequest) -> HttpResponse:
        """The same as a spreadsheet, a sheet for each table."""
        page = self._statistics(request)
        if page.get("scope") is None:
            raise Http404
        content = statistics_xlsx(page["scope"])
        return office_file(
            content,
            f"议案建议办理统计{timezone.localdate():%Y%m%d}.xlsx",
            content_type=XLSX,
            actor=request.user,
            subject=f"议案建议办理统计（{page['scope'].title}）",
        )

    def _statistics(self: Any, request: HttpRequest) -> dict[str, Any]:
        if not can_view_records(request.user):
            raise PermissionDenied
        chosen = request.GET.get(_DIMENSION, "")
        dimension = Dimension(chosen) if chosen in Dimension.values else Dimension.UNIT
        return {
            "title": "办理统计",
            **statistics_page(request.GET.get("of", ""), dimension),
        }
