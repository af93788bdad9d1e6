"""Printing: what the list shows, what was ticked in it, and one proposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action
from unfold.widgets import UnfoldAdminRadioSelectWidget

from congress.common.admin.confirming import confirmation_page
from congress.common.downloads import pdf_response
from congress.common.exceptions import RuleViolation
from proposals.documents.jobs import print_in_background
from proposals.documents.kinds import DOCUMENTS, Document, document_of
from proposals.documents.pages import form_response
from proposals.documents.rows import printed
from proposals.models import Proposal

_LIST = "admin:proposals_proposal_changelist"
# An address has to stay short: more than these are printed by filtering the list.
_MOST_TICKED = 300


class PrintForm(forms.Form):
    """Which document."""

    document = forms.ChoiceField(
        label="打印什么",
        choices=[(each.slug, f"{each.name}（{each.help}）") for each in DOCUMENTS],
        initial=DOCUMENTS[0].slug,
        widget=UnfoldAdminRadioSelectWidget,
        error_messages={
            "required": "请选打印什么。",
            "invalid_choice": "没有这种文件。请重新选打印什么。",
        },
    )


class Printing:
    """Part of the admin page of proposals."""

    @action(description="打印", icon="print", permissions=["view"], url_path="print")
    def print_page(self: Any, request: HttpRequest) -> HttpResponse:
        """What the list shows, filtered and searched as it is."""
        try:
            shown = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            messages.error(request, "看不懂列表的筛选条件，没有打印。请在列表里重新筛选。")
            return redirect(_LIST)
        form = PrintForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                return _printed(request, document_of(form.cleaned_data["document"]), shown)
            except RuleViolation as why:
                form.add_error(None, why.message)
        query = request.GET.urlencode()
        return confirmation_page(
            self,
            request,
            title="打印",
            sentence=(
                f"将打印{shown.count()}件。列表里先筛选、搜索或勾选，就只打印那些。打印会留下记录。"
            ),
            button="打印",
            back=reverse(_LIST) + (f"?{query}" if query else ""),
            form=form,
        )

    @admin.action(description="打印选中的", permissions=["view"])
    def print_ticked(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> HttpResponse:
        """The same page for the rows that were ticked."""
        keys = list(queryset.values_list("pk", flat=True)[: _MOST_TICKED + 1])
        if len(keys) > _MOST_TICKED:
            messages.error(request, f"一次最多选{_MOST_TICKED}件。更多的请筛选列表后按“打印”。")
            return redirect(_LIST)
        ticked = ",".join(str(key) for key in keys)
        return redirect(f"{reverse('admin:proposals_proposal_print_page')}?id__in={ticked}")

    @action(description="打印", icon="print", permissions=["view"], url_path="form")
    def print_form(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form of one proposal."""
        proposal = self.get_object(request, object_id)
        if proposal is None:
            raise Http404
        return form_response(proposal, actor=request.user)

    @action(description="打印其他文件", icon="print", permissions=["view"], url_path="papers")
    def print_item(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """Letters, sheets, pressing letters of one proposal: the page of the list, for it alone."""
        proposal = self.get_object(request, object_id)
        if proposal is None:
            raise Http404
        return redirect(f"{reverse('admin:proposals_proposal_print_page')}?id__in={proposal.pk}")


def _printed(request: HttpRequest, document: Document, shown: Any) -> HttpResponse:
    proposals = printed(shown)
    if not proposals:
        raise RuleViolation("列表里没有可打印的件。请放宽筛选条件再打印。")
    if len(proposals) > document.at_once:
        job = print_in_background(document, proposals, actor=request.user)
        return redirect("admin:jobs_job", job.public_id)
    pdf = document.pdf(proposals, printed_on=timezone.localdate())
    return pdf_response(pdf, document.name, actor=request.user, detail=f"{len(proposals)}件")
