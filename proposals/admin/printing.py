"""Printing: what the list shows, what was ticked in it, and one proposal."""

from __future__ import annotations

from collections.abc import Callable
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

from congress.common.addresses import number_in
from congress.common.admin.confirming import confirmation_page
from congress.common.admin_links import change_address
from congress.common.downloads import pdf_response
from congress.common.exceptions import RuleViolation
from congress.township.models import Organ
from deputies.models import PresidiumMeeting
from proposals.documents import handling_report, promise_ledger, watch_list
from proposals.documents.dossier import dossier_name, dossiers_pdf
from proposals.documents.handling_report import handling_report_pdf
from proposals.documents.jobs import print_in_background
from proposals.documents.kinds import DOCUMENTS, Document, document_of
from proposals.documents.pages import form_response
from proposals.documents.pressing_letter import overdue_letters_pdf
from proposals.documents.promise_ledger import choice_in_words, chosen_promises, ledger_pdf
from proposals.documents.rows import printed
from proposals.documents.watch_list import to_watch, watch_list_pdf
from proposals.models import Proposal
from proposals.statistics.scopes import latest_scope, scope_of

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

    @action(description="议案建议表", icon="print", permissions=["view"], url_path="form")
    def print_form(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """The form of one proposal."""
        proposal = self.get_object(request, object_id)
        if proposal is None:
            raise Http404
        return form_response(proposal, actor=request.user)

    @action(description="办理卷宗", icon="print", permissions=["view"], url_path="dossier")
    def print_dossier(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """Everything of one proposal, for the archive."""
        proposal = self.get_object(request, object_id)
        if proposal is None:
            raise Http404
        rows = printed(Proposal.objects.filter(pk=proposal.pk))
        pdf = dossiers_pdf(rows, printed_on=timezone.localdate())
        name = dossier_name(proposal)
        return pdf_response(pdf, name, actor=request.user, detail=proposal.title)

    @action(description="其他文件", icon="print", permissions=["view"], url_path="papers")
    def print_item(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """Letters, sheets, pressing letters of one proposal: the page of the list, for it alone."""
        proposal = self.get_object(request, object_id)
        if proposal is None:
            raise Http404
        return redirect(f"{reverse('admin:proposals_proposal_print_page')}?id__in={proposal.pk}")


class FollowingUp:
    """Part of the admin page of proposals: what the presidium presses with.

    ``?unit=`` (primary key) takes one unit's alone, ``?state=`` promises in one state (or
    ``late``), ``?meeting=`` names the presidium meeting that the list lies before.
    """

    @action(description="催办函", icon="print", permissions=["view"], url_path="pressing")
    def print_pressing(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """To each unit that still owes something of one proposal."""
        proposal = self.get_object(request, object_id)
        if proposal is None:
            raise Http404
        rows, document = Proposal.objects.filter(pk=proposal.pk), document_of("pressing")

        def make() -> bytes:
            return document.pdf(printed(rows), printed_on=timezone.localdate())

        back = reverse("admin:proposals_proposal_change", args=[proposal.pk])
        return pdf_or_back(request, back, document.name, make)

    @action(description="逾期催办函", icon="print", permissions=["view"], url_path="overdue")
    def print_overdue(self: Any, request: HttpRequest) -> HttpResponse:
        """To each unit about all that is overdue: replies, opinions, promises."""
        today = timezone.localdate()

        def make() -> bytes:
            unit = _chosen(Organ, request.GET.get("unit"), "这个单位")
            rows = to_watch(Proposal.objects.visible_to(request.user), today)
            return overdue_letters_pdf(rows, printed_on=today, unit=unit)

        return pdf_or_back(request, reverse(_LIST), "逾期催办函", make)

    @action(description="承诺事项台账", icon="print", permissions=["view"], url_path="promises")
    def print_promises(self: Any, request: HttpRequest) -> HttpResponse:
        """All promises, or one unit's, or those in one state."""
        today = timezone.localdate()

        def make() -> bytes:
            unit = _chosen(Organ, request.GET.get("unit"), "这个单位")
            state = request.GET.get("state", "")
            rows = chosen_promises(unit=unit, state=state, on=today)
            of = choice_in_words(unit=unit, state=state)
            return ledger_pdf(rows, printed_on=today, of=of or "全部")

        return pdf_or_back(request, reverse(_LIST), promise_ledger.TITLE, make)

    @action(description="督办清单", icon="print", permissions=["view"], url_path="watch")
    def print_watch(self: Any, request: HttpRequest) -> HttpResponse:
        """What the next presidium meeting has to press for."""
        today = timezone.localdate()
        asked = request.GET.get("meeting")
        known = PresidiumMeeting.objects.filter(pk=number_in(asked) or 0).first()
        back = change_address(known) if known else reverse(_LIST)

        def make() -> bytes:
            meeting = _chosen(PresidiumMeeting, asked, "这次会议")
            rows = to_watch(Proposal.objects.visible_to(request.user), today)
            return watch_list_pdf(rows, printed_on=today, meeting=meeting)

        return pdf_or_back(request, back, watch_list.TITLE, make)

    @action(description="办理情况报告", icon="print", permissions=["view"], url_path="report")
    def print_report(self: Any, request: HttpRequest) -> HttpResponse:
        """Of the latest session that was handled; of another, or a year, with ``?scope=``."""

        def make() -> bytes:
            asked = request.GET.get("scope", "")
            scope = scope_of(asked) if asked else latest_scope()
            if scope is None:
                raise RuleViolation("没有这次会议或者这一年，没有打印。请重新选。")
            return handling_report_pdf(scope, printed_on=timezone.localdate())

        return pdf_or_back(request, reverse(_LIST), handling_report.TITLE, make)


def _chosen(model: Any, key: str | None, what: str) -> Any:
    """The record of that primary key, None where nothing was chosen. RuleViolation."""
    if not key:
        return None
    number = number_in(key)
    found = model.objects.filter(pk=number).first() if number is not None else None
    if found is None:
        raise RuleViolation(f"没有{what}，没有打印。请重新选。")
    return found


def pdf_or_back(
    request: HttpRequest, back: str, name: str, make: Callable[[], bytes]
) -> HttpResponse:
    """The file; or back to the page, with the sentence that says why there is none."""
    try:
        return pdf_response(make(), name, actor=request.user)
    except RuleViolation as why:
        messages.error(request, why.message)
        return redirect(back)


def _printed(request: HttpRequest, document: Document, shown: Any) -> HttpResponse:
    proposals = printed(shown)
    if not proposals:
        raise RuleViolation("列表里没有可打印的件。请放宽筛选条件再打印。")
    if len(proposals) > document.at_once:
        job = print_in_background(document, proposals, actor=request.user)
        return redirect("admin:jobs_job", job.public_id)
    pdf = document.pdf(proposals, printed_on=timezone.localdate())
    return pdf_response(pdf, document.name, actor=request.user, detail=f"{len(proposals)}件")
