"""Liaison plans: who contacts whom, what is odd about it, and handing out the tasks."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html_join
from unfold.decorators import action, display
from unfold.enums import ActionVariant

from congress.common.addresses import number_in
from congress.common.admin import PortalModelAdmin, PortalStackedInline
from congress.common.admin.confirming import confirmation_page
from congress.common.attachments.admin import AttachmentPages
from congress.common.downloads import pdf_response
from congress.common.exceptions import RuleViolation
from congress.township.admin.filters import TermFilter
from deputies.admin.districts import current_term_initial
from deputies.consistency.liaison import plan_warnings
from deputies.deadlines import Quarter
from deputies.jobs import print_plan_sheets
from deputies.models import Deputy, LiaisonAssignment, LiaisonPlan, LiaisonTask, TaskStatus
from deputies.permissions import can_manage_plan
from deputies.services import generate_liaison_tasks
from deputies.services.writing import require
from deputies.sheets import TITLE, task_sheets_pdf

_ALIVE = ~Q(tasks__status=TaskStatus.CANCELLED)


def namesake_label(deputy: Deputy) -> str:
    """张伟（沙湖村）: which of two with the same name."""
    return f"{deputy.name}（{deputy.village}）" if deputy.village else deputy.name


class AssignmentInline(PortalStackedInline):
    """The lines of the plan, one a member."""

    model = LiaisonAssignment
    fields = ("member", "groups", "deputies", "order")
    autocomplete_fields = ("member", "groups", "deputies")
    verbose_name_plural = "联系安排"

    def get_queryset(self, request: HttpRequest) -> QuerySet[LiaisonAssignment]:
        lines = super().get_queryset(request).select_related("member")
        return lines.prefetch_related("groups", "deputies")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Those who are chosen already are told apart like those one searches for."""
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if field and db_field.name == "deputies":
            field.queryset = field.queryset.select_related("village")
            field.label_from_instance = namesake_label
        return field


