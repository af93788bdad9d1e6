"""The overview: one row a project, three bars on one scale, late and unpaid first."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from unfold.decorators import action

from congress.common.addresses import number_in
from congress.common.money import in_wan
from congress.common.paging import KeyedPaginator
from congress.documents.charts import share_bars
from supervision import standing
from supervision.admin.links import page_of
from supervision.admin.project_filters import (
    STANDINGS,
    of_year,
    project_units,
    project_years,
)
from supervision.admin.project_story import lead_of
from supervision.enums import ProjectKind
from supervision.models import SupervisionProject
from supervision.permissions import can_view_supervision

PER_PAGE = 20
_BARS = 260


class Overview:
    """Part of the admin of projects."""

    def get_urls(self: Any) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.overview_page)
        own = path("overview/", view, name="supervision_overview")
        return [own, *super().get_urls()]  # type: ignore[misc]

    @action(
        description="监督总览",
        url_path="to-overview",
        permissions=["view"],
        icon="monitoring",
    )
    def overview_link(self, request: HttpRequest) -> HttpResponse:
        """From the list to its picture."""
        return redirect("admin:supervision_overview")

    def overview_page(self: Any, request: HttpRequest) -> HttpResponse:
        """Rows of a page, what can be chosen, and how many there are of what matters."""
        if not can_view_supervision(request.user):
            raise PermissionDenied
        today = timezone.localdate()
        asked = Asked(request.GET)
        pages = KeyedPaginator(
            asked.rows(request.user).by_urgency(on=today),
            PER_PAGE,
            rows=SupervisionProject.objects.with_list_relations(),
        )
        page = pages.get_page(request.GET.get("page"))
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "监督总览",
            "asked": asked,
            "rows": [row_of(project, today) for project in page],
            "page": page,
            "count": pages.count,
            "kinds": ProjectKind.choices,
            "units": project_units(),
            "years": project_years(),
            "standings": [(value, label) for value, (label, _) in STANDINGS.items()],
        }
        return TemplateResponse(request, "admin/supervision/overview.html", context)


class Asked:
    """What the address asks for; what can't be understood is passed over."""

    def __init__(self, query: QueryDict) -> None:
        kind, standing_ = query.get("kind", ""), query.get("standing", "")
        self.kind = kind if kind in ProjectKind.values else ""
        self.standing = standing_ if standing_ in STANDINGS else ""
        self.unit = number_in(query.get("unit", ""))
        self.year = number_in(query.get("year", ""))

    def __bool__(self) -> bool:
        return bool(self.kind or self.standing or self.unit is not None or self.year is not None)

    def rows(self, user: Any) -> Any:
        """The projects that are asked for."""
        rows: Any = SupervisionProject.objects.visible_to(user)
        if self.kind:
            rows = rows.filter(kind=self.kind)
        if self.unit is not None:
            rows = rows.of_unit([self.unit])
        if self.year is not None:
            rows = of_year(rows, self.year)
        return STANDINGS[self.standing][1](rows) if self.standing else rows

    @property
    def query(self) -> str:
        """The same without the page, to turn pages with."""
        query = QueryDict(mutable=True)
        for name in ("kind", "standing", "unit", "year"):
            value = getattr(self, name)
            if value not in ("", None):
                query[name] = str(value)
        return query.urlencode()


def row_of(project: Any, on: dt.date) -> dict[str, Any]:
    """What a row says: name, unit, bars, amounts in 万元, what is owed and how late it is."""
    shares = [(share.label, share.percent) for share in standing.shares(project, on)]
    owed = standing.arrears(project)
    return {
        "project": project,
        "url": page_of(project),
        "unit": lead_of(project),
        "bars": share_bars(f"{project}的进展", shares, width=_BARS),
        "time": standing.time_words(project, on),
        "is_late": bool(standing.late_days(project, on)),
        "planned": in_wan(project.planned_total),
        "arrived": in_wan(project.arrived_total) if _has_money(project) else "—",
        "owed": in_wan(owed) if owed else "",
        "owed_days": standing.arrears_days(project, on),
        "is_undated": bool(owed) and project.arrears_due_on is None,
        "due": project.arrears_due_on,
    }


def _has_money(project: Any) -> bool:
    return bool(project.planned_total is not None or project.arrived_total)
