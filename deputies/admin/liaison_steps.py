"""The buttons on a task's page: confirm, send back, enter on behalf, cancel, print."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from unfold.decorators import action
from unfold.enums import ActionVariant

from congress.common.addresses import number_in
from congress.common.admin.confirming import confirmation_page
from congress.common.conflicts import see_again
from congress.common.downloads import pdf_response
from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.models import with_files
from congress.common.templatetags.portal import cn_date
from congress.common.typed import typed_text
from deputies.admin.liaison_forms import OfficeReasonForm, OnBehalfForm
from deputies.conflicts import task_conflict
from deputies.forms import SeenForm
from deputies.models import LiaisonTask, TaskReport
from deputies.permissions import can_decide_task, can_manage_plan, can_report_on_behalf
from deputies.services import cancel_task, confirm_report, report_task, return_report
from deputies.sheets import TITLE, task_sheets_pdf
from deputies.suggestions import report_defaults
from deputies.timeline import task_timeline, too_late
from deputies.workflow import TaskStep, allows

Doing = Callable[[dict[str, Any]], Any]


def in_time(step: TaskStep, may: Callable[[Any], bool]) -> Callable[[Any], Any]:
    """Lead who may take the step to the task where somebody was faster, and say what he did.

    A button stays on a page that is open: without this, pressing it would say that the account
    lacks the right, as it does for everybody else.
    """

    def decorator(view: Any) -> Any:
        @wraps(view)
        def page(model_admin: Any, request: HttpRequest, object_id: str) -> HttpResponse:
            task = _task(object_id) if may(request.user) else None
            if task is None or allows(task.status, step):
                return view(model_admin, request, object_id=object_id)
            if request.method == "POST":  # what was typed is given back
                return view.__wrapped__(model_admin, request, object_id)
            return _to_the_task(request, task, step)

        return page

    return decorator


class TaskSteps:
    """Mixed into the task's admin. Each step is a page with a form that posts to itself."""

    change_form_outer_before_template = "admin/deputies/liaison_task.html"
    change_form_outer_after_template: str | None = None  # each report shows its own files
    actions_detail = (
        "confirm_task",
        "return_task",
        "report_on_behalf",
        "chase_task",
        "attachments_page",
        "print_sheet",
        "cancel_task",
    )

    def attachment_owner(self, task: LiaisonTask) -> TaskReport | None:
        """The last report: what came on paper may come later than the call."""
        return task.reports.first()

    def has_confirm_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return can_decide_task(request.user) and self._allows(object_id, TaskStep.CONFIRM)

    def has_return_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return can_decide_task(request.user) and self._allows(object_id, TaskStep.RETURN)

    def has_report_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return can_report_on_behalf(request.user) and self._allows(object_id, TaskStep.REPORT)

    def has_cancel_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return can_manage_plan(request.user) and self._allows(object_id, TaskStep.CANCEL)

    def _allows(self, object_id: Any, step: TaskStep) -> bool:
        """Whether the button is worth showing; the page asks the service again."""
        row = LiaisonTask.objects.filter(pk=object_id).first() if object_id else None
        return row is not None and allows(row.status, step)

    @in_time(TaskStep.CONFIRM, can_decide_task)
    @action(
        description="确认",
        url_path="confirm",
        permissions=["confirm"],
        variant=ActionVariant.PRIMARY,
        icon="check",
    )
    def confirm_task(self, request: HttpRequest, object_id: str) -> HttpResponse:
        task = _task(object_id)
        return self._step(
            request,
            task,
            TaskStep.CONFIRM,
            SeenForm,
            title=f"确认：{task}",
            sentence="确认后任务完成，办理人会在工作台看到。",
            notes=_last_report(task),
            button="确认",
            do=lambda data: confirm_report(task, actor=request.user, **data),
            done="已确认，任务完成。",
        )

    @in_time(TaskStep.RETURN, can_decide_task)
    @action(description="退回", url_path="return", permissions=["return"], icon="undo")
    def return_task(self, request: HttpRequest, object_id: str) -> HttpResponse:
        task = _task(object_id)
        return self._step(
            request,
            task,
            TaskStep.RETURN,
            OfficeReasonForm,
            title=f"退回：{task}",
            sentence=f"退回后由{task.assignee}补充，原来的记录保留。",
            notes=_last_report(task),
            button="退回",
            do=lambda data: return_report(task, actor=request.user, **data),
            done=f"已退回，{task.assignee}会在工作台看到原因。",
        )

    @in_time(TaskStep.CANCEL, can_manage_plan)
    @action(description="取消任务", url_path="cancel", permissions=["cancel"], icon="block")
    def cancel_task(self, request: HttpRequest, object_id: str) -> HttpResponse:
        task = _task(object_id)
        return self._step(
            request,
            task,
            TaskStep.CANCEL,
            OfficeReasonForm,
            title=f"取消任务：{task}",
            sentence=f"取消后{task.assignee}不再看到这项任务，再次派发计划时也不会恢复。",
            button="取消任务",
            back_label="不取消，返回",
            do=lambda data: cancel_task(task, actor=request.user, **data),
            done="任务已取消。",
        )

    @in_time(TaskStep.REPORT, can_report_on_behalf)
    @action(
        description="代录",
        url_path="on-behalf",
        permissions=["report"],
        variant=ActionVariant.PRIMARY,
        icon="edit_note",
    )
    def report_on_behalf(self, request: HttpRequest, object_id: str) -> HttpResponse:
        task = _task(object_id)
        return self._step(
            request,
            task,
            TaskStep.REPORT,
            OnBehalfForm,
            title=f"代录：{task}",
            sentence=(
                f"按{task.assignee}交来的纸质记录或电话所说填写。"
                f"日期写实际办理的那一天；记录里会写明由{request.user}代录。"
            ),
            button="保存记录",
            do=lambda data: report_task(task, actor=request.user, **data),
            done="记录已保存，等待确认。",
        )

    def has_chase_task_permission(self, request: HttpRequest, object_id: Any = None) -> bool:
        return can_manage_plan(request.user) and self._allows(object_id, TaskStep.REPORT)

    @action(description="催办文字", url_path="chase", permissions=["chase_task"], icon="campaign")
    def chase_task(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The text for WeChat about this one."""
        address = reverse("admin:deputies_liaisontask_chasing")
        return redirect(f"{address}?task={_task(object_id).public_id}")

    @action(description="打印任务单", url_path="sheet", permissions=["view"], icon="print")
    def print_sheet(self, request: HttpRequest, object_id: str) -> HttpResponse:
        task = _task(object_id)
        pdf = task_sheets_pdf([task], printed_on=timezone.localdate())
        name = f"{TITLE}-{task.assignee}-{task.public_id}"
        return pdf_response(pdf, name, actor=request.user)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """The reports and what happened stand above the task's own columns."""
        tasks = LiaisonTask.objects.with_list_relations()
        task = tasks.filter(pk=number_in(object_id) or 0).first()
        if task:
            rows = task.reports.select_related("reported_by", "decided_by")
            reports = list(rows.prefetch_related(with_files()))
            shown = {"reports": reports, "timeline": task_timeline(task, reports)}
            extra_context = {**(extra_context or {}), **shown}
        return super().changeform_view(request, object_id, form_url, extra_context)  # type: ignore[misc]

    def _step(
        self,
        request: HttpRequest,
        task: LiaisonTask,
        step: TaskStep,
        form_class: Any,
        *,
        do: Doing,
        done: str,
        **page: Any,
    ) -> HttpResponse:
        """Show the form; when it is posted and right, do it and go back to the task."""
        back = reverse("admin:deputies_liaisontask_change", args=[task.pk])
        form = _bound_or_new(request, task, form_class)
        if request.method == "POST" and form.is_valid():
            try:
                do(form.cleaned_data)
            except RuleViolation as error:
                task = _task(str(task.pk))
                page |= _meanwhile(form, task, error, page)
            else:
                messages.success(request, done)
                return redirect(back)
        page |= {"form": form, "back": back, "original": task}
        if request.method == "POST" and not allows(task.status, step):
            return self._refused(request, task, step, page)
        return confirmation_page(self, request, **page)

    def _refused(
        self, request: HttpRequest, task: LiaisonTask, step: TaskStep, page: dict[str, Any]
    ) -> HttpResponse:
        """Somebody was faster: what he did, beside what was typed where anything was."""
        if not typed_text(request):
            return _to_the_task(request, task, step)
        page["form"].errors.clear()  # mending it would not help
        conflict = task_conflict(page["form"], task, too_late(task, step))
        page |= {"button": "", "back_label": "查看这项任务", "conflicts": [conflict]}
        page["sentence"] = "您写的内容还在下面，需要的话请复制下来。"
        return confirmation_page(self, request, status=409, **page)


def _to_the_task(request: HttpRequest, task: LiaisonTask, step: TaskStep) -> HttpResponse:
    messages.warning(request, too_late(task, step))
    return redirect(reverse("admin:deputies_liaisontask_change", args=[task.pk]))


def _meanwhile(
    form: Any, task: LiaisonTask, error: RuleViolation, page: dict[str, Any]
) -> dict[str, Any]:
    """What the refused page shows beside what was typed: the task and its report as they are."""
    notes = {"notes": _last_report(task)} if "notes" in page else {}
    if isinstance(error, StaleRecord):
        return {**notes, "conflicts": [task_conflict(form, task, error.message)]}
    form.add_error(None, error.message)
    see_again(form, task.version)
    return notes


def _bound_or_new(request: HttpRequest, task: LiaisonTask, form_class: Any) -> Any:
    known: dict[str, Any] = {}
    if issubclass(form_class, OnBehalfForm):
        known = {"task": task, "actor": request.user}
    if request.method == "POST":
        return form_class(request.POST, request.FILES, **known)
    initial = {"seen_version": task.version}
    if known:
        initial |= report_defaults(task, task.reports.first())
    return form_class(initial=initial, **known)


def _task(object_id: str) -> LiaisonTask:
    if number_in(object_id) is None:
        raise Http404
    return get_object_or_404(LiaisonTask.objects.with_list_relations(), pk=object_id)


def _last_report(task: LiaisonTask) -> list[str]:
    """What the decision is about."""
    report: TaskReport | None = task.reports.first()
    if report is None:
        return []
    texts = [(name, getattr(report, name)) for name in ("content", "solution", "attendance")]
    labels = {field.name: field.verbose_name for field in report._meta.fields}
    head = f"{task.assignee}，{cn_date(report.held_on)}，{report.place}。"
    return [head, *(f"{labels[name]}：{text}" for name, text in texts if text)]