@admin.register(LiaisonPlan)
class LiaisonPlanAdmin(AttachmentPages, PortalModelAdmin):
    list_display = ("title", "year", "term", "starts_on", "member_count", "progress")
    list_select_related = ("term",)
    list_filter = (TermFilter, "year")
    search_fields = ("title",)
    inlines = (AssignmentInline,)
    readonly_fields = ("warnings", "progress")
    actions_detail = ("hand_out", "chase_plan", "print_sheets", "attachments_page")
    fieldsets = (
        (None, {"fields": ("warnings", "progress", "term", "year", "title", "starts_on")}),
    )

    def can_edit(self, user: Any) -> bool:
        return can_manage_plan(user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[LiaisonPlan]:
        return (
            super()
            .get_queryset(request)
            .annotate(
                members=Count("assignments", distinct=True),
                given=Count("tasks", filter=_ALIVE, distinct=True),
                done=Count("tasks", filter=Q(tasks__status=TaskStatus.CONFIRMED), distinct=True),
            )
        )

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nothing to warn of and nothing handed out before the plan is saved once."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj:
            return fieldsets
        (name, options), *rest = fieldsets
        shown = [f for f in options["fields"] if f not in self.readonly_fields]
        return [(name, {**options, "fields": shown}), *rest]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        today = timezone.localdate()
        initial = {"year": today.year, "title": f"{today.year}年主席团成员联系代表小组和代表计划"}
        return {**current_term_initial(), **initial, **super().get_changeform_initial_data(request)}

    @display(description="主席团成员", ordering="members")
    def member_count(self, plan: Any) -> str:
        return f"{plan.members}名"

    @display(description="任务")
    def progress(self, plan: Any) -> str:
        if not plan.given:
            return "还没有派发"
        return f"已派发{plan.given}项，完成{plan.done}项"

    @display(description="提醒")
    def warnings(self, plan: LiaisonPlan) -> str:
        # As it is stored: the one in hand may hold what was typed and refused.
        stored = LiaisonPlan.objects.select_related("term").filter(pk=plan.pk).first()
        found = plan_warnings(stored) if stored else []
        if not found:
            return "没有需要留意的地方"
        return format_html_join("", "<p>{}</p>", ((warning,) for warning in found))

    def has_hand_out_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return can_manage_plan(request.user)

    @action(
        description="派发任务",
        url_path="hand-out",
        permissions=["hand_out"],
        variant=ActionVariant.PRIMARY,
        icon="outgoing_mail",
    )
    def hand_out(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Asks first, with what is odd about the plan; then makes the tasks that are missing."""
        plan = self._plan(request, object_id)
        back = reverse("admin:deputies_liaisonplan_change", args=[plan.pk])
        if request.method == "POST":
            self._hand_out(request, plan)
            return redirect(back)
        return confirmation_page(
            self,
            request,
            title=f"派发《{plan}》的任务",
            sentence=(
                f"从{Quarter.of(plan.starts_on)}起，按联系安排给每名主席团成员派发走访和会前座谈任务，"
                "给每名代表派发履职汇报任务。已经派发的不重复；"
                "同年较早计划里还没有办的，由这份计划接替。"
            ),
            notes=plan_warnings(plan),
            button="派发任务",
            back=back,
            original=plan,
        )

    def _hand_out(self, request: HttpRequest, plan: LiaisonPlan) -> None:
        try:
            result = generate_liaison_tasks(plan, actor=request.user)
        except RuleViolation as error:
            messages.error(request, error.message)
            return
        text = f"新派发{result.created}项任务，原有{result.existing}项不变。"
        if result.updated:
            text += f"其中{result.updated}项按改动后的计划更新。"
        if result.cancelled:
            text += f"较早计划里没有办的{result.cancelled}项已取消。"
        messages.success(request, text)

    @action(description="催办文字", url_path="chase", permissions=["hand_out"], icon="campaign")
    def chase_plan(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The text for WeChat about what is still to be done of this plan."""
        address = reverse("admin:deputies_liaisontask_chasing")
        return redirect(f"{address}?plan={self._plan(request, object_id).pk}")

    @action(description="打印任务单", url_path="sheets", permissions=["view"], icon="print")
    def print_sheets(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Whose sheets there are to print, one file a member, or all in one by a job."""
        plan = self._plan(request, object_id)
        if request.method == "POST":
            job = print_plan_sheets(plan, actor=request.user)
            return redirect("admin:jobs_job", job.public_id)
        waiting = Q(led_liaison_tasks__plan=plan) & Q(
            led_liaison_tasks__status__in=(TaskStatus.OPEN, TaskStatus.RETURNED)
        )
        lines = Deputy.objects.filter(liaison_lines__plan=plan).order_by("liaison_lines__order")
        members = lines.annotate(sheets=Count("led_liaison_tasks", filter=waiting, distinct=True))
        context = {
            **self.admin_site.each_context(request),
            "title": "打印任务单",
            "opts": self.model._meta,
            "original": plan,
            "members": members,
            "pages": sum(member.sheets for member in members),
            "back": reverse("admin:deputies_liaisonplan_change", args=[plan.pk]),
        }
        return TemplateResponse(request, "admin/deputies/liaison_sheets.html", context)

    def member_sheets(self, request: HttpRequest, object_id: str, member: int) -> HttpResponse:
        """The sheets of all that is still to be done by a member and by whom he contacts."""
        plan = self._plan(request, object_id)
        tasks = LiaisonTask.objects.filter(plan=plan, member=member).open().with_list_relations()
        if not tasks:
            raise Http404
        name = f"{TITLE}-{tasks[0].member}"
        pdf = task_sheets_pdf(tasks, printed_on=timezone.localdate())
        return pdf_response(pdf, name, actor=request.user, detail=f"{plan}，{len(tasks)}项")

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.member_sheets)
        route = "<path:object_id>/sheets/<int:member>.pdf"
        return [path(route, view, name="deputies_liaisonplan_sheets"), *super().get_urls()]

    def _plan(self, request: HttpRequest, object_id: str) -> LiaisonPlan:
        require(self.has_view_permission(request))
        if number_in(object_id) is None:
            raise Http404
        return get_object_or_404(LiaisonPlan.objects.select_related("term"), pk=object_id)
