"""Work reports in the back office: the list, the editor, and the acts that change their state."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from unfold.widgets import UnfoldAdminSelectWidget

from congress.common.admin import PortalModelAdmin
from congress.common.exceptions import RuleViolation
from congress.common.templatetags.portal import cn_date
from congress.documents import permissions, services
from congress.documents.models import WorkReport
from congress.documents.report_files import report_pdf
from congress.documents.report_pages import EditorPages, report_response
from congress.documents.workflow import ReportAction, is_possible
from congress.township.models import Session


class SessionForm(forms.Form):
    """Which session a new report is made for: those that have none yet."""

    session = forms.ModelChoiceField(
        Session.objects.none(),
        label="会议",
        empty_label=None,
        widget=UnfoldAdminSelectWidget,
        help_text="只列出还没有工作报告的会议。没有要找的会议时，先在“次会议”里录入。",
        error_messages={"required": "请选择会议。", "invalid_choice": "这次会议已经有工作报告了。"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sessions = Session.objects.filter(work_reports__isnull=True).select_related("term")
        self.fields["session"].queryset = sessions  # type: ignore[attr-defined]
        self.fields["session"].label_from_instance = _session_label  # type: ignore[attr-defined]


def _session_label(session: Session) -> str:
    when = f"（{session.starts_on}）" if session.starts_on else "（日期未定）"
    return f"{session.full_name}{when}"


@admin.register(WorkReport)
class WorkReportAdmin(EditorPages, PortalModelAdmin):
    """The reports, newest first. The form is a page of its own (EditorPages)."""

    list_display = ("title", "session", "edition_shown", "period_shown", "status", "file_link")
    list_select_related = ("session__term",)
    list_filter = ("status",)
    list_display_links = ("title",)
    search_fields = ("title", "speaker")
    readonly_fields = ("status",)

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).without_texts()

    def has_delete_permission(self, request: HttpRequest, obj: WorkReport | None = None) -> bool:
        if obj is not None and not is_possible(obj, ReportAction.DISCARD):
            return False
        return permissions.can_edit_report(request.user, obj)

    def delete_model(self, request: HttpRequest, obj: WorkReport) -> None:
        services.discard_report(obj, actor=request.user)

    @admin.display(description="版次", ordering="edition")
    def edition_shown(self, report: WorkReport) -> str:
        return "第1版" if report.edition == 1 else f"第{report.edition}版（更正）"

    @admin.display(description="报告期", ordering="period_starts_on")
    def period_shown(self, report: WorkReport) -> str:
        return f"{cn_date(report.period_starts_on)}至{cn_date(report.period_ends_on)}"

    @admin.display(description="文件")
    def file_link(self, report: WorkReport) -> str:
        address = reverse("admin:documents_workreport_file", args=[report.pk])
        words = "草稿PDF" if report.is_draft else "下载PDF"
        return format_html('<a class="text-link" href="{}">{}</a>', address, words)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        pages = [
            ("file", self.file_page),
            ("preview", self.preview_page),
            ("finalise", self.finalise_page),
            ("release", self.release_page),
            ("edition", self.edition_page),
        ]
        own = [
            path(f"<int:pk>/{name}/", view(page), name=f"documents_workreport_{name}")
            for name, page in pages
        ]
        return [*own, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Choose the session; the draft opens in the editor."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = SessionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                report = services.create_report(form.cleaned_data["session"], actor=request.user)
            except RuleViolation as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, "已按现有数据写好建议文字。请逐节修改、补写。")
                return self.to_editor(report)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "新建年度工作报告",
            "form": form,
            "has_sessions": form.fields["session"].queryset.exists(),  # type: ignore[attr-defined]
        }
        return TemplateResponse(request, "admin/documents/workreport/new.html", context)

    def file_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The stored file byte for byte; of a draft what it would print now."""
        report = self.report_or_404(request, pk)
        try:
            return report_response(report_pdf(report), report, actor=request.user)
        except RuleViolation as error:
            messages.error(request, error.message)
            return self.to_editor(report)

    def to_editor(self, report: WorkReport) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:documents_workreport_change", args=[report.pk]))
