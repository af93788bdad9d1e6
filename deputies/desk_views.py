"""The deputy's desk: my tasks, one task, what I did for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from congress.common.conflicts import see_again
from congress.common.desk import desk_nav
from congress.common.downloads import pdf_response
from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.models import with_files
from congress.common.permissions import can_open_back_office
from congress.common.registry import ABOVE_TASKS, desk_sections
from deputies.conflicts import task_conflict
from deputies.desk import DONE_SHOWN, Desk
from deputies.forms import ReportForm
from deputies.models import Deputy, LiaisonTask, TaskReport, TaskStatus
from deputies.permissions import can_report_task, is_own_task
from deputies.services import report_task
from deputies.sheets import TITLE, task_sheets_pdf
from deputies.suggestions import report_defaults
from deputies.timeline import task_timeline
from deputies.workflow import TaskStep, allows

DONE_A_PAGE = 20
# The shape and colour of a state's tag (docs/components.md).
_TAGS = {
    TaskStatus.OPEN: "open",
    TaskStatus.REPORTED: "info",
    TaskStatus.RETURNED: "warn",
    TaskStatus.CONFIRMED: "good",
    TaskStatus.CANCELLED: "plain",
}


@require_safe
@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """The first page after logging in; who has no desk is told where to go."""
    deputy = _own_deputy(request)
    if deputy is None:
        if can_open_back_office(request.user):
            return redirect("admin:index")
        home = next((place for place in desk_nav(request) if place.is_home), None)
        if home is not None:
            return redirect(home.url)
        return render(request, "deputies/desk/no_desk.html")
    sections = desk_sections.collect(request)
    context = {
        "desk": Desk(deputy, timezone.localdate()),
        "first_sections": [part for part in sections if part.order < ABOVE_TASKS],
        "sections": [part for part in sections if part.order >= ABOVE_TASKS],
        "desk_nav": desk_nav(request),
        "done_shown": DONE_SHOWN,
    }
    return render(request, "deputies/desk/desk.html", context)


@require_safe
@login_required
def done(request: HttpRequest) -> HttpResponse:
    """Everything that I did and the office confirmed, the latest first."""
    deputy = _own_deputy(request)
    if deputy is None:
        return redirect("desk")
    tasks = LiaisonTask.objects.filter(assignee=deputy).done().with_list_relations()
    page = Paginator(tasks.order_by("-due_on", "-pk"), DONE_A_PAGE).get_page(
        request.GET.get("page")
    )
    context = {"page": page, "desk_nav": desk_nav(request), "today": timezone.localdate()}
    return render(request, "deputies/desk/done.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def task(request: HttpRequest, public_id: str) -> HttpResponse:
    """One task: where it stands, what happened, and the form to report it."""
    row = _task_in_scope(request, public_id)
    if request.method == "POST":
        return _report(request, row)
    reports = _reports(row)
    form = None
    if _can_report_now(request, row):
        initial = report_defaults(row, reports[0] if reports else None)
        form = ReportForm(task=row, actor=request.user, initial=initial)
    return _task_page(request, row, form, reports)


@require_safe
@login_required
def task_sheet(request: HttpRequest, public_id: str) -> HttpResponse:
    """The sheet of one task, as a PDF."""
    row = _task_in_scope(request, public_id)
    pdf = task_sheets_pdf([row], printed_on=timezone.localdate())
    return pdf_response(pdf, f"{TITLE}-{row.assignee}-{row.public_id}", actor=request.user)


@require_safe
@login_required
def task_sheets(request: HttpRequest) -> HttpResponse:
    """The sheets of all tasks that I still have to do, one a page."""
    deputy = _own_deputy(request)
    tasks = LiaisonTask.objects.filter(assignee=deputy).open().with_list_relations()
    if deputy is None or not tasks:
        raise Http404
    pdf = task_sheets_pdf(tasks, printed_on=timezone.localdate())
    return pdf_response(pdf, f"{TITLE}-{deputy}", actor=request.user, detail=f"{len(tasks)}项")


def _report(request: HttpRequest, row: LiaisonTask) -> HttpResponse:
    if not can_report_task(request.user, row):
        raise PermissionDenied
    form = ReportForm(request.POST, request.FILES, task=row, actor=request.user)
    if not form.is_valid():
        return _task_page(request, row, form)
    try:
        report_task(row, actor=request.user, **form.cleaned_data)
    except RuleViolation as error:
        return _refused(request, row, form, error)
    messages.success(request, "记录已提交，等人大办确认。")
    return redirect("desk-task", row.public_id)


def _refused(
    request: HttpRequest, row: LiaisonTask, form: ReportForm, error: RuleViolation
) -> HttpResponse:
    """What happened meanwhile, with everything that was typed."""
    row = _task_in_scope(request, row.public_id)
    if isinstance(error, StaleRecord):
        conflict = task_conflict(form, row, error.message)
        return _task_page(request, row, form, status=409, conflicts=[conflict])
    form.add_error(None, error.message)
    see_again(form, row.version)
    return _task_page(request, row, form)


def _task_page(
    request: HttpRequest,
    row: LiaisonTask,
    form: ReportForm | None,
    reports: list[TaskReport] | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    reports = _reports(row) if reports is None else reports
    waits = allows(row.status, TaskStep.REPORT)
    today = timezone.localdate()
    context = {
        "task": row,
        "form": form,
        "tag": _TAGS[TaskStatus(row.status)],
        "waits": waits,
        "opens_later": waits and row.opens_on > today,
        "can_submit": _can_report_now(request, row),
        "is_own": is_own_task(request.user, row),
        "last": reports[0] if reports else None,
        "timeline": task_timeline(row, reports),
        "today": today,
        "desk_nav": desk_nav(request) if _own_deputy(request) else None,
        **extra,
    }
    return render(request, "deputies/desk/task.html", context, status=status)


def _own_deputy(request: HttpRequest) -> Deputy | None:
    return getattr(request.user, "deputy", None)


def _task_in_scope(request: HttpRequest, public_id: str) -> LiaisonTask:
    """Raises Http404 for what the user may not know of."""
    tasks = LiaisonTask.objects.visible_to(request.user).with_list_relations()
    return get_object_or_404(tasks, public_id=public_id)


def _reports(row: LiaisonTask) -> list[TaskReport]:
    """The latest first, with the people of the timeline and the files."""
    reports = row.reports.select_related("reported_by", "decided_by")
    return list(reports.prefetch_related(with_files()))


def _can_report_now(request: HttpRequest, row: LiaisonTask) -> bool:
    opened = row.opens_on <= timezone.localdate()
    return opened and allows(row.status, TaskStep.REPORT) and can_report_task(request.user, row)
