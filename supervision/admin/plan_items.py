"""Items of the annual plans, each with what was recorded of it."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html_join
from unfold.contrib.filters.admin import (
    ChoicesDropdownFilter,
    DropdownFilter,
    RelatedDropdownFilter,
)
from unfold.decorators import display

from congress.common.addresses import number_in
from congress.common.admin import PortalModelAdmin, VersionedForm
from congress.common.admin_links import change_address
from congress.common.templatetags.portal import cn_date
from supervision.admin.links import form_for, linked
from supervision.admin.plan_pages import ITEM_PAGES, period
from supervision.admin.steps import RecordSteps
from supervision.enums import PlanItemKind, PlanState
from supervision.models import FieldWork, PlanItem, SupervisionPlan, WorkReportHearing
from supervision.permissions import can_edit_supervision, can_view_supervision
from supervision.progress import ItemState, doings, due_day, state_of

_LABELS: dict[str, str] = {
    ItemState.WAITING: "",
    ItemState.DONE: "success",
    ItemState.LATE: "danger",
    ItemState.DROPPED: "",
}
# What the presidium agreed to; what became of it may always be written down.
_AGREED = ("order", "kind", "title", "basis", "month", "until", "units", "member")
_REPORTS = (PlanItemKind.REPORT, PlanItemKind.BUDGET)


class PlanItemForm(VersionedForm):
    """A new item goes into a plan that is being written; a period ends after it began."""

    class Meta:
        model = PlanItem
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "plan" in self.fields:
            plans: Any = self.fields["plan"]
            plans.queryset = SupervisionPlan.objects.filter(state=PlanState.DRAFT)
            plans.error_messages["invalid_choice"] = (
                "这份计划已经通过。要增加事项，请先在计划里点“重新起草”。"
            )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        values = cleaned if cleaned is not None else self.cleaned_data
        month, until = values.get("month"), values.get("until")
        if month and until and until.latest() < month.earliest():
            self.add_error("until", ValidationError(f"{until}在{month}以前，请核对。"))
        return cleaned


class ItemLateFilter(DropdownFilter):
    """Whose month has passed, and nothing is recorded."""

    title = "完成情况"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("late", "逾期"), ("undone", "没有完成"), ("dropped", "已取消")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[PlanItem]:
        if self.value() == "dropped":
            return queryset.filter(dropped_on__isnull=False)
        chosen = {"late": queryset.overdue, "undone": queryset.undone}.get(self.value() or "")
        return chosen() if chosen else queryset


@admin.register(PlanItem)
class PlanItemAdmin(RecordSteps, PortalModelAdmin):
    """What was agreed to is changed with the plan alone; dropped and restored by steps."""

    class Media:
        css: ClassVar = {"all": ("css/admin-handling.css",)}

    form = PlanItemForm
    step_pages = ITEM_PAGES
    list_display = ("title", "kind", "when", "units_shown", "member", "state_shown")
    list_select_related = ("plan", "member")
    list_filter = (
        ("plan", RelatedDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        ItemLateFilter,
    )
    search_fields = ("title", "basis", "units__name", "member__name")
    search_help_text = "监督事项、依据、监督对象、负责人"
    ordering = ("-plan__year", "order", "pk")
    autocomplete_fields = ("units", "member")
    readonly_fields = ("recorded",)
    fieldsets = (
        (None, {"fields": ("plan", ("order", "kind"), "title", "basis", ("month", "until"))}),
        ("谁来做", {"fields": ("units", "member")}),
        ("做了什么", {"fields": ("recorded", "done_on", "remark")}),
    )

    def can_view(self, user: Any) -> bool:
        return can_view_supervision(user)

    def can_edit(self, user: Any) -> bool:
        return can_edit_supervision(user)

    def get_queryset(self, request: HttpRequest) -> Any:
        return PlanItem.objects.with_doings().order_by(*self.ordering)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.readonly_fields
        agreed = obj.plan.state == PlanState.AGREED
        return (*self.readonly_fields, "plan", *(_AGREED if agreed else ()))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was agreed to is dropped with a reason instead."""
        agreed = obj is not None and obj.plan.state == PlanState.AGREED
        return super().has_delete_permission(request, obj) and not agreed

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial = super().get_changeform_initial_data(request)
        plan = number_in(initial.get("plan"))
        if plan is None:
            draft = SupervisionPlan.objects.filter(state=PlanState.DRAFT).first()
            plan = draft.pk if draft else None
        last = PlanItem.objects.filter(plan=plan or 0).aggregate(last=Max("order"))["last"]
        return {**initial, "plan": plan, "order": (last or 0) + 1}

    def response_add(
        self, request: HttpRequest, obj: Any, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Back to the plan, or on to its next item."""
        response = super().response_add(request, obj, post_url_continue)
        if "_addanother" in request.POST:
            return redirect(form_for(PlanItem, plan=obj.plan_id))
        if "_continue" in request.POST or "_popup" in request.POST:
            return response
        return redirect(change_address(obj.plan))

    def response_post_save_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        return redirect(change_address(obj.plan))

    def state_of(self, record: Any) -> dict[str, str]:
        today = timezone.localdate()
        state = state_of(record, today)
        if state == ItemState.DROPPED:
            because = f"：{record.dropped_because}" if record.dropped_because else ""
            return {"text": f"{cn_date(record.dropped_on)}取消{because}"}
        if state == ItemState.LATE:
            days = (today - due_day(record)).days
            return {"late": f"逾期{days}天", "text": "，还没有记录。"}
        return {"text": f"{state.label}。"}

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        """A button to record what the item is about."""
        if not self.can_edit(request.user) or record.dropped_on is not None:
            return {}
        model = WorkReportHearing if record.kind in _REPORTS else FieldWork
        kinds = {PlanItemKind.INSPECTION, PlanItemKind.LAW_CHECK, PlanItemKind.RESEARCH}
        initial = {"plan_item": record.pk}
        if model is FieldWork and record.kind in kinds:
            initial |= {"kind": record.kind, "title": record.title}
        url = form_for(model, **initial)
        label = f"记录{record.get_kind_display()}" if url else ""
        return {"record_link": {"label": label, "url": url} if url else None}

    @display(description="计划时间", ordering="month")
    def when(self, item: PlanItem) -> str:
        return period(item) or f"{item.plan.year}年内"

    @display(description="监督对象")
    def units_shown(self, item: PlanItem) -> str:
        return "、".join(str(unit) for unit in item.units.all())

    @display(description="完成情况", label=_LABELS)
    def state_shown(self, item: PlanItem) -> Any:
        state = state_of(item, timezone.localdate())
        return state.value, state.label

    @display(description="系统里的记录")
    def recorded(self, item: Any) -> Any:
        found = doings(item) if item.pk else []
        if not found:
            return "还没有"
        return _lines(found)


def _lines(found: list[Any]) -> Any:
    """What was recorded, a line each, linked."""
    lines = (
        (doing.kind, linked(doing.record), f"，{doing.on}" if doing.on else "") for doing in found
    )
    return format_html_join("", "<p>{}：{}{}</p>", lines)
