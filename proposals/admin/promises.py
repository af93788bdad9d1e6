"""The ledger of promises (承诺事项台账): what was promised, until when, whether it was kept."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from congress.common.addresses import number_in
from congress.common.admin import PortalModelAdmin
from congress.common.admin.confirming import confirmation_page
from congress.common.admin.lists import FilteredButtons, query_of
from congress.common.admin_links import change_address
from congress.common.attachments.admin import AttachmentPages
from congress.common.conflicts import Conflict, changes_since, see_again
from congress.common.exceptions import RuleViolation, StaleRecord
from congress.township.models import Organ
from proposals.admin.handled import is_late_promise
from proposals.admin.printing import pdf_or_back
from proposals.admin.promise_filters import LateFilter, PromiseDueFilter, PromiseUnitFilter
from proposals.admin.stepping.promising import STEPS, PromiseStep
from proposals.documents.promise_ledger import LATE, TITLE, choice_in_words, ledger_pdf
from proposals.enums import PromiseState
from proposals.models import Promise
from proposals.permissions import can_decide_proposal

_CHANGE = "admin:proposals_promise_change"
_LIST = "admin:proposals_promise_changelist"
_RELATED = ("reply__assignment__unit", "reply__assignment__proposal")
_LABELS: dict[str, str] = {
    PromiseState.OPEN: "info",
    PromiseState.KEPT: "success",
    PromiseState.STRUCK_OFF: "",
    "late": "danger",
}


@admin.register(Promise)
class PromiseAdmin(FilteredButtons, AttachmentPages, PortalModelAdmin):
    """Promises come from replies; here they are reported on, kept, moved or struck off."""

    class Media:
        css: ClassVar = {"all": ("css/admin-handling.css",)}

    change_form_outer_before_template = "admin/proposals/promise_steps.html"
    list_display = ("content", "item", "unit", "due", "state_shown", "settled_on")
    list_select_related = _RELATED
    list_filter = (
        ("state", ChoicesDropdownFilter),
        LateFilter,
        PromiseUnitFilter,
        PromiseDueFilter,
    )
    search_fields = (
        "content",
        "report",
        "reply__assignment__proposal__title",
        "reply__assignment__unit__name",
    )
    search_help_text = "承诺事项、落实情况、案由、单位"
    ordering = (F("due_on").asc(nulls_last=True), "pk")
    fields = (
        "content",
        "item",
        "unit",
        "replied",
        "due",
        "state_in_words",
        "settled_on",
        "report",
        "settled_by",
    )
    readonly_fields = fields
    actions_list = ("print_ledger",)
    filtered_buttons = ("/print/",)
    actions_detail = ("attachments_page",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """They come from replies."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """The steps alone change one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Struck off with a reason instead."""
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.step_page)
        route = "<path:object_id>/step/<slug:slug>/"
        return [path(route, view, name="proposals_promise_step"), *super().get_urls()]

    @action(description="打印台账", icon="print", permissions=["view"], url_path="print")
    def print_ledger(self, request: HttpRequest) -> HttpResponse:
        """What the list shows, filtered and searched as it is."""
        back = reverse(_LIST) + query_of(request)
        try:
            rows = self.get_changelist_instance(request).get_queryset(request)
        except IncorrectLookupParameters:
            messages.error(request, "看不懂列表的筛选条件，没有打印。请在列表里重新筛选。")
            return redirect(_LIST)

        def make() -> bytes:
            of = self._chosen_in_words(request)
            return ledger_pdf(rows, printed_on=timezone.localdate(), of=of)

        return pdf_or_back(request, back, TITLE, make)

    def _chosen_in_words(self, request: HttpRequest) -> str:
        """镇水利站逾期的; 全部; 筛选的 where the list asks for something else."""
        asked = {name: value for name, value in request.GET.items() if value}
        key, late = number_in(asked.pop("unit", None)), asked.pop("late", "")
        state = LATE if late == LATE else str(asked.pop("state__exact", ""))
        unit = Organ.objects.filter(pk=key).first() if key is not None else None
        if asked or late not in ("", LATE):
            return "筛选的"
        return choice_in_words(unit=unit, state=state) or "全部"

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """What can be done stands above the record."""
        promise = self._promise(request, object_id) if object_id else None
        if promise is not None:
            is_open = promise.state == PromiseState.OPEN
            may = is_open and can_decide_proposal(request.user)
            links = [
                {"label": step.label, "url": _address(step, promise), "is_main": step.is_main}
                for step in (STEPS.values() if may else ())
            ]
            shown = {
                "promise": promise,
                "promise_links": links,
                "is_late": is_late_promise(promise, timezone.localdate()),
            }
            extra_context = {**(extra_context or {}), **shown}
        return super().changeform_view(request, object_id, form_url, extra_context)

    def step_page(self, request: HttpRequest, object_id: str, slug: str) -> HttpResponse:
        """Ask for what the step needs; when it is sent and right, take it."""
        if not can_decide_proposal(request.user):
            raise PermissionDenied
        promise, step = self._promise(request, object_id), STEPS.get(slug)
        if promise is None or step is None:
            raise Http404
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form: Any = step.form(*sent, promise=promise, actor=request.user)
        conflicts: list[Conflict] = []
        if promise.state != PromiseState.OPEN and not sent:
            messages.warning(request, _not_now(promise))
            return redirect(reverse(_CHANGE, args=[promise.pk]))
        if sent and form.is_valid():
            try:
                step.do(promise, form, request.user)
            except RuleViolation as error:
                now = self._promise(request, object_id) or promise
                conflicts = _refused(form, now, error)
            else:
                messages.success(request, step.done)
                return redirect(reverse(_CHANGE, args=[promise.pk]))
        return self._asked(request, step, promise, form, conflicts)

    def _asked(
        self,
        request: HttpRequest,
        step: PromiseStep,
        promise: Promise,
        form: Any,
        conflicts: list[Conflict],
    ) -> HttpResponse:
        part = promise.reply.assignment
        until = f"，时限{promise.due_on}" if promise.due_on else "，没有写时限"
        return confirmation_page(
            self,
            request,
            title=f"{step.label}：{promise.content}",
            sentence=step.sentence,
            notes=[f"{part.unit}对“{part.proposal}”的承诺{until}。"],
            button=step.label,
            back=reverse(_CHANGE, args=[promise.pk]),
            form=form,
            original=promise,
            media=self.media + form.media,
            conflicts=conflicts,
        )

    def _promise(self, request: HttpRequest, object_id: Any) -> Promise | None:
        rows = self.get_queryset(request).select_related(*_RELATED)
        return rows.filter(pk=number_in(object_id) or 0).first()

    @display(description="议案建议")
    def item(self, promise: Promise) -> Any:
        proposal = promise.reply.assignment.proposal
        words = f"{proposal.number_label} {proposal.title}"
        return format_html('<a class="text-link" href="{}">{}</a>', change_address(proposal), words)

    @display(description="承办单位")
    def unit(self, promise: Promise) -> str:
        return str(promise.reply.assignment.unit)

    @display(description="答复日期")
    def replied(self, promise: Promise) -> str:
        return str(promise.reply.replied_on or "未载")

    @display(description="落实时限", ordering="due_on")
    def due(self, promise: Promise) -> str:
        return str(promise.due_on or "未载")

    @display(description="状态", ordering="state", label=_LABELS)
    def state_shown(self, promise: Promise) -> Any:
        late = is_late_promise(promise, timezone.localdate())
        return "late" if late else promise.state, _words(promise)

    @display(description="状态")
    def state_in_words(self, promise: Promise) -> str:
        return _words(promise)


def _words(promise: Promise) -> str:
    late = is_late_promise(promise, timezone.localdate())
    return "到期未落实" if late else str(promise.get_state_display())


def _refused(form: Any, promise: Promise, error: RuleViolation) -> list[Conflict]:
    """Let the form, drawn again, say why, with everything that was typed."""
    conflicts = []
    form.promise = promise
    if isinstance(error, StaleRecord):
        seen = form.cleaned_data.get("seen_version")
        changes = changes_since(promise, seen) if seen is not None else []
        conflicts = [Conflict(changes, [], message=error.message)]
    else:
        form.add_error(None, error.message)
    see_again(form, promise.version)
    return conflicts


def _not_now(promise: Promise) -> str:
    return f"这项承诺现在是“{promise.get_state_display()}”，不用再办。下面是最新情况。"


def _address(step: PromiseStep, promise: Promise) -> str:
    return reverse("admin:proposals_promise_step", args=[promise.pk, step.slug])
