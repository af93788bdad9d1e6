"""The public pages of supervision. Only what was released is here, for the back office as well."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from congress.common.partial_dates import PartialDate
from congress.common.views import wants_large_text
from supervision.enums import DemandState
from supervision.models import Demand, SupervisionPlan, SupervisionProject, SupervisionSettings
from supervision.progress import done_on, figures, state_of
from supervision.public.shown import (
    KINDS,
    kind_in_words,
    latest,
    project_line,
    project_page,
    public_projects,
)

_A_PAGE = 20
_LATEST = 8


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """How the supervised projects are doing, and what the presidium did besides."""
    today = timezone.localdate()
    page = Paginator(public_projects(), _A_PAGE).get_page(request.GET.get("page"))
    entries = latest(_LATEST + 1)
    context = {
        "page": page,
        "lines": [project_line(project, today) for project in page],
        "entries": entries[:_LATEST],
        "has_more": len(entries) > _LATEST,
        "plans": list(SupervisionPlan.objects.public().order_by("-year")),
        "publishes": SupervisionSettings.load().publishes_supervision,
        "on": today,
    }
    return render(request, "supervision/public/index.html", context)


@require_safe
def project(request: HttpRequest, public_id: str) -> HttpResponse:
    """One project: what was released, its progress, its money, what happened."""
    rows = SupervisionProject.objects.public().defer("search_text")
    found = get_object_or_404(rows, public_id=public_id)
    context = project_page(found, large=wants_large_text(request))
    return render(request, "supervision/public/project.html", context)


@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """All visits, reports, opinions and questions that were released."""
    page = Paginator(latest(), _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "supervision/public/records.html", {"page": page})


@require_safe
def record(request: HttpRequest, slug: str, public_id: str) -> HttpResponse:
    """One of them with its released text."""
    kind = KINDS.get(slug)
    if kind is None:
        raise Http404("没有这种记录。")
    manager: Any = kind.model._default_manager
    found = get_object_or_404(manager.public(), public_id=public_id)
    project = getattr(found, "project", None)
    context = {
        "record": found,
        "title": getattr(found, kind.title),
        "kind": kind_in_words(kind.model, getattr(found, "kind", "")),
        "on": PartialDate.of(getattr(found, kind.held_on)),
        "state": _state(found),
        "project": project if project is not None and _is_public(project) else None,
    }
    return render(request, "supervision/public/record.html", context)


@require_safe
def plan(request: HttpRequest, public_id: str) -> HttpResponse:
    """A year's plan with what became of each item."""
    found = get_object_or_404(SupervisionPlan.objects.public(), public_id=public_id)
    today = timezone.localdate()
    items = list(found.items.with_doings().select_related("plan"))
    lines = [
        {"item": item, "state": state_of(item, today), "done_on": done_on(item)} for item in items
    ]
    context = {"plan": found, "lines": lines, "figures": figures(items, today), "on": today}
    return render(request, "supervision/public/plan.html", context)


def _state(record: object) -> str:
    """How far an opinion or a rectification is; "" for everything else."""
    if not isinstance(record, Demand):
        return ""
    if record.state == DemandState.CLOSED:
        return f"{record.unit}已经办结" + (f"（{record.closed_on}）" if record.closed_on else "")
    return f"{record.unit}正在办理" + (f"，期限{record.due_on}" if record.due_on else "")


def _is_public(project: SupervisionProject) -> bool:
    return bool(SupervisionProject.objects.public().filter(pk=project.pk).exists())
