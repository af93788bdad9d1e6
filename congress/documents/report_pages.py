"""The pages of the report editor in the back office, as a part of WorkReportAdmin."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from congress.common.addresses import number_in
from congress.common.conflicts import conflict_of
from congress.common.downloads import office_file
from congress.common.exceptions import RuleViolation, StaleRecord
from congress.documents import permissions, services
from congress.documents.enums import ReportPart
from congress.documents.models import WorkReport
from congress.documents.report_content import content_of, draft_content, withheld_headings
from congress.documents.report_editor import (
    ReportForm,
    SectionRow,
    parts_of,
    rows_of,
    sections_at,
    typed_copy,
    typed_report,
    typed_sections,
)
from congress.documents.report_files import file_name, render_report, report_pdf
from congress.documents.workflow import ReportAction, is_possible

_TEMPLATES = "admin/documents/workreport"


def report_response(
    pdf: bytes, report: WorkReport, *, actor: Any, is_shown: bool = False
) -> HttpResponse:
    """A report as a file for ``actor``, to be kept or to be looked at."""
    name = file_name(report)
    return office_file(pdf, name, is_shown=is_shown, actor=actor, subject=name)


class EditorPages:
    """Change view, preview, and the questions before a report changes its state."""

    admin_site: Any
    opts: Any

    def report_or_404(self, request: HttpRequest, pk: int) -> WorkReport:
        """A report in this user's scope."""
        reports = WorkReport.objects.visible_to(request.user).with_list_relations()
        report = reports.filter(pk=pk).first()
        if report is None or not self.has_view_permission(request, report):  # type: ignore[attr-defined]
            raise Http404
        return report

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The editor of a draft; of a final report its text as it was frozen."""
        if request.method == "POST" and self.is_gone(object_id):  # type: ignore[attr-defined]
            return self.gone_page(request, object_id)  # type: ignore[attr-defined]
        report = self.report_or_404(request, number_in(object_id) or 0)
        may_edit = permissions.can_edit_report(request.user, report)
        if not may_edit or not is_possible(report, ReportAction.EDIT):
            if request.method == "POST":
                services.save_report(report, services.ReportInput(), actor=request.user)
            return self._page(request, report, "final.html", content=content_of(report))
        if request.method == "POST":
            return self._save(request, report)
        return self._editor(request, report, ReportForm(instance=report))

    # --- the editor ---------------------------------------------------------------------------

    def _save(self, request: HttpRequest, report: WorkReport) -> HttpResponse:
        """Store everything on the page, then do what the button says."""
        form = ReportForm(request.POST, instance=WorkReport(session=report.session))
        if not form.is_valid():
            return self._editor(request, report, form, self._typed_rows(request, report))
        values = typed_report(form, request.POST)
        seen = request.POST.get("seen_version", "")
        version = number_in(seen) or 0
        try:
            saved = services.save_report(report, values, actor=request.user, seen_version=version)
        except StaleRecord:
            return self._refused(request, report, form, version)
        except RuleViolation as error:
            form.add_error(None, error.message)
            return self._editor(request, report, form, self._typed_rows(request, report))
        return self._go_on(request, saved, request.POST.get("do", "save"))

    def _go_on(self, request: HttpRequest, report: WorkReport, button: str) -> HttpResponse:
        """After saving: what the button with the value ``verb`` or ``verb:what`` asks for."""
        verb, _, what = button.partition(":")
        if verb == "finalise":
            address = reverse("admin:documents_workreport_finalise", args=[report.pk])
            return redirect(f"{address}?version={report.version}")
        anchor = ""
        try:
            anchor = self._section_step(request, report, verb, what)
        except RuleViolation as error:
            messages.error(request, error.message)
        else:
            messages.success(request, _SAID.get(verb, "已保存。"))
        return redirect(reverse("admin:documents_workreport_change", args=[report.pk]) + anchor)

    def _section_step(self, request: HttpRequest, report: WorkReport, verb: str, what: str) -> str:
        """Do one thing to one section; gives the place on the page to go back to."""
        how: dict[str, Any] = {"actor": request.user, "seen_version": report.version}
        if verb == "add" and what in ReportPart.values:
            added = services.add_section(report, ReportPart(what), **how)
            return f"#section-{added.pk}"
        section = report.sections.filter(pk=number_in(what) or 0).first()
        if section is None:
            return ""
        if verb == "restore":
            services.refresh_suggestions(section, **how)
        elif verb == "remove":
            services.remove_section(section, **how)
            return ""
        elif verb in _STEPS:
            services.move_section(section, _STEPS[verb], **how)
        return f"#section-{section.pk}"

    def _refused(
        self, request: HttpRequest, report: WorkReport, form: ReportForm, seen: int
    ) -> HttpResponse:
        """Somebody else saved first: both versions on the page, nothing stored."""
        fresh = self.report_or_404(request, report.pk)
        rows = rows_of(
            fresh,
            services.suggestions(fresh),
            typed_sections(request.POST),
            opened=sections_at(fresh, seen),
        )
        conflict = conflict_of(form, record=fresh, mark=seen)
        return self._editor(request, fresh, form, rows, conflicts=[conflict], status=409)

    def _typed_rows(self, request: HttpRequest, report: WorkReport) -> list[SectionRow]:
        return rows_of(report, services.suggestions(report), typed_sections(request.POST))

    def _editor(
        self,
        request: HttpRequest,
        report: WorkReport,
        form: ReportForm,
        rows: list[SectionRow] | None = None,
        **extra: Any,
    ) -> HttpResponse:
        if rows is None:
            rows = rows_of(report, services.suggestions(report))
        # What a refused or faulty form carries on: the version it was opened with, unless it is
        # shown beside the newer one and may then replace it.
        seen = request.POST.get("seen_version") if extra.get("status") is None else None
        return self._page(
            request,
            report,
            "editor.html",
            form=form,
            parts=parts_of(rows),
            missing=[row for row in rows if row.key and not row.text.strip()],
            seen_version=seen or report.version,
            appendices=draft_content(report, [])["appendices"],
            **extra,
        )

    def preview_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The PDF of a draft: as stored, or as typed on the page that posts here."""
        report = self.report_or_404(request, pk)
        if request.method != "POST" or not report.is_draft:
            return report_response(report_pdf(report), report, actor=request.user, is_shown=True)
        if not permissions.can_edit_report(request.user, report):
            raise PermissionDenied
        form = ReportForm(request.POST, instance=WorkReport(session=report.session))
        if not form.is_valid():
            return self._editor(request, report, form, self._typed_rows(request, report))
        content = draft_content(*typed_copy(report, typed_report(form, request.POST)))
        return report_response(render_report(content), report, actor=request.user, is_shown=True)

    # --- acts that are asked about ------------------------------------------------------------

    def finalise_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.report_or_404(request, pk)
        if not permissions.can_finalise_report(request.user, report):
            raise PermissionDenied
        empty = [
            f"{section.get_part_display()}　{section.heading}".rstrip("\u3000")
            for section in report.sections.all()
            if not section.text.strip()
        ]
        return self._asked(
            request,
            report,
            ReportAction.FINALISE,
            lambda: services.finalise_report(
                report, actor=request.user, seen_version=_version(request)
            ),
            points=[
                "定稿以后，正文、数据和PDF文件都不再变动；代表以后的变化不影响它。",
                "发现错误时，可以另出更正版。",
                "定稿不等于公开。公开是另一步。",
            ],
            listed_title="这些小标题还没有正文，定稿时不印：",
            listed=empty,
        )

    def release_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.report_or_404(request, pk)
        if not permissions.can_release_report(request.user, report):
            raise PermissionDenied
        return self._asked(
            request,
            report,
            ReportAction.RELEASE,
            lambda: services.release_report(report, actor=request.user),
            points=["公开以后，任何人都能在网站“工作报告”里阅读和下载。"],
            listed_title="公开版里，这些附件按“本镇设置”删减或者不印：",
            listed=withheld_headings(content_of(report)) if report.frozen else [],
        )

    def edition_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = self.report_or_404(request, pk)
        if not permissions.can_edit_report(request.user, report):
            raise PermissionDenied
        return self._asked(
            request,
            report,
            ReportAction.CORRECT,
            lambda: services.new_edition(report, actor=request.user),
            points=["照这一份的正文另起一份草稿。这一份保持原样，仍可下载。"],
        )

    def _asked(
        self,
        request: HttpRequest,
        report: WorkReport,
        action: ReportAction,
        act: Any,
        **shown: Any,
    ) -> HttpResponse:
        """Ask first; when the answer is posted, do it and open the report it gives."""
        if request.method == "POST":
            try:
                result = act()
            except RuleViolation as error:
                messages.error(request, error.message)
                result = report
            else:
                messages.success(request, f"已{action.value}。")
            return redirect(reverse("admin:documents_workreport_change", args=[result.pk]))
        if not is_possible(report, action):
            return redirect(reverse("admin:documents_workreport_change", args=[report.pk]))
        return self._page(request, report, "confirm.html", verb=action.value, **shown)

    def _page(
        self,
        request: HttpRequest,
        report: WorkReport,
        template: str,
        *,
        status: int | None = None,
        **extra: Any,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": report.title,
            "subtitle": f"{report.session.short_name}　第{report.edition}版",
            "report": report,
            "original": report,
            "can": {
                "edit": permissions.can_edit_report(request.user, report)
                and is_possible(report, ReportAction.EDIT),
                "release": permissions.can_release_report(request.user, report)
                and is_possible(report, ReportAction.RELEASE),
                "correct": permissions.can_edit_report(request.user, report)
                and is_possible(report, ReportAction.CORRECT),
                "discard": permissions.can_edit_report(request.user, report)
                and is_possible(report, ReportAction.DISCARD),
            },
            **extra,
        }
        response = TemplateResponse(request, f"{_TEMPLATES}/{template}", context, status=status)
        response["Cache-Control"] = "no-store"
        return response


_STEPS = {"up": -1, "down": 1}
_SAID = {
    "restore": "已保存，并恢复了这一节的建议文字。",
    "add": "已保存，并加了一节。",
    "remove": "已保存，并删除了这一节。",
}


def _version(request: HttpRequest) -> int | None:
    return number_in(request.GET.get("version", ""))
