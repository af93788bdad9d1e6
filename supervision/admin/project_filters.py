"""Filters of the list of projects; each is in the address, so that a list can be kept or sent."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import DropdownFilter

from congress.common.addresses import number_in
from congress.township.models import Organ
from supervision.models import FundSource, ProjectUnit, SupervisionProject

# How a project may stand: the value in the address, what it is called, and the rows.
STANDINGS = {
    "late": ("逾期没有完工", lambda rows: rows.late()),
    "arrears": ("资金到期没有到位", lambda rows: rows.in_arrears()),
    "unpaid": ("资金没有全部到位", lambda rows: rows.unpaid()),
    "going": ("在建", lambda rows: rows.going_on()),
    "finished": ("已完工", lambda rows: rows.finished()),
    "unaccepted": (
        "完工没有验收",
        lambda rows: rows.finished().filter(accepted_on__isnull=True, stopped_on__isnull=True),
    ),
    "stopped": ("终止监督", lambda rows: rows.filter(stopped_on__isnull=False)),
    "released": ("已公开", lambda rows: rows.released()),
}


def project_units() -> list[tuple[int, str]]:
    """Units that answer for a project, by name."""
    theirs = Exists(ProjectUnit.objects.filter(unit=OuterRef("pk")))
    return list(Organ.objects.filter(theirs).order_by("name").values_list("pk", "name"))


def project_years() -> list[int]:
    """From the first to the last year in which a project began, the latest first."""
    ends = SupervisionProject.objects.aggregate(first=Min("starts_on"), last=Max("starts_on"))
    if ends["first"] is None:
        return []
    return list(range(ends["last"].year, ends["first"].year - 1, -1))


def of_year(rows: Any, year: int) -> Any:
    """Begun in a year, known to the day, the month or the year."""
    if not 1800 <= year < 2200:  # what a date may be
        return rows.none()
    return rows.filter(starts_on__gte=str(year), starts_on__lt=str(year + 1))


class StandingFilter(DropdownFilter):
    title = "情况"
    parameter_name = "standing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in STANDINGS.items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[SupervisionProject]:
        chosen = STANDINGS.get(self.value() or "")
        return chosen[1](queryset) if chosen else queryset


class ProjectUnitFilter(DropdownFilter):
    title = "责任单位"
    parameter_name = "unit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return list(project_units())

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[SupervisionProject]:
        key = number_in(self.value())
        return queryset if key is None else queryset.of_unit([key])


class PayerFilter(DropdownFilter):
    """With money from one payer; its letter is then printed alone."""

    title = "拨款单位"
    parameter_name = "payer"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        theirs = Exists(FundSource.objects.filter(payer=OuterRef("pk")))
        return list(Organ.objects.filter(theirs).order_by("name").values_list("pk", "name"))

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[SupervisionProject]:
        key = number_in(self.value())
        if key is None:
            return queryset
        return queryset.filter(Exists(FundSource.objects.filter(project=OuterRef("pk"), payer=key)))


class ProjectYearFilter(DropdownFilter):
    title = "开工年份"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [(year, f"{year}年") for year in project_years()]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[SupervisionProject]:
        year = number_in(self.value())
        return queryset if year is None else of_year(queryset, year)
