"""Liaison tasks: what waits for the office stands first; each step is a button of its own."""

from typing import Any

from django.contrib import admin
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import action, display

from congress.common.admin import PortalModelAdmin
from congress.common.attachments.admin import AttachmentPages
from congress.common.downloads import pdf_response
from deputies.admin.liaison_chasing import chasing_page
from deputies.admin.liaison_filters import MemberFilter, QuarterFilter, StateFilter
from deputies.admin.liaison_forms import NewTaskForm
from deputies.admin.liaison_steps import TaskSteps
from deputies.jobs import print_selected_sheets
from deputies.models import LiaisonTask, TaskStatus
from deputies.permissions import can_manage_plan
from deputies.services import add_task
from deputies.sheets import TITLE, task_sheets_pdf

_WAITING_FIRST = Case(When(status=TaskStatus.REPORTED, then=Value(0)), default=Value(1))
# More than these take longer than somebody should look at a blank page.
_SHEETS_AT_ONCE = 40
# Every state has a place: for one that has none, the library would show the slug.
_LABELS: dict[str, str] = {
    TaskStatus.OPEN: "",
    TaskStatus.CANCELLED: "",
    TaskStatus.REPORTED: "info",
    TaskStatus.RETURNED: "warning",
    TaskStatus.CONFIRMED: "success",
    "overdue": "danger",
}


@admin.register(LiaisonTask)
class LiaisonTaskAdmin(TaskSteps, AttachmentPages, PortalModelAdmin):
    list_display = ("task", "assignee", "member", "due_on", "state")
    list_select_related = ("assignee", "member", "group", "deputy", "session__term", "plan")
    list_filter = (
        StateFilter,
        ("status", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter),
        QuarterFilter,
        MemberFilter,
    )
    list_disable_select_all = False
    search_fields = (
        "assignee__name",
        "assignee__pinyin",
        "assignee__pinyin_initials",
        "group__name",
        "public_id",
    )
    search_help_text = "办理人的姓名、拼音，小组名称，或任务单编号"
    ordering = (_WAITING_FIRST, "due_on", "kind", "pk")
    actions = ("print_selected",)
    actions_list = ("chase",)
    autocomplete_fields = ("member", "group", "deputy")
    fieldsets = (
        (None, {"fields": ("task", "state_in_words", "assignee", "member", "group", "session")}),
        ("期限", {"fields": ("opens_on", "due_on", "due_rule", "plan", "public_id")}),
    )
    add_fieldsets = (
        (None, {"fields": ("plan", "kind", "member", "quarter", "group", "deputy", "session")}),
    )

    def can_edit(self, user: Any) -> bool:
        return can_manage_plan(user)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What a task says follows from the plan; where it stands, from the steps."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        if obj is None:
            kwargs["form"] = NewTaskForm
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fieldsets if obj else self.add_fieldsets

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Only new tasks come here; the service makes them."""
        created = add_task(actor=request.user, **form.task_fields())
        obj.__dict__.update(created.__dict__)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.chasing_page)
        own = path("chasing/", view, name="deputies_liaisontask_chasing")
        return [own, *super().get_urls()]

    def chasing_page(self, request: HttpRequest) -> HttpResponse:
        """The text to paste into a WeChat group."""
        return chasing_page(request, self)

    def has_chase_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return can_manage_plan(request.user)

    @action(description="催办文字", url_path="chase", permissions=["chase"], icon="campaign")
    def chase(self, request: HttpRequest) -> HttpResponse:
        return redirect("admin:deputies_liaisontask_chasing")

    @display(description="任务", ordering="kind")
    def task(self, task: LiaisonTask) -> str:
        return task.title

    @display(description="状态", ordering="status", label=_LABELS)
    def state(self, task: LiaisonTask) -> Any:
        today = timezone.localdate()
        if task.is_overdue(today):
            days = (today - task.due_on).days
            return "overdue", f"{task.get_status_display()}，逾期{days}天"
        return task.status, task.get_status_display()

    @display(description="状态")
    def state_in_words(self, task: LiaisonTask) -> str:
        return str(self.state(task)[1])

    @admin.action(description="打印任务单（一项一页）")
    def print_selected(self, request: HttpRequest, queryset: QuerySet[LiaisonTask]) -> HttpResponse:
        """The sheets of what was ticked."""
        tasks = queryset.select_related(*self.list_select_related)
        if len(tasks) > _SHEETS_AT_ONCE:
            job = print_selected_sheets(tasks, actor=request.user)
            return redirect("admin:jobs_job", job.public_id)
        pdf = task_sheets_pdf(tasks, printed_on=timezone.localdate())
        return pdf_response(pdf, TITLE, actor=request.user, detail=f"{len(tasks)}项")
