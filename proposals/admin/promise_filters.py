"""Filters of the ledger of promises."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import DropdownFilter

from congress.common.addresses import number_in
from congress.common.admin.dates import DateRangeFilter
from congress.township.models import Organ
from proposals.models import Promise
from proposals.querysets import may_lie_in


class LateFilter(DropdownFilter):
    """Open after their date, and open within the next days."""

    title = "期限"
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("late", "到期未落实"), ("soon", "30天内到期"), ("none", "没有写时限")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Promise]:
        chosen = {
            "late": queryset.late,
            "soon": queryset.due_soon,
            "none": queryset.without_date,
        }.get(self.value() or "")
        return chosen() if chosen else queryset


class PromiseUnitFilter(DropdownFilter):
    """Promised by one unit."""

    title = "承办单位"
    parameter_name = "unit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        theirs = Promise.objects.filter(reply__assignment__unit=OuterRef("pk"))
        units = Organ.objects.filter(Exists(theirs))
        return [(unit.pk, unit.name) for unit in units.order_by("name")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Promise]:
        key = number_in(self.value())
        return queryset if key is None else queryset.filter(reply__assignment__unit=key)


class PromiseDueFilter(DateRangeFilter):
    """Due from a day to another; of a vague date, whether it may be due then."""

    title = "落实时限"
    parameter_name = "due"

    def within(self, queryset: Any, first: dt.date | None, last: dt.date | None) -> Any:
        return queryset.filter(may_lie_in("due_on", first, last), due_on__isnull=False)
