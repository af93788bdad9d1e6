"""The same step for many proposals at once: ticked in the list, asked once, told what was refused.

What was ticked stands in the address, so that a page that was refused, or opened again, still
knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from congress.common.addresses import number_in
from congress.common.admin.confirming import confirmation_page
from congress.common.exceptions import RuleViolation
from proposals import services
from proposals.admin.step_forms import UnitsFields
from proposals.enums import ProposalStep
from proposals.models import Proposal
from proposals.permissions import can_decide_proposal
from proposals.querysets import BY_SESSION

_LIST = "admin:proposals_proposal_changelist"
# An address has to stay short. A township has some hundred proposals a session.
_MOST = 300
_TITLES_SHOWN = 10
Result = tuple[list[Proposal], list[str]]


@dataclass(frozen=True)
class Batch:
    """``do(proposals, form, actor)`` calls the service."""

    step: ProposalStep
    sentence: str
    do: Callable[[Sequence[Proposal], Any, Any], Result]
    form: type[forms.Form] = forms.Form


def _assign(proposals: Sequence[Proposal], form: Any, actor: Any) -> Result:
    return services.assign_many(proposals, form.parts(), actor=actor, **form.clocks())


BATCHES: dict[str, Batch] = {
    "register": Batch(
        ProposalStep.REGISTER,
        "按提出的先后给编号，提出的代表会收到消息。不能登记的会逐件说明原因，其余照常登记。",
        lambda proposals, form, actor: services.register_many(proposals, actor=actor),
    ),
    "accept": Batch(
        ProposalStep.ACCEPT,
        "受理后可以交办，提出的代表会收到消息。不能受理的会逐件说明原因，其余照常受理。",
        lambda proposals, form, actor: services.accept_many(proposals, actor=actor),
    ),
    "assign": Batch(
        ProposalStep.ASSIGN,
        "都交给下面选的单位，期限从交办日期算起。不能交办的会逐件说明原因，其余照常交办。",
        _assign,
        UnitsFields,
    ),
}


class BatchSteps:
    """Mixed into the admin of proposals; its ``actions`` name the three below."""

    def get_urls(self: Any) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.batch_page)
        own = path("many/<slug:slug>/", view, name="proposals_proposal_many")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return can_decide_proposal(request.user)

    @admin.action(description="登记选中的", permissions=["decide"])
    def register_ticked(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> HttpResponse:
        return _ask(request, "register", queryset)

    @admin.action(description="受理选中的", permissions=["decide"])
    def accept_ticked(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> HttpResponse:
        return _ask(request, "accept", queryset)

    @admin.action(description="交办选中的", permissions=["decide"])
    def assign_ticked(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> HttpResponse:
        return _ask(request, "assign", queryset)

    def batch_page(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Ask once; then say how many were done, and of each other one why not."""
        if not can_decide_proposal(request.user):
            raise PermissionDenied
        batch = BATCHES.get(slug)
        if batch is None:
            raise Http404
        chosen = _chosen(request)
        if not chosen:
            messages.error(request, "没有选中的件。请在列表里勾选，再选要办的事。")
            return redirect(_LIST)
        form = batch.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                done, refused = batch.do(chosen, form, request.user)
            except RuleViolation as error:
                done, refused = [], [error.message]
            if done or not form.fields:
                return self._told(request, batch, done, refused)
            for sentence in refused[:_TITLES_SHOWN]:
                form.add_error(None, sentence)
        label = batch.step.label
        return confirmation_page(
            self,
            request,
            title=f"{label}{len(chosen)}件",
            sentence=batch.sentence,
            notes=["\n".join(_titles(chosen))],
            button=f"{label}{len(chosen)}件",
            back=reverse(_LIST),
            form=form,
            media=form.media,
        )

    def _told(
        self, request: HttpRequest, batch: Batch, done: list[Proposal], refused: list[str]
    ) -> HttpResponse:
        label = batch.step.label
        said = f"已{label}{len(done)}件{_numbers(done)}。" if done else f"没有{label}。"
        if not refused:
            messages.success(request, said)
            return redirect(_LIST)
        return confirmation_page(
            self,
            request,
            title=f"{label}的结果",
            sentence=f"{said}没有{label}的{len(refused)}件，原因如下。",
            notes=refused,
            button="",
            back_label="返回列表",
            back=reverse(_LIST),
        )


def _ask(request: HttpRequest, slug: str, queryset: QuerySet[Proposal]) -> HttpResponse:
    keys = list(queryset.values_list("pk", flat=True)[: _MOST + 1])
    if len(keys) > _MOST:
        messages.error(request, f"一次最多选{_MOST}件，请分几次办。")
        return redirect(_LIST)
    ids = ",".join(str(key) for key in keys)
    return redirect(f"{reverse('admin:proposals_proposal_many', args=[slug])}?ids={ids}")


def _chosen(request: HttpRequest) -> list[Proposal]:
    """What was ticked, as far as it is there and may be seen, in the order of the register."""
    parts = request.GET.get("ids", "").split(",")[:_MOST]
    keys = [key for key in map(number_in, parts) if key is not None]
    rows = Proposal.objects.visible_to(request.user).filter(pk__in=keys)
    return list(rows.order_by(*BY_SESSION))


def _titles(proposals: Sequence[Proposal]) -> list[str]:
    shown = [
        f"{proposal.number_label} {proposal}（{proposal.get_status_display()}）"
        for proposal in proposals[:_TITLES_SHOWN]
    ]
    more = len(proposals) - len(shown)
    return [*shown, f"……还有{more}件"] if more else shown


def _numbers(done: Sequence[Proposal]) -> str:
    """（第3号、第4号）, as long as they are few; then the first and the last."""
    labels = [proposal.number_label for proposal in done]
    if len(labels) > _TITLES_SHOWN:
        return f"（{labels[0]}至{labels[-1]}）"
    return f"（{'、'.join(labels)}）"
