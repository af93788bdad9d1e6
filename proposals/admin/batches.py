"""The same step for many proposals at once: ticked in the list, tried out, then taken.

What would happen is shown before: the step is taken for all and undone again, so that the page
says of each exactly what the service will say.

What was ticked stands in the address, so that a page that was refused, or opened again, still
knows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from congress.common.addresses import number_in
from congress.common.admin.confirming import confirmation_page
from congress.common.exceptions import RuleViolation
from proposals.admin.batch_kinds import BATCHES, Batch, Result
from proposals.many_jobs import AT_ONCE, do_many_in_background
from proposals.models import Proposal
from proposals.permissions import can_decide_proposal
from proposals.querysets import BY_SESSION

_LIST = "admin:proposals_proposal_changelist"
# An address has to stay short. A township has some hundred proposals a session.
_MOST = 300
_TITLES_SHOWN = 10


@dataclass(frozen=True)
class Trial:
    """What would happen: how many, in words, and a sentence for each that would be refused.

    ``warned``: what to look at before, a line for each.
    """

    done: int
    lines: list[str]
    refused: list[str]
    warned: list[str]


class BatchSteps:
    """Mixed into the admin of proposals; its ``actions`` name those below."""

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

    @admin.action(description="提醒选中的代表评价", permissions=["decide"])
    def remind_ticked(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> HttpResponse:
        return _ask(request, "remind", queryset)

    @admin.action(description="催办选中的", permissions=["decide"])
    def press_ticked(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> HttpResponse:
        return _ask(request, "press", queryset)

    @admin.action(description="公开选中的", permissions=["decide"])
    def publish_ticked(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> HttpResponse:
        return _ask(request, "publish", queryset)

    @admin.action(description="列为重点督办", permissions=["decide"])
    def key_ticked(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> HttpResponse:
        return _ask(request, "key", queryset)

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
        trial, sent = None, request.method == "POST"
        form = batch.form(request.POST if sent else None)
        if sent and form.is_valid():
            if not batch.asks or form.cleaned_data["looked"] == _mark(request, form):
                if batch.job and len(chosen) > AT_ONCE:
                    return _in_background(batch, chosen, form, request.user)
                done, refused = _try_to(lambda: batch.do(chosen, form, request.user))
                if done or not batch.asks:
                    return self._told(request, batch, done, refused)
            trial = _tried(batch, chosen, form, request.user)
            form = batch.form(_looked_at(request, form))
        elif not batch.asks:
            trial = _tried(batch, chosen, form, request.user)
        return self._batch_asked(request, batch, chosen, form, trial)

    def _batch_asked(
        self,
        request: HttpRequest,
        batch: Batch,
        chosen: list[Proposal],
        form: Any,
        trial: Trial | None,
    ) -> HttpResponse:
        label = batch.label
        shown: dict[str, Any] = {"notes": ["\n".join(_titles(chosen))], "button": "看看结果"}
        if trial is not None:
            shown["button"] = f"{label}{trial.done}件" if trial.done else ""
            if batch.asks and not trial.done:
                shown["button"] = "再看看结果"
            could = "\n".join([f"能{label}{trial.done}件：", *trial.lines])
            cannot = "\n".join([f"不能{label}{len(trial.refused)}件：", *trial.refused])
            look = "\n".join(["请先核对，下面的文字里可能有个人信息：", *trial.warned])
            notes = [
                could if trial.done else "",
                look if trial.warned else "",
                cannot if trial.refused else "",
            ]
            shown["notes"] = [note for note in notes if note]
        return confirmation_page(
            self,
            request,
            title=f"{label}选中的{len(chosen)}件",
            sentence=batch.sentence,
            back=reverse(_LIST),
            form=form,
            media=form.media,
            **shown,
        )

    def _told(
        self, request: HttpRequest, batch: Batch, done: list[Proposal], refused: list[str]
    ) -> HttpResponse:
        label = batch.label
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


def _try_to(do: Callable[[], Result]) -> Result:
    try:
        return do()
    except RuleViolation as error:
        return [], [error.message]


def _in_background(batch: Batch, chosen: Sequence[Proposal], form: Any, actor: Any) -> HttpResponse:
    job = do_many_in_background(batch.job, chosen, batch.values(form), actor=actor)
    return redirect("admin:jobs_job", job.public_id)


def _tried(batch: Batch, chosen: Sequence[Proposal], form: Any, actor: Any) -> Trial:
    """Take the step for all and undo it; nobody hears of it."""
    with transaction.atomic():
        done, refused = _try_to(lambda: batch.do(chosen, form, actor))
        lines = batch.shows(done[0]) if done else []
        transaction.set_rollback(True)
    warned = {proposal: batch.warns(proposal) for proposal in done}
    return Trial(
        len(done),
        [*lines, *_titles(done, with_state=False)],
        refused,
        [f"{p.number_label} {p}：{'、'.join(data)}" for p, data in warned.items() if data],
    )


def _mark(request: HttpRequest, form: Any) -> str:
    """Stands for what was chosen and filled in; the same as long as nothing of it changes."""
    said = [request.POST.getlist(name) for name in form.fields if name != "looked"]
    text = repr([request.GET.get("ids", ""), *said])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _looked_at(request: HttpRequest, form: Any) -> Any:
    data = request.POST.copy()
    data["looked"] = _mark(request, form)
    return data


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


def _titles(proposals: Sequence[Proposal], *, with_state: bool = True) -> list[str]:
    """``with_state``: where they stand; left out of what only would become of them."""
    shown = [
        f"{proposal.number_label} {proposal}"
        + (f"（{proposal.get_status_display()}）" if with_state else "")
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
