"""Filters that several lists of the back office share."""

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter

from congress.common.addresses import number_in
from congress.common.partial_dates import in_force
from congress.township.models import CongressTerm


class InForceFilter(DropdownFilter):
    """Records whose time holds today, or is over."""

    title = "现状"
    parameter_name = "in_force"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "现有"), ("no", "已终止或未开始")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        holds = self._holds(timezone.localdate())
        if self.value() == "yes":
            return queryset.filter(holds)
        return queryset.exclude(holds) if self.value() == "no" else queryset

    def _holds(self, on: dt.date) -> Q:
        return in_force(on)


class TermFilter(DropdownFilter):
    """Records of one term, the latest first."""

    title = "届"
    parameter_name = "term"
    path = "term"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [(term.pk, str(term)) for term in CongressTerm.objects.all()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = number_in(self.value())
        return queryset if value is None else queryset.filter(**{self.path: value})
