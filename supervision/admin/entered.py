"""What the pages of supervision share: forms checked as a whole, long lists, filters."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.admin.views.main import SEARCH_VAR
from django.db.models import DateField, Exists, Max, Min, OuterRef, QuerySet, TextField
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter
from unfold.widgets import UnfoldAdminTextareaWidget

from congress.common.addresses import number_in
from congress.common.admin import PortalModelAdmin, VersionedForm
from congress.common.admin.forms import PARTIAL_DATES
from congress.common.admin.lists import KeyedChangeList
from congress.common.admin.reasons import reason_in
from congress.common.conflicts import SEEN
from congress.common.paging import MOST_FOUND, KeyedPaginator
from congress.common.partial_dates import PartialDate, PartialDateField
from congress.township.models import Organ
from proposals.admin.stepping.fields import DayInput
from proposals.presidium import members
from proposals.querysets import may_lie_in
from supervision.services.records import enter_record, problems_of

# Boxes of a few lines; they grow where somebody pulls at them.
SHORT_TEXTS: dict[Any, Any] = {
    **PARTIAL_DATES,
    TextField: {"widget": UnfoldAdminTextareaWidget(attrs={"rows": 4})},
}


class EnteredForm(VersionedForm):
    """Says at each box what doesn't hold in the record as a whole (services.records)."""

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        for column, sentence in problems_of(self.instance):
            self.add_error(column if column in self.fields else None, sentence)


class EnteredAdmin(PortalModelAdmin):
    """A record with a plain form, written by services.records."""

    form = EnteredForm
    formfield_overrides = SHORT_TEXTS

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any):
        """A whole day has the calendar of the phone or browser."""
        days = {
            field.name: DayInput()
            for field in self.opts.fields
            if type(field) is DateField and field.editable
        }
        return super().get_form(request, obj, change=change, **{"widgets": days, **kwargs})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        seen = form.cleaned_data.get(SEEN) if change else None
        enter_record(obj, actor=request.user, reason=reason_in(form), seen_version=seen)


class KeyedList:
    """Mixed into the admin of a list that may grow long; ``list_rows`` reads one page's rows."""

    show_full_result_count = False

    def list_rows(self) -> QuerySet[Any]:
        """What a row of the list shows."""
        raise NotImplementedError

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[KeyedChangeList]:
        return KeyedChangeList

    def get_paginator(
        self, request: HttpRequest, queryset: Any, per_page: int, *args: Any, **kwargs: Any
    ) -> Any:
        """Not more than a thousand are counted of what somebody searches."""
        most = MOST_FOUND if request.GET.get(SEARCH_VAR) else None
        rows = self.list_rows()
        return KeyedPaginator(queryset, per_page, *args, rows=rows, most=most, **kwargs)


class UnitFilter(DropdownFilter):
    """Of one unit (the column ``unit``)."""

    title = "单位"
    parameter_name = "unit"
    column = "unit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        rows = model_admin.model._default_manager.order_by()
        units = Organ.objects.filter(Exists(rows.filter(**{self.column: OuterRef("pk")})))
        return [(unit.pk, unit.name) for unit in units.order_by("kind", "name")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        key = number_in(self.value())
        return queryset if key is None else queryset.filter(**{self.column: key})


class UnitsFilter(UnitFilter):
    """With one unit among several (the column ``units``)."""

    column = "units"


class YearFilter(DropdownFilter):
    """Of one year, by the column that the admin names ``year_column``."""

    title = "年度"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """From the latest year in which there is something to the first."""
        column = model_admin.year_column
        ends = model_admin.model._default_manager.order_by().aggregate(
            first=Min(column), last=Max(column)
        )
        first, last = PartialDate.of(ends["first"]), PartialDate.of(ends["last"])
        if first is None or last is None:
            return []
        return [(year, f"{year}年") for year in range(last.year, first.year - 1, -1)]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        year = number_in(self.value())
        if year is None:
            return queryset
        if not dt.MINYEAR <= year <= dt.MAXYEAR:
            return queryset.none()
        column = self.model_admin.year_column
        first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
        if isinstance(queryset.model._meta.get_field(column), PartialDateField):
            return queryset.filter(may_lie_in(column, first, last))
        return queryset.filter(**{f"{column}__range": (first, last)})

    def __init__(self, request: HttpRequest, params: Any, model: Any, model_admin: Any) -> None:
        self.model_admin = model_admin
        super().__init__(request, params, model, model_admin)


class ReleasedFilter(DropdownFilter):
    """Whether everybody may see it."""

    title = "公开"
    parameter_name = "released"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "已公开"), ("no", "没有公开")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Any]:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.filter(released_on__isnull=self.value() == "no")


def with_mark(fieldsets: list[Any], may_save: bool) -> list[Any]:
    """The fieldsets, with the hidden version for who may save."""
    (name, options), *rest = fieldsets
    marked = [*options["fields"], SEEN] if may_save else options["fields"]
    return [(name, {**options, "fields": marked}), *rest]


def vague_today() -> PartialDate | None:
    """Today, as a box shows it in which a month would do."""
    return PartialDate.of(timezone.localdate())


def demands_of(record: Any) -> list[Any]:
    """What was asked of units because of it, the latest last."""
    return list(record.demands.select_related("unit", "focus_point").order_by("pk"))


def presidium_of(stored: Any = None) -> Any:
    """Who is of the presidium today, and who was put down before."""
    from congress.township.models import CongressTerm
    from deputies.models import Deputy

    term = CongressTerm.objects.current(timezone.localdate())
    offered = members(term).order_by().values("pk") if term else Deputy.objects.none().values("pk")
    rows = Deputy.objects.filter(pk__in=offered)
    return rows | Deputy.objects.filter(pk=stored) if stored else rows
