"""The steps on a proposal's page: buttons for what can be done now, each a page that asks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from congress.common.addresses import number_in
from congress.common.admin.confirming import confirmation_page
from congress.common.conflicts import Conflict, changes_since, see_again
from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.typed import chosen_files, typed_text
from proposals.admin.handled import office_handling, owed_now, pressings_of, public_state_of
from proposals.admin.stepping.page import StepPage
from proposals.admin.stepping.pages import PAGES, grouped, possible_pages
from proposals.admin.stepping.situation import Situation
from proposals.enums import ProposalStatus
from proposals.models import Proposal
from proposals.permissions import can_decide_proposal
from proposals.progress_lines import lines_of
from proposals.services.acting import what_happened
from proposals.services.deciding import tally_in_words

_CHANGE = "admin:proposals_proposal_change"
_LOOK, _BELOW = "查看这一件", "下面是最新情况。"
_ANSWERED = (ProposalStatus.REPLIED, ProposalStatus.REHANDLING)


class ProposalSteps:
    """Mixed into the admin of proposals."""

    change_form_outer_before_template = "admin/proposals/steps.html"
    change_form_outer_after_template: str | None = "admin/proposals/below.html"

    def get_urls(self: Any) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.step_page)
        route = "<path:object_id>/step/<slug:slug>/"
        return [path(route, view, name="proposals_proposal_step"), *super().get_urls()]  # type: ignore[misc]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """What can be done stands above the form, what was done below it."""
        proposal = _proposal(request, object_id) if object_id else None
        if proposal is not None:
            may = can_decide_proposal(request.user)
            vote = getattr(proposal, "vote", None)
            now, today = Situation(proposal), timezone.localdate()
            pages = possible_pages(now) if may else []
            parts = office_handling(proposal, today)
            asked = now.unrated if proposal.status in _ANSWERED else []
            shown = {
                "step_links": [_link(page, proposal) for page in pages],
                "step_groups": _groups(pages, proposal),
                "proposal": proposal,
                "lines": lines_of(proposal),
                "parts": parts,
                "owed": owed_now(parts, asked, today),
                "pressings": pressings_of(proposal),
                "public_state": public_state_of(proposal),
                "tally": tally_in_words(vote) if vote else "",
                "merged_ones": list(proposal.merged.order_by("number", "pk")),
            }
            extra_context = {**(extra_context or {}), **shown}
        return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]

    def step_page(self, request: HttpRequest, object_id: str, slug: str) -> HttpResponse:
        """Ask for what the step needs; when it is sent and right, take it."""
        proposal = self._proposal_to_decide(request, object_id)
        page = PAGES.get(slug)
        if page is None:
            raise Http404
        sent = request.method == "POST"
        if not page.is_possible(Situation(proposal)):
            return self._too_late(request, page, proposal)
        objection = "" if sent else page.objects(Situation(proposal))
        if objection:
            return self._drawn(request, page, proposal, None, sentence=objection, button="")
        form = _form(page, request, proposal)
        conflicts: list[Conflict] = []
        if sent and form.is_valid():
            try:
                page.do(proposal, form, request.user)
            except RuleViolation as error:
                now = _proposal(request, object_id)
                if now is None or not page.is_possible(Situation(now)):
                    return self._too_late(request, page, now or proposal, form, error.message)
                conflicts = _refused(form, now, error)
            else:
                return _on(request, page, object_id)
        return self._drawn(request, page, proposal, form, conflicts=conflicts)

    def _proposal_to_decide(self, request: HttpRequest, object_id: str) -> Proposal:
        if not can_decide_proposal(request.user):
            raise PermissionDenied
        proposal = _proposal(request, object_id)
        if proposal is None:
            raise Http404
        return proposal

    def _drawn(
        self: Any,
        request: HttpRequest,
        page: StepPage,
        proposal: Proposal,
        form: Any,
        status: int = 200,
        **extra: Any,
    ) -> HttpResponse:
        number = f"{proposal.number_label} " if proposal.number else ""
        media = self.media + form.media if form is not None else self.media
        shown = {"sentence": page.sentence, "button": page.label, "media": media}
        shown |= {
            "in_columns": page.in_columns,
            "fields_template": getattr(form, "fields_template", ""),
        }
        return confirmation_page(
            self,
            request,
            title=f"{page.label}：{number}{proposal.title}",
            notes=[*_notes(proposal), *(page.notes(Situation(proposal)) if form else [])],
            back=reverse(_CHANGE, args=[proposal.pk]),
            form=form,
            original=proposal,
            status=status,
            **{**shown, **extra},
        )

    def _too_late(
        self,
        request: HttpRequest,
        page: StepPage,
        proposal: Proposal,
        form: Any = None,
        why: str = "",
    ) -> HttpResponse:
        """Somebody was faster: what he did; where anything was typed, it can be copied."""
        message = why or _not_now(page, proposal)
        if request.method != "POST" or not (typed_text(request) or chosen_files(request)):
            messages.warning(request, message)
            return redirect(reverse(_CHANGE, args=[proposal.pk]))
        form = form or _form(page, request, proposal)
        form.is_valid()
        form.errors.clear()  # mending it would not help
        return self._drawn(
            request,
            page,
            proposal,
            form,
            status=409,
            sentence=f"您写的内容还在下面，需要的话请复制下来。最新情况请按“{_LOOK}”。",
            button="",
            back_label=_LOOK,
            conflicts=[Conflict([], [], message=message.removesuffix(_BELOW))],
        )


def _on(request: HttpRequest, page: StepPage, object_id: str) -> HttpResponse:
    """To the page that comes next by itself, else back to the proposal."""
    proposal = _proposal(request, object_id)
    assert proposal is not None  # noqa: S101
    messages.success(request, page.done(proposal))
    then = PAGES.get(page.then)
    if then is not None and then.is_possible(Situation(proposal)):
        return redirect(_address(then, proposal))
    return redirect(reverse(_CHANGE, args=[proposal.pk]))


def _refused(form: Any, proposal: Proposal, error: RuleViolation) -> list[Conflict]:
    """Let the form, drawn again, say why, with everything that was typed."""
    conflicts = []
    form.proposal = proposal
    if isinstance(error, StaleRecord):
        seen = form.cleaned_data.get("seen_version")
        changes = changes_since(form.record, seen) if seen is not None else []
        conflicts = [Conflict(changes, [], message=error.message)]
    else:
        form.add_error(None, error.message)
    see_again(form, form.record.version)
    return conflicts


def _form(page: StepPage, request: HttpRequest, proposal: Proposal) -> Any:
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    return page.form(*sent, proposal=proposal, actor=request.user)


def _not_now(page: StepPage, proposal: Proposal) -> str:
    state = proposal.get_status_display()
    return (
        f"“{proposal.title}”现在是“{state}”，不能“{page.label}”。{what_happened(proposal)}{_BELOW}"
    )


def _notes(proposal: Proposal) -> list[str]:
    """What the decision is about."""
    sponsors = "、".join(str(s.deputy) for s in proposal.sponsors)  # type: ignore[attr-defined]
    who = sponsors or proposal.get_proposer_display()
    brought = f"{proposal.submitted_on}提出。" if proposal.submitted_on else ""
    return [
        f"{proposal.get_kind_display()}，{who}，{brought}现在是“{proposal.get_status_display()}”。"
    ]


def _groups(pages: list[StepPage], proposal: Proposal) -> list[dict[str, Any]]:
    """The usual steps stand alone and first; the others under their subjects."""
    others = [page for page in pages if proposal.status not in page.main_in]
    return [
        {"title": title, "links": [_link(page, proposal) for page in own]}
        for title, own in grouped(others)
    ]


def _link(page: StepPage, proposal: Proposal) -> dict[str, Any]:
    return {
        "label": page.label,
        "url": _address(page, proposal),
        "is_main": proposal.status in page.main_in,
    }


def _address(page: StepPage, proposal: Proposal) -> str:
    return reverse("admin:proposals_proposal_step", args=[proposal.pk, page.slug])


def _proposal(request: HttpRequest, object_id: Any) -> Proposal | None:
    rows: Any = Proposal.objects.visible_to(request.user).with_list_relations()
    found: Proposal | None = (
        rows.select_related("merged_into", "vote", "key_member")
        .filter(pk=number_in(object_id) or 0)
        .first()
    )
    return found
