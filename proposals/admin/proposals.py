"""Motions and suggestions: found by what one remembers of them, read with all that happened."""

from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from congress.common.admin import PortalModelAdmin
from congress.common.admin.lists import KeyedChangeList
from congress.common.admin.saved_filters import SavesFilters
from congress.common.attachments.admin import AttachmentPages
from congress.common.paging import MOST_FOUND, KeyedPaginator
from proposals.admin.batches import BatchSteps
from proposals.admin.entering import Entering
from proposals.admin.exporting import LedgerExport
from proposals.admin.filters import (
    DecisionFilter,
    DueFilter,
    FollowFilter,
    GroupFilter,
    LimitFilter,
    PublicFilter,
    SessionFilter,
    SubmittedFilter,
    UnitFilter,
    YearFilter,
)
from proposals.admin.printing import FollowingUp, Printing
from proposals.admin.reporting import Reporting
from proposals.admin.statistics import FigureFilter, Statistics
from proposals.admin.steps import ProposalSteps
from proposals.enums import ProposalStatus, UnitRole
from proposals.models import Proposal
from proposals.permissions import can_correct_proposal
from proposals.querysets import LATEST_FIRST
from proposals.searching import found_by

# Every state has a place: for one that has none, the library would show the slug.
_LABELS: dict[str, str] = {
    **dict.fromkeys(ProposalStatus.values, ""),
    ProposalStatus.SENT_BACK: "warning",
    ProposalStatus.IN_HANDLING: "info",
    ProposalStatus.REHANDLING: "warning",
    ProposalStatus.REPLIED: "info",
    ProposalStatus.CLOSED: "success",
}
# A menu of the list: what the presidium presses with.
_PRESSING = {
    "title": "督办文件",
    "icon": "print",
    "items": ["print_watch", "print_overdue", "print_promises", "print_report"],
}
# A menu of the item's page: four buttons of their own would leave its path no room.
_PAPERS = {
    "title": "打印",
    "icon": "print",
    "items": ["print_form", "print_dossier", "print_pressing", "print_item"],
}


@admin.register(Proposal)
class ProposalAdmin(
    ProposalSteps,
    BatchSteps,
    Entering,
    Printing,
    FollowingUp,
    LedgerExport,
    Statistics,
    Reporting,
    AttachmentPages,
    SavesFilters,
    PortalModelAdmin,
):
    """What is written in it can be corrected here; where it stands changes by steps alone."""

    class Media:
        css: ClassVar = {"all": ("css/admin-handling.css",)}

    list_display = ("numbered", "title", "kind", "lead", "units", "submitted_on", "state")
    list_display_links = ("numbered", "title")
    list_select_related = ("term", "session__term", "category")
    list_filter = (
        SessionFilter,
        ("kind", ChoicesDropdownFilter),
        ("status", ChoicesDropdownFilter),
        ("occasion", ChoicesDropdownFilter),
        ("category", RelatedDropdownFilter),
        UnitFilter,
        GroupFilter,
        LimitFilter,
        DecisionFilter,
        YearFilter,
        SubmittedFilter,
        DueFilter,
        "is_key",
        FigureFilter,
        FollowFilter,
        PublicFilter,
    )
    search_fields = ("title",)  # shows the box; get_search_results does the searching
    search_help_text = "案由和内容里的字、编号、代表姓名或拼音、小组、单位、分类、状态、日期"
    actions_list = ("enter_page", "finished_page", "print_page", _PRESSING, "export_page")
    actions = (
        "register_ticked",
        "accept_ticked",
        "assign_ticked",
        "press_ticked",
        "remind_ticked",
        "publish_ticked",
        "key_ticked",
        "print_ticked",
    )
    list_disable_select_all = False
    actions_detail = (_PAPERS, "attachments_page")
    ordering = LATEST_FIRST
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("numbered", "kind", "state_in_words", "title", "sponsors_in_words")}),
        ("内容", {"fields": ("grounds", "measures", "category", "may_be_public")}),
        ("提出", {"fields": ("session", "occasion", "proposer", "submitted_on", "source")}),
        (None, {"fields": ("remark",)}),
    )
    readonly_fields = (
        "numbered",
        "kind",
        "state_in_words",
        "sponsors_in_words",
        "session",
        "occasion",
        "proposer",
        "submitted_on",
        "source",
    )

    def can_edit(self, user: Any) -> bool:
        return can_correct_proposal(user)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They come from the ledger."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A number that was given stays given; an import is taken back as a whole."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        rows = Proposal.objects.visible_to(request.user)
        return rows.with_list_relations().order_by(*self.ordering)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        return queryset.filter(found_by(search_term)), False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeyedChangeList]:
        return KeyedChangeList

    def get_paginator(
        self, request: HttpRequest, queryset: Any, per_page: int, *args: Any, **kwargs: Any
    ) -> Any:
        """Not more than a thousand are counted of what somebody searches."""
        rows = Proposal.objects.with_list_relations()
        rows = rows.defer("search_text", "grounds", "measures")
        most = MOST_FOUND if request.GET.get(SEARCH_VAR) else None
        return KeyedPaginator(queryset, per_page, *args, rows=rows, most=most, **kwargs)

    def choice_label(self, proposal: Proposal) -> str:
        """Told apart where one is chosen to merge into."""
        return f"{proposal.number_label} {proposal}（{proposal.get_status_display()}）"

    @display(description="编号", ordering="number")
    def numbered(self, proposal: Proposal) -> str:
        return proposal.number_label

    @display(description="领衔代表")
    def lead(self, proposal: Proposal) -> str:
        lead, others = _sponsors(proposal)
        if lead is None:
            return proposal.get_proposer_display()
        return f"{lead}等{others + 1}人" if others else str(lead)

    @display(description="主办单位")
    def units(self, proposal: Any) -> str:
        return "、".join(str(a.unit) for a in proposal.handlers if a.role != UnitRole.CO)

    @display(description="状态", ordering="status", label=_LABELS)
    def state(self, proposal: Proposal) -> Any:
        return proposal.status, proposal.get_status_display()

    @display(description="状态")
    def state_in_words(self, proposal: Proposal) -> str:
        return proposal.get_status_display()

    @display(description="领衔和附议")
    def sponsors_in_words(self, proposal: Any) -> str:
        return render_to_string("admin/proposals/sponsors.html", {"sponsors": proposal.sponsors})


def _sponsors(proposal: Any) -> tuple[Any, int]:
    """The lead, and how many joined; reads ``sponsors`` (with_list_relations)."""
    leads = [s for s in proposal.sponsors if s.is_lead]
    return (leads[0].deputy if leads else None), len(proposal.sponsors) - len(leads)
