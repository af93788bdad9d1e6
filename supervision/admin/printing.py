"""Printing in supervision: what one record says, and what a list shows."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action

from congress.common.addresses import number_in
from congress.common.admin.lists import FilteredButtons, query_of
from congress.common.admin_links import change_address
from congress.common.downloads import pdf_response
from congress.common.exceptions import RuleViolation
from congress.township.models import Organ
from proposals.admin.printing import pdf_or_back
from supervision.documents import funds_letter, ledger, project_file
from supervision.documents.demand_letters import demand_letters_pdf, demand_name
from supervision.documents.field_work_papers import (
    report_name,
    report_pdf,
    scheme_name,
    scheme_pdf,
)
from supervision.documents.funds_letter import funds_letters_pdf
from supervision.documents.ledger import ledger_pdf
from supervision.documents.plan import plan_name, plan_pdf
from supervision.documents.project_file import project_file_pdf
from supervision.models import Demand, FundSource

# So many letters are drawn while somebody waits.
_MOST_LETTERS = 100
# Menus of a record's page.
FIELD_WORK_PAPERS = {"title": "打印", "icon": "print", "items": ["print_scheme", "print_report"]}
PROJECT_PAPERS = {"title": "打印", "icon": "print", "items": ["print_file", "print_funds"]}


class PrintsDemands(FilteredButtons):
    """Part of the admin of opinions and rectifications."""

    filtered_buttons = ("/ledger/",)

    @action(description="打印台账", icon="print", permissions=["view"], url_path="ledger")
    def print_ledger(self: Any, request: HttpRequest) -> HttpResponse:
        """What the list shows, filtered and searched as it is."""
        shown = _shown(self, request)
        if isinstance(shown, HttpResponse):
            return shown

        def make() -> bytes:
            rows = Demand.objects.filter(pk__in=shown.order_by().values("pk"))
            of = "" if not request.GET else "筛选的"
            return ledger_pdf(rows, printed_on=timezone.localdate(), of=of)

        back = reverse("admin:supervision_demand_changelist") + query_of(request)
        return pdf_or_back(request, back, ledger.TITLE, make)

    @action(description="打印函件", icon="print", permissions=["view"], url_path="letter")
    def print_letter(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """The letter to the unit: 意见函 or 整改通知书."""
        demand = _record(self, request, object_id)
        pdf = demand_letters_pdf(Demand.objects.filter(pk=demand.pk))
        name = f"{demand_name(demand)}-{demand.unit}"
        return pdf_response(pdf, name, actor=request.user, detail=demand.title)

    @admin.action(description="打印函件", permissions=["view"])
    def print_ticked(self: Any, request: HttpRequest, queryset: QuerySet[Demand]) -> HttpResponse:
        """The letters of the rows that were ticked, one a sheet."""
        back = reverse("admin:supervision_demand_changelist") + query_of(request)
        keys = list(queryset.order_by().values_list("pk", flat=True)[: _MOST_LETTERS + 1])
        if len(keys) > _MOST_LETTERS:
            messages.error(request, f"一次最多打印{_MOST_LETTERS}件，请少选一些。")
            return redirect(back)
        rows = Demand.objects.filter(pk__in=keys)
        return pdf_or_back(request, back, "意见和整改函件", lambda: demand_letters_pdf(rows))


class PrintsProjects(FilteredButtons):
    """Part of the admin of supervised projects."""

    filtered_buttons = ("/arrears/",)

    @action(description="项目档案", icon="print", permissions=["view"], url_path="file")
    def print_file(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """Everything of one project, for the archive."""
        project = _record(self, request, object_id)
        pdf = project_file_pdf(project, printed_on=timezone.localdate())
        name = f"{project_file.TITLE}-{project}"
        return pdf_response(pdf, name, actor=request.user, detail=project.name)

    @action(description="资金督促函", icon="print", permissions=["view"], url_path="funds-letter")
    def print_funds(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """To each who still owes money of one project; ``?source=`` (its key) takes one alone."""
        project = _record(self, request, object_id)

        def make() -> bytes:
            sources = FundSource.objects.filter(project=project)
            if asked := request.GET.get("source"):
                sources = sources.filter(pk=_key(asked))
            return funds_letters_pdf(sources, printed_on=timezone.localdate())

        name = f"{funds_letter.TITLE}-{project}"
        return pdf_or_back(request, change_address(project), name, make)

    @action(description="资金督促函", icon="print", permissions=["view"], url_path="arrears")
    def print_arrears(self: Any, request: HttpRequest) -> HttpResponse:
        """To each who owes money of the projects in the list, filtered as it is."""
        shown = _shown(self, request)
        if isinstance(shown, HttpResponse):
            return shown

        def make() -> bytes:
            keys = shown.unpaid().order_by().values("pk")
            sources = FundSource.objects.filter(project__in=keys)
            payer = Organ.objects.filter(pk=number_in(request.GET.get("payer")) or 0).first()
            return funds_letters_pdf(sources, printed_on=timezone.localdate(), payer=payer)

        back = reverse("admin:supervision_supervisionproject_changelist") + query_of(request)
        return pdf_or_back(request, back, funds_letter.TITLE, make)


class PrintsFieldWork:
    """Part of the admin of what is seen on the spot."""

    @action(description="方案", icon="print", permissions=["view"], url_path="scheme")
    def print_scheme(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """What is going to be looked at."""
        return _of_visit(self, request, object_id, scheme_name, scheme_pdf)

    @action(description="报告", icon="print", permissions=["view"], url_path="report")
    def print_report(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """What was seen, advised and asked."""
        return _of_visit(self, request, object_id, report_name, report_pdf)


class PrintsPlans:
    """Part of the admin of annual plans."""

    @action(description="打印计划", icon="print", permissions=["view"], url_path="paper")
    def print_plan(self: Any, request: HttpRequest, object_id: str) -> HttpResponse:
        """The plan as a table; after mid-year with what became of each item."""
        plan = _record(self, request, object_id)

        def make() -> bytes:
            return plan_pdf(plan, printed_on=timezone.localdate())

        return pdf_or_back(request, change_address(plan), plan_name(plan), make)


def _of_visit(
    admin_: Any, request: HttpRequest, object_id: str, name: Any, make: Any
) -> HttpResponse:
    """A paper of one visit, or back to its page with the sentence that says what is missing."""
    work = _record(admin_, request, object_id)

    def drawn() -> bytes:
        pdf: bytes = make(work, printed_on=timezone.localdate())
        return pdf

    return pdf_or_back(request, change_address(work), name(work), drawn)


def _record(admin_: Any, request: HttpRequest, object_id: str) -> Any:
    """The record that the address names, as its reader may see it."""
    record = admin_.get_object(request, object_id)
    if record is None:
        raise Http404
    return record


def _shown(admin_: Any, request: HttpRequest) -> Any:
    """The rows of the list, or the way back where its conditions make no sense."""
    try:
        return admin_.get_changelist_instance(request).get_queryset(request)
    except IncorrectLookupParameters:
        messages.error(request, "看不懂列表的筛选条件，没有打印。请在列表里重新筛选。")
        return redirect(f"admin:{admin_.opts.app_label}_{admin_.opts.model_name}_changelist")


def _key(asked: str) -> int:
    """The key of a source. RuleViolation for what is none."""
    number = number_in(asked)
    if number is None:
        raise RuleViolation("没有这个资金来源，没有打印。请重新选。")
    return number
