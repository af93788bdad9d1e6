"""The page 操作留痕 of the back office, and one entry of it in full."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from congress.common.audit import changes
from congress.common.audit.export import MOST_ROWS, trail_workbook
from congress.common.audit.forms import SYSTEM, TrailForm
from congress.common.audit.kinds import audit_kinds
from congress.common.audit.names import audit_name
from congress.common.audit.trail import ACTIONS, AuditEntry, entries
from congress.common.downloads import XLSX, office_file
from congress.common.models import SecurityEvent
from congress.common.permissions import can_view_audit_trail
from congress.common.templatetags.portal import cn_datetime

A_PAGE = 50


@require_safe
def trail_page(request: HttpRequest) -> HttpResponse:
    """The filters, and what they find."""
    _require(request)
    form = TrailForm(request.GET)
    found: list[AuditEntry] = []
    if form.is_valid():
        found = entries(form.wanted, limit=A_PAGE + 1, after=form.cleaned_data["after"])
    page = found[:A_PAGE]
    context = {
        "title": "操作留痕",
        "form": form,
        "entries": page,
        "is_filtered": bool(form.is_valid() and form.in_words),
        "is_first": not request.GET.get("after"),
        "older": _with(request, after=str(page[-1].place)) if len(found) > A_PAGE else "",
        "newest": _with(request),
        "plain": reverse("admin:audit_trail"),
        "export": _with(request, to="admin:audit_export"),
        "system": SYSTEM,
    }
    return _page(request, "admin/audit/trail.html", context)


@require_safe
def entry_page(request: HttpRequest, kind: str, key: int) -> HttpResponse:
    """One entry: who, when, from where, why; before and after of each column."""
    _require(request)
    found = audit_kinds().get(kind)
    if found is None:
        raise Http404
    context = {"title": "留痕内容", "kind": found, "system": SYSTEM}
    if found.model is None:
        row = get_object_or_404(found.rows.objects.select_related("user"), pk=key)
        context["row"] = row
        return _page(request, "admin/audit/event.html", {**context, **_of_event(row)})
    named = found.rows.objects.annotate(trail_name=audit_name(found.model))
    row = context["row"] = get_object_or_404(named.select_related("history_user"), pk=key)
    return _page(request, "admin/audit/entry.html", {**context, **_of_change(request, row)})


@require_POST
def export_page(request: HttpRequest) -> HttpResponse:
    """What the filters of the address find, as .xlsx; recorded like every other export."""
    _require(request)
    form = TrailForm(request.GET)
    if not form.is_valid():
        messages.error(request, "查找的条件有错，没有导出。请改好条件再导出。")
        return redirect(_with(request))
    found = entries(form.wanted, limit=MOST_ROWS + 1)
    if len(found) > MOST_ROWS:
        messages.error(
            request,
            f"符合条件的留痕超过{MOST_ROWS}条，没有导出。请缩短起止日期，或者多写几个条件，分几次导出。",
        )
        return redirect(_with(request))
    filters = "；".join(f"{label}：{value}" for label, value in form.in_words) or "全部留痕"
    now = timezone.localtime()
    heading = f"{filters}。{request.user}{cn_datetime(now)}导出，{len(found)}条，最新的在前。"
    return office_file(
        trail_workbook(found, heading=heading),
        f"操作留痕{now:%Y%m%d-%H%M}.xlsx",
        content_type=XLSX,
        actor=request.user,
        subject=f"操作留痕（{len(found)}条）",
        columns=[filters],
    )


def _of_event(row: SecurityEvent) -> dict[str, Any]:
    return {"who": row.user, "at": row.at, "ip": row.ip}


def _of_change(request: HttpRequest, row: Any) -> dict[str, Any]:
    """What the page of a change shows. Contents only to who may read such records."""
    may_read = changes.may_read(request, row.instance_type)
    before = changes.entry_before(row) if row.history_type == "~" else None
    shown: dict[str, Any] = {}
    if before is not None:
        differences = changes.changes_between(before, row)
        shown["labels"] = [change.label for change in differences]
        shown["differences"] = differences if may_read else []
    elif may_read:
        shown["contents"] = [held for held in changes.contents(row) if held.words]
    return {
        "who": row.history_user,
        "at": row.history_date,
        "ip": row.history_ip,
        "action": ACTIONS[row.history_type],
        "name": row.trail_name,
        "may_read": may_read,
        "has_before": before is not None,
        "secrets": changes.secret_labels(row),
        "links": changes.record_links(request, row),
        **shown,
    }


def _require(request: HttpRequest) -> None:
    if not can_view_audit_trail(request.user):
        raise PermissionDenied


def _with(request: HttpRequest, *, to: str = "admin:audit_trail", **changed: str) -> str:
    """The address of the page with its filters, from the newest entry or from a place."""
    query: QueryDict = request.GET.copy()
    query.pop("after", None)
    for name in [name for name, value in query.items() if not value]:
        del query[name]
    query.update(changed)
    return reverse(to) + (f"?{query.urlencode()}" if query else "")


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    response = TemplateResponse(request, template, {**admin.site.each_context(request), **context})
    response["Cache-Control"] = "no-store"
    return response
