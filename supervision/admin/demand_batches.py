"""Many drafts sent out at once: ticked in the list, tried out, then sent."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from congress.common.addresses import number_in
from congress.common.admin.confirming import confirmation_page
from congress.common.exceptions import RuleViolation
from deputies.models import PresidiumMeeting
from proposals.admin.stepping.fields import DayField, line
from supervision.admin.step_pages import meeting_field
from supervision.models import Demand
from supervision.permissions import can_edit_supervision
from supervision.services.drafting import Result, issue_many

_LIST = "admin:supervision_demand_changelist"
# An address has to stay short.
_MOST = 200
_SHOWN = 20


class IssueManyForm(forms.Form):
    """The same day, limit and number for all; remembers what was tried out."""

    looked = forms.CharField(required=False, widget=forms.HiddenInput)
    issued_on = DayField(label="发出日期")
    document_number = line(
        "文号", required=False, help_text="同一份文发出的才写；空着，各件用自己的文号。"
    )
    due_on = DayField(
        label="报告期限",
        required=False,
        initial=None,
        help_text="空着就按本镇的规定，意见和整改各有各的期限。",
    )
    meeting = meeting_field("讨论决定的主席团会议")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["meeting"]
        offered.queryset = PresidiumMeeting.objects.select_related("term").order_by("-held_on")


class DemandBatches:
    """Mixed into the admin of demands; its ``actions`` name ``issue_ticked``."""

    def get_urls(self: Any) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.issue_many_page)
        own = path("issue/", view, name="supervision_demand_issue_many")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def has_issue_permission(self, request: HttpRequest) -> bool:
        return can_edit_supervision(request.user)

    @admin.action(description="发出选中的", permissions=["issue"])
    def issue_ticked(self, request: HttpRequest, queryset: QuerySet[Demand]) -> HttpResponse:
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[: _MOST + 1])
        if len(keys) > _MOST:
            messages.error(request, f"一次最多选{_MOST}件，请分几次办。")
            return redirect(_LIST)
        ids = ",".join(str(key) for key in keys)
        return redirect(f"{reverse('admin:supervision_demand_issue_many')}?ids={ids}")

    def issue_many_page(self, request: HttpRequest) -> HttpResponse:
        """Ask once, say what would happen to each, then do it."""
        if not can_edit_supervision(request.user):
            raise PermissionDenied
        chosen = _chosen(request)
        if not chosen:
            messages.error(request, "没有选中的件。请在列表里勾选，再选“发出选中的”。")
            return redirect(_LIST)
        sent = request.method == "POST"
        form = IssueManyForm(request.POST if sent else None)
        notes, button = ["\n".join(_lines(chosen))], "看看结果"
        if sent and form.is_valid():
            if form.cleaned_data["looked"] == _mark(request, form):
                done, refused = _try_to(lambda: _issue(chosen, form, request.user))
                if done:
                    return self._told(request, done, refused)
            number, notes = _tried(chosen, form, request.user)
            button = f"发出{number}件" if number else "再看看结果"
            data = request.POST.copy()
            data["looked"] = _mark(request, form)
            form = IssueManyForm(data)
        return confirmation_page(
            self,
            request,
            title=f"发出选中的{len(chosen)}件",
            sentence="发出以后内容不能再改。每个单位会收到自己的消息。不能发出的逐件说明原因。",
            notes=notes,
            button=button,
            back=reverse(_LIST),
            form=form,
            media=form.media,
        )

    def _told(
        self, request: HttpRequest, done: Sequence[Demand], refused: Sequence[str]
    ) -> HttpResponse:
        said = f"已发出{len(done)}件。"
        if not refused:
            messages.success(request, said)
            return redirect(_LIST)
        return confirmation_page(
            self,
            request,
            title="发出的结果",
            sentence=f"{said}没有发出的{len(refused)}件，原因如下。",
            notes=refused,
            button="",
            back_label="返回列表",
            back=reverse(_LIST),
        )


def _issue(chosen: Sequence[Demand], form: Any, actor: Any) -> Result:
    names = ("issued_on", "due_on", "document_number", "meeting")
    return issue_many(chosen, actor=actor, **{name: form.cleaned_data[name] for name in names})


def _try_to(do: Callable[[], Result]) -> Result:
    try:
        return do()
    except RuleViolation as error:
        return [], [error.message]


def _tried(chosen: Sequence[Demand], form: Any, actor: Any) -> tuple[int, list[str]]:
    """Send all and undo it; nobody hears of it. How many could go, and the sentences."""
    with transaction.atomic():
        done, refused = _try_to(lambda: _issue(chosen, form, actor))
        keys = [demand.pk for demand in done]
        could = _lines(Demand.objects.filter(pk__in=keys).select_related("unit").order_by("pk"))
        transaction.set_rollback(True)
    notes = ["\n".join([f"能发出{len(done)}件：", *could])] if done else []
    notes += ["\n".join([f"不能发出{len(refused)}件：", *refused])] if refused else []
    return len(done), notes


def _mark(request: HttpRequest, form: Any) -> str:
    """Stands for what was chosen and filled in; the same as long as nothing of it changes."""
    said = [request.POST.getlist(name) for name in form.fields if name != "looked"]
    text = repr([request.GET.get("ids", ""), *said])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]


def _chosen(request: HttpRequest) -> list[Demand]:
    """What was ticked, as far as it is there."""
    parts = request.GET.get("ids", "").split(",")[:_MOST]
    keys = [key for key in map(number_in, parts) if key is not None]
    rows = Demand.objects.visible_to(request.user).filter(pk__in=keys)
    return list(rows.select_related("unit").order_by("pk"))


def _lines(demands: Any) -> list[str]:
    rows = list(demands)
    lines = []
    for demand in rows[:_SHOWN]:
        due = f"，期限{demand.due_on}（{demand.due_rule}）" if demand.due_on else ""
        lines.append(f"{demand.unit}：{demand}（{demand.get_state_display()}{due}）")
    return [*lines, f"……还有{len(rows) - _SHOWN}件"] if len(rows) > _SHOWN else lines
