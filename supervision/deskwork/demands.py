"""A unit's opinions and rectifications: the list by urgency, one of them, its report, more time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from congress.common.conflicts import changes_since, see_again
from congress.common.conflicts.comparing import Conflict
from congress.common.desk import desk_nav
from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.models import Attachment
from congress.common.paging import KeyedPaginator
from proposals.deskwork.unit.parts import units_for
from proposals.enums import ExtensionState
from supervision.deadlines import latest_extension
from supervision.demand_lines import demand_lines, due_words
from supervision.deskwork.forms import ExtensionForm, ReportForm
from supervision.enums import DemandState, DemandStepKind
from supervision.models import Demand
from supervision.services.demand_extensions import ask_demand_extension
from supervision.services.demands import report_on_demand
from supervision.workflow import OPEN, WAITING, allows

_A_PAGE = 20
_SHOWN = ("unit",)


def demands_of(units: Any) -> Any:
    """What was sent to these units."""
    return Demand.objects.issued().filter(unit__in=units)


@require_safe
@login_required
def demands(request: HttpRequest) -> HttpResponse:
    """What waits by its date, then what is with the presidium, then what is closed."""
    units = units_for(request.user)
    if not units:
        raise Http404
    rows, by_day = demands_of(units), F("due_on").asc(nulls_last=True)
    waiting = rows.waiting().order_by(by_day, "pk")
    others = rows.open().exclude(state__in=WAITING).order_by("-pk")
    closed = rows.exclude(state__in=OPEN).order_by("-pk")
    shown = Demand.objects.select_related(*_SHOWN)
    paginator = KeyedPaginator([waiting, others, closed], _A_PAGE, rows=shown)
    today = timezone.localdate()
    context = {
        "page": paginator.get_page(request.GET.get("page")),
        "waiting": waiting.count(),
        "late": rows.overdue(on=today).count(),
        "several_units": len(units) > 1,
        "today": today,
        "desk_nav": desk_nav(request),
    }
    return render(request, "supervision/desk/demands.html", context)


@require_safe
@login_required
def demand(request: HttpRequest, public_id: str) -> HttpResponse:
    """What was found and is asked, until when, what happened, and the unit's next step.

    Whoever may see it reads it; the next step is the unit's alone.
    """
    rows: Any = Demand.objects.visible_to(request.user).issued()
    row = rows.select_related("unit", "project", "field_work").filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return _page(request, row)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def report(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what was done about it."""

    def take(row: Demand, form: Any) -> str:
        said = form.cleaned_data
        report_on_demand(
            row,
            actor=request.user,
            words=said["words"],
            measure=said["measure"],
            files=said["uploads"],
            seen_version=said["seen_version"],
        )
        return "办理情况已经报告，主席团审核以后会告诉您。"

    return _form(
        request,
        public_id,
        DemandStepKind.REPORT,
        lambda *args, row, **kwargs: ReportForm(*args, actor=request.user, **kwargs),
        take,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def extension(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for more time before the date."""

    def take(row: Demand, form: Any) -> str:
        said = form.cleaned_data
        ask_demand_extension(
            row,
            actor=request.user,
            until=said["until"],
            reason=said["reason"],
            seen_version=said["seen_version"],
        )
        return "延期申请已经送出，人大办决定以后会告诉您。"

    return _form(
        request,
        public_id,
        DemandStepKind.EXTEND,
        lambda *args, row, **kwargs: ExtensionForm(*args, demand=row, **kwargs),
        take,
    )


_TITLES = {DemandStepKind.REPORT: "报告办理情况", DemandStepKind.EXTEND: "申请延期"}


def _form(
    request: HttpRequest,
    public_id: str,
    step: DemandStepKind,
    make: Callable[..., Form],
    take: Callable[[Demand, Form], str],
) -> HttpResponse:
    row = _own(request, public_id)
    if request.method != "POST":
        if not allows(row, step):
            messages.error(request, f"这一件现在是“{row.get_state_display()}”，不用再办这一步。")
            return redirect("desk-demand", public_id)
        form = make(row=row, initial={"seen_version": row.version})
        return _form_page(request, row, step, form)
    form = make(request.POST, request.FILES, row=row)
    if not form.is_valid():
        return _form_page(request, row, step, form)
    try:
        done = take(row, form)
    except StaleRecord:
        row = _own(request, public_id)
        changes = changes_since(row, form.cleaned_data["seen_version"] or 0)
        see_again(form, row.version)
        message = "您打开这一页以后，这一件有了变动，所以没有送出。"
        conflicts = [Conflict(changes, [], message=message)]
        return _form_page(request, row, step, form, 409, conflicts=conflicts)
    except RuleViolation as problem:
        row = _own(request, public_id)
        form.add_error(None, problem.message)
        see_again(form, row.version)
        return _form_page(request, row, step, form)
    messages.success(request, done)
    return redirect("desk-demand", public_id)


def _own(request: HttpRequest, public_id: str) -> Demand:
    rows: Any = demands_of(units_for(request.user)).select_related("unit", "project", "field_work")
    row: Demand | None = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _page(request: HttpRequest, row: Demand) -> HttpResponse:
    is_own = demands_of(units_for(request.user)).filter(pk=row.pk).exists()
    asked = row.extensions.filter(state=ExtensionState.ASKED).first()
    context = {
        "demand": row,
        "due": row.due_on.latest() if row.due_on else None,
        "due_words": due_words(row),
        "lines": demand_lines(row),
        "sent_back": _sent_back(row),
        "files": Attachment.objects.of(row).shown(),
        "asked": asked,
        "is_own": is_own,
        "may_report": is_own and allows(row, DemandStepKind.REPORT),
        "may_extend": is_own and _may_extend(row) and asked is None,
        "today": timezone.localdate(),
        "desk_nav": desk_nav(request),
    }
    return render(request, "supervision/desk/demand.html", context)


def _form_page(
    request: HttpRequest,
    row: Demand,
    step: DemandStepKind,
    form: Form,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    context = {
        "demand": row,
        "title": _TITLES[step],
        "form": form,
        "has_files": step == DemandStepKind.REPORT,
        "draft_key": f"demand-{step}-{row.public_id}-{row.version}",
        "sent_back": _sent_back(row),
        "desk_nav": desk_nav(request),
        **extra,
    }
    return render(request, "supervision/desk/demand_form.html", context, status=status)


def _may_extend(row: Demand) -> bool:
    """Before the date, and not yet at the end of the six months."""
    today = timezone.localdate()
    if not allows(row, DemandStepKind.EXTEND) or row.due_on is None or row.issued_on is None:
        return False
    return today <= row.due_on.latest() < latest_extension(row.issued_on)


def _sent_back(row: Demand) -> str:
    """What the presidium said last, while the unit has to report once more."""
    if row.state != DemandState.SENT_BACK:
        return ""
    kinds = [DemandStepKind.SEND_BACK, DemandStepKind.REOPEN]
    last = row.steps.filter(step__in=kinds).order_by("-pk").first()
    return last.words if last else ""
