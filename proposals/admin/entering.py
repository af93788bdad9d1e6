"""The buttons above the list: enter what came on paper, and what was finished long ago."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action

from congress.common.addresses import number_in
from congress.common.admin.confirming import confirmation_page
from congress.common.admin_links import change_address
from congress.common.exceptions import RuleViolation
from proposals.admin.entering_forms import FinishedForm, PaperForm
from proposals.enums import Occasion
from proposals.occasions import occasions
from proposals.permissions import can_enter_for_others
from proposals.services import FieldProblems, enter_finished, enter_proposal

_LIST = "admin:proposals_proposal_changelist"
_FINISHED = "admin:proposals_proposal_finished_page"
# What the next of a pile has in common with the one before.
_KEPT = ("kind", "occasion", "submitted_on", "assigned_on", "unit")


class Entering:
    """Part of the admin page of proposals."""

    def has_enter_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        """Who may enter for others."""
        return can_enter_for_others(request.user)

    @action(description="代录", icon="edit_note", permissions=["enter"], url_path="enter")
    def enter_page(self: Any, request: HttpRequest) -> HttpResponse:
        """What a deputy, the presidium or the government handed in on paper."""
        form = PaperForm(
            request.POST or None,
            request.FILES or None,
            actor=request.user,
            initial=_today() if request.method != "POST" else None,
        )
        if request.method == "POST" and form.is_valid():
            try:
                proposal = enter_proposal(
                    form.paper,
                    actor=request.user,
                    scans=form.cleaned_data["scans"],
                    register=form.cleaned_data["register"],
                )
            except RuleViolation as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, f"已经录入，{proposal.number_label}：{proposal.title}。")
                return redirect(change_address(proposal))
        return confirmation_page(
            self,
            request,
            title="录入纸面提出的议案建议",
            sentence="照纸上写的录入。录入后代表在自己的页面上看得到，也会收到消息。",
            button="录入",
            back=reverse(_LIST),
            form=form,
            in_columns=True,
        )

    @action(description="补录", icon="history", permissions=["enter"], url_path="finished")
    def finished_page(self: Any, request: HttpRequest) -> HttpResponse:
        """A matter of former days with what became of it; then the next of the pile."""
        form = FinishedForm(
            request.POST or None,
            request.FILES or None,
            actor=request.user,
            initial=_kept(request) if request.method != "POST" else None,
        )
        if request.method == "POST" and form.is_valid():
            session = form.cleaned_data["session"]
            try:
                proposal, notes = enter_finished(
                    session, form.said, actor=request.user, scans=form.cleaned_data["scans"]
                )
            except FieldProblems as problems:
                form.take_problems(problems)
            except RuleViolation as error:
                form.add_error(None, error.message)
            else:
                messages.success(request, f"已经补录，{proposal.number_label}：{proposal.title}。")
                for note in notes:
                    messages.warning(request, note)
                _keep(request, form, session.pk)
                return redirect(_FINISHED)
        return confirmation_page(
            self,
            request,
            title="补录办过的议案建议",
            sentence="不知道的空着，算“未载”。保存后接着录下一件，会议和日期沿用。",
            button="保存，再录下一件",
            back=reverse(_LIST),
            back_label="录完了",
            form=form,
            in_columns=True,
        )


def _today() -> dict[str, Any]:
    now = occasions(timezone.localdate())
    session = now.session_for(now.default) or now.open or now.last
    return {
        "session": session.pk if session else None,
        "occasion": now.default,
        "submitted_on": timezone.localdate(),
    }


def _keep(request: HttpRequest, form: FinishedForm, session: int) -> None:
    kept = {name: form.cleaned_data[name] for name in _KEPT}
    request.session["entered-afterwards"] = {"session": session, **kept}


def _kept(request: HttpRequest) -> dict[str, Any]:
    kept: dict[str, Any] = dict(request.session.get("entered-afterwards") or {})
    if kept:
        return kept
    last = occasions(timezone.localdate()).last
    asked = number_in(request.GET.get("session", ""))
    return {"session": asked or (last.pk if last else None), "occasion": Occasion.IN_SESSION.label}
