"""Annual plans: the items with what became of each, the mid-year check, the year's end."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from congress.common.admin import PortalModelAdmin
from congress.common.attachments.admin import AttachmentPages
from congress.common.templatetags.portal import cn_date
from proposals.admin.stepping.fields import DayInput
from supervision.admin.links import form_for, page_of
from supervision.admin.plan_pages import PLAN_PAGES, period
from supervision.admin.printing import PrintsPlans
from supervision.admin.releasing import released_words
from supervision.admin.steps import RecordSteps
from supervision.enums import PlanState
from supervision.models import PlanItem, SupervisionPlan
from supervision.permissions import can_edit_supervision, can_view_supervision
from supervision.progress import ItemState, doings, due_day, figures, state_of

_LABELS: dict[str, str] = {PlanState.DRAFT: "warning", PlanState.AGREED: "success"}


@admin.register(SupervisionPlan)
class SupervisionPlanAdmin(RecordSteps, PrintsPlans, AttachmentPages, PortalModelAdmin):
    """Agreed and reopened by steps; the words about the year are written in the form."""

    class Media:
        css: ClassVar = {"all": ("css/admin-handling.css", "css/admin-projects.css")}

    step_pages = PLAN_PAGES
    change_form_outer_before_template = "admin/supervision/plan.html"
    list_display = ("title", "state_shown", "agreed_on", "counted")
    list_select_related = ("agreed_at__term",)
    list_filter = (("state", ChoicesDropdownFilter),)
    search_fields = ("year", "items__title")
    search_help_text = "年度，或者监督事项里的字"
    readonly_fields = ("midyear", "counted")
    actions_detail = ("print_plan", "attachments_page")
    fieldsets = (
        (None, {"fields": ("year",)}),
        ("年中检查", {"fields": ("checked_on", "midyear", "check_words")}),
        ("年末小结", {"fields": ("counted", "summary")}),
    )

    def can_view(self, user: Any) -> bool:
        return can_view_supervision(user)

    def can_edit(self, user: Any) -> bool:
        return can_edit_supervision(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[SupervisionPlan]:
        items = PlanItem.objects.with_doings()
        rows = super().get_queryset(request).select_related("agreed_at__term")
        return rows.prefetch_related(Prefetch("items", items))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new plan is a year; its checks belong to its course."""
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:1]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        agreed = obj is not None and obj.state == PlanState.AGREED
        return (*self.readonly_fields, *(["year"] if agreed else []))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        today = timezone.localdate()
        return {"year": today.year, **super().get_changeform_initial_data(request)}

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "checked_on":
            kwargs["widget"] = DayInput()
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What the presidium agreed to stays."""
        agreed = obj is not None and obj.state == PlanState.AGREED
        return super().has_delete_permission(request, obj) and not agreed

    def state_of(self, record: Any) -> dict[str, str]:
        if record.state != PlanState.AGREED:
            return {"text": "还在起草。写好事项以后，由主席团通过。"}
        where = f"（{record.agreed_at}）" if record.agreed_at else ""
        words = f"主席团{cn_date(record.agreed_on)}通过{where}。"
        return {"text": words + released_words(record)}

    def page_context(self, request: HttpRequest, record: Any) -> dict[str, Any]:
        today = timezone.localdate()
        draft = record.state == PlanState.DRAFT and self.can_edit(request.user)
        items = list(record.items.all())
        return {
            "item_rows": [_row(item, today) for item in items],
            "figures": figures(items, today) if items else "",
            "add_item": form_for(PlanItem, plan=record.pk) if draft else "",
        }

    @display(description="监督计划", ordering="year")
    def title(self, plan: SupervisionPlan) -> str:
        return str(plan)

    @display(description="状态", ordering="state", label=_LABELS)
    def state_shown(self, plan: SupervisionPlan) -> Any:
        return plan.state, plan.get_state_display()

    @display(description="到今天")
    def counted(self, plan: Any) -> str:
        items = list(plan.items.all()) if plan.pk else []
        return str(figures(items, timezone.localdate())) if items else "还没有事项"

    @display(description="到检查那天")
    def midyear(self, plan: Any) -> str:
        if plan.checked_on is None or not plan.pk:
            return "写上检查日期、保存以后，这里有到那天的完成情况。"
        return f"到{cn_date(plan.checked_on)}：{figures(plan.items.all(), plan.checked_on)}"


def _row(item: PlanItem, today: Any) -> dict[str, Any]:
    """A line of the table: the item, where it stands, what was recorded."""
    state = state_of(item, today)
    late = (today - due_day(item)).days if state == ItemState.LATE else 0
    return {
        "item": item,
        "url": page_of(item),
        "period": period(item) or f"{item.plan.year}年内",
        "units": "、".join(str(unit) for unit in item.units.all()),
        "state": state,
        "late_days": late,
        "doings": [(doing, page_of(doing.record)) for doing in doings(item)],
    }
