"""The button that takes out what the list shows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action
from unfold.widgets import UnfoldAdminRadioSelectWidget

from congress.common.admin.confirming import confirmation_page
from congress.common.admin.lists import FilteredButtons, query_of
from congress.common.downloads import XLSX, office_file
from proposals.exports import ledger_csv, ledger_headings, ledger_xlsx, with_ledger_relations

_LIST = "admin:proposals_proposal_changelist"


class ExportForm(forms.Form):
    """As what."""

    format = forms.ChoiceField(
        label="格式",
        choices=[("xlsx", "Excel 表格（.xlsx）"), ("csv", "文本表格（.csv）")],
        initial="xlsx",
        widget=UnfoldAdminRadioSelectWidget,
    )


class LedgerExport(FilteredButtons):
    """Part of the admin page of proposals."""

    filtered_buttons = ("/export/", "/print/", "/overdue/", "/promises/")

    @action(description="导出台账", icon="download", permissions=["view"], url_path="export")
    def export_page(self: Any, request: HttpRequest) -> HttpResponse:
        """What the list shows, filtered and searched as it is."""
        try:
            shown = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            messages.error(request, "看不懂列表的筛选条件，没有导出。请在列表里重新筛选。")
            return redirect(_LIST)
        form = ExportForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return _file(request, shown, form.cleaned_data["format"])
        return confirmation_page(
            self,
            request,
            title="导出台账",
            sentence=(
                f"将导出{shown.count()}件，栏目与导入的台账相同。"
                "列表里先筛选或搜索，就只导出筛选出的。导出会留下记录。"
            ),
            button="导出",
            back=reverse(_LIST) + query_of(request),
            form=form,
        )


def _file(request: HttpRequest, shown: Any, form: str) -> HttpResponse:
    proposals = with_ledger_relations(shown)
    content = ledger_csv(proposals) if form == "csv" else ledger_xlsx(proposals)
    return office_file(
        content,
        f"议案建议台账{timezone.localdate():%Y%m%d}.{form}",
        content_type="text/csv; charset=utf-8" if form == "csv" else XLSX,
        actor=request.user,
        subject=f"议案建议台账（{len(proposals)}件）",
        columns=ledger_headings(),
    )
