"""What a unit promised in its replies: until when, how far it is, that it was kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
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
from proposals.deskwork.unit.forms import PromiseForm
from proposals.deskwork.unit.parts import units_for
from proposals.deskwork.unit.promised import NAMED, late_promises, promises_of
from proposals.enums import PromiseState
from proposals.models import Promise
from proposals.services.following import keep_promise, report_promise

_A_PAGE = 20


@dataclass(frozen=True)
class Report:
    """What was said of a promise once."""

    at: dt.datetime
    who: str
    text: str


@require_safe
@login_required
def promises(request: HttpRequest) -> HttpResponse:
    """The unit's lines of the ledger (承诺事项台账): open ones first."""
    units = units_for(request.user)
    if not units:
        raise Http404
    rows, by_day = promises_of(units), F("due_on").asc(nulls_last=True)
    is_open = rows.filter(state=PromiseState.OPEN).order_by(by_day, "pk")
    settled = rows.exclude(state=PromiseState.OPEN).order_by("-settled_on", "-pk")
    shown = Promise.objects.select_related(*NAMED)
    paginator = KeyedPaginator([is_open, settled], _A_PAGE, rows=shown)
    today = timezone.localdate()
    context = {
        "page": paginator.get_page(request.GET.get("page")),
        "open": is_open.count(),
        "late": late_promises(units, today),
        "several_units": len(units) > 1,
        "today": today,
        "desk_nav": desk_nav(request),
    }
    return render(request, "proposals/desk/unit/promises.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def promise(request: HttpRequest, public_id: str) -> HttpResponse:
    """One of them: what was reported, and the boxes for more."""
    row = _own(request, public_id)
    if request.method != "POST":
        initial = {"seen_version": row.version}
        return _page(request, row, PromiseForm(actor=request.user, promise=row, initial=initial))
    form = PromiseForm(request.POST, request.FILES, actor=request.user, promise=row)
    if not form.is_valid():
        return _page(request, row, form)
    said: dict[str, Any] = {
        "report": form.cleaned_data["report"],
        "files": form.cleaned_data["uploads"],
        "seen_version": form.cleaned_data["seen_version"],
    }
    kept = request.POST.get("then") == "keep"
    try:
        if kept:
            keep_promise(row, actor=request.user, kept_on=form.cleaned_data["kept_on"], **said)
        else:
            report_promise(row, actor=request.user, **said)
    except StaleRecord:
        return _stale(request, public_id, form)
    except RuleViolation as problem:
        row = _own(request, public_id)
        form.add_error(None, problem.message)
        see_again(form, row.version)
        return _page(request, row, form)
    done = "已经记为落实，提出的代表会收到消息。" if kept else "落实情况已经报告。"
    messages.success(request, done)
    return redirect("desk-promises" if kept else redirect("desk-promise", public_id).url)


def _stale(request: HttpRequest, public_id: str, form: PromiseForm) -> HttpResponse:
    row = _own(request, public_id)
    changes = changes_since(row, form.cleaned_data["seen_version"] or 0)
    see_again(form, row.version)
    message = "您打开这一页以后，这项承诺有了变动，所以没有保存。"
    return _page(request, row, form, 409, conflicts=[Conflict(changes, [], message=message)])


def _own(request: HttpRequest, public_id: str) -> Promise:
    rows = promises_of(units_for(request.user)).select_related(*NAMED)
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _page(
    request: HttpRequest, row: Promise, form: PromiseForm, status: int = 200, **extra: Any
) -> HttpResponse:
    context = {
        "promise": row,
        "proposal": row.reply.assignment.proposal,
        "part": row.reply.assignment,
        "due": row.due_on.latest() if row.due_on else None,
        "is_open": row.state == PromiseState.OPEN,
        "reports": reports_of(row),
        "files": Attachment.objects.of(row).shown(),
        "form": form,
        "today": timezone.localdate(),
        "desk_nav": desk_nav(request),
        **extra,
    }
    return render(request, "proposals/desk/unit/promise.html", context, status=status)


def reports_of(row: Promise) -> list[Report]:
    """Each report that was ever made, the latest first; only the last stands in the row itself."""
    found, before = [], ""
    rows = row.history.select_related("history_user").order_by("history_date", "history_id")
    for entry in rows:
        if entry.report and entry.report != before:
            found.append(
                Report(entry.history_date, str(entry.history_user or "系统"), entry.report)
            )
        before = entry.report
    return found[::-1]
