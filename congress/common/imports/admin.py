"""The list of imports in the back office, and the addresses of their pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from unfold.decorators import display

from congress.common.admin.base import PortalModelAdmin
from congress.common.admin.records import ImportKindFilter
from congress.common.imports import pages
from congress.common.imports.registry import import_kinds
from congress.common.models import ImportRun, ImportStatus


@admin.register(ImportRun)
class ImportRunAdmin(PortalModelAdmin):
    """What was imported when, by whom; each opens its preview or its result."""

    list_display = (
        "file_name",
        "kind_shown",
        "status_shown",
        "counted",
        "uploaded_by",
        "created_at",
    )
    list_filter = ("status", ImportKindFilter)
    list_select_related = ("created_by",)
    search_fields = ("file_name",)
    ordering = ("-created_at",)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("new/<slug:kind>/", wrap(pages.upload), name="imports_upload"),
            path("run/<slug:public_id>/", wrap(pages.run_page), name="imports_run"),
            path("run/<slug:public_id>/undo/", wrap(pages.undo), name="imports_undo"),
            path("run/<slug:public_id>/file/", wrap(pages.original), name="imports_file"),
            path("run/<slug:public_id>/bad-rows/", wrap(pages.bad_rows), name="imports_bad_rows"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, *_: Any, **__: Any) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        run = get_object_or_404(ImportRun, pk=object_id)
        return redirect("admin:imports_run", run.public_id)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """New ones begin with a file, on the page of their kind."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @display(description="种类", ordering="kind")
    def kind_shown(self, run: ImportRun) -> str:
        kind = import_kinds().get(run.kind)
        return kind.title if kind else run.kind

    @display(
        description="状态",
        ordering="status",
        label={
            ImportStatus.PREVIEW.label: "warning",
            ImportStatus.DONE.label: "success",
            ImportStatus.UNDONE.label: "info",
        },
    )
    def status_shown(self, run: ImportRun) -> str:
        return run.get_status_display()

    @display(description="上传人", ordering="created_by")
    def uploaded_by(self, run: ImportRun) -> str:
        return str(run.created_by or "系统")

    @display(description="结果")
    def counted(self, run: ImportRun) -> str:
        if not run.counts:
            return "—"
        kind = import_kinds().get(run.kind)
        return pages.sentence(run.counts, kind.counter if kind else "行", done=True)
