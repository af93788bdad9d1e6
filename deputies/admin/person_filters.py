"""The clerk's filters of the list of deputies. Those on mandates look at the chosen term's."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from unfold.contrib.filters.admin import DropdownFilter

from congress.common.addresses import number_in
from congress.common.codes import Education, EducationBand, education_band
from congress.common.partial_dates import in_force
from congress.township.models import CongressTerm, ElectoralDistrict
from deputies.admin.mandates import MandateStatusFilter, mandates_with_status
from deputies.models import CongressLevel, Deputy, DeputyGroup, Mandate, PresidiumPost

Choices = Sequence[tuple[Any, str]]


def _chosen_term(request: HttpRequest) -> int | None:
    return number_in(request.GET.get("term", ""))


def _township_mandates(request: HttpRequest) -> Any:
    """Township mandates of the person in hand, of the chosen term if there is one."""
    mandates = Mandate.objects.township().filter(deputy=OuterRef("pk"))
    term = _chosen_term(request)
    return mandates.filter(term=term) if term else mandates


class _MandateFilter(DropdownFilter):
    """Keeps people who have a mandate like the one that is asked for."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Deputy]) -> QuerySet[Deputy]:
        value = number_in(self.value())
        if value is None:
            return queryset
        return queryset.filter(Exists(self.narrow(_township_mandates(request), value)))

    def narrow(self, mandates: Any, value: int) -> Any:
        raise NotImplementedError


class TermFilter(_MandateFilter):
    title = "届"
    parameter_name = "term"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [(term.pk, str(term)) for term in CongressTerm.objects.all()]

    def narrow(self, mandates: Any, value: int) -> Any:
        return mandates.filter(term=value)


class GroupFilter(_MandateFilter):
    title = "代表小组"
    parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return _of_terms(DeputyGroup.objects, request)

    def narrow(self, mandates: Any, value: int) -> Any:
        return mandates.filter(group=value)


class DistrictFilter(_MandateFilter):
    title = "选区"
    parameter_name = "district"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return _of_terms(ElectoralDistrict.objects, request)

    def narrow(self, mandates: Any, value: int) -> Any:
        return mandates.filter(district=value)


def _of_terms(manager: Any, request: HttpRequest) -> Choices:
    """Groups or districts of the chosen term, or of all, then with the term's name."""
    term = _chosen_term(request)
    found = list(manager.select_related("term").filter(**({"term": term} if term else {})))
    several = len({row.term_id for row in found}) > 1
    return [(row.pk, f"{row}（{row.term}）" if several else str(row)) for row in found]


class StatusFilter(MandateStatusFilter):
    """在任, 暂停, 终止 of the mandate; or no mandate at all."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            *super().lookups(request, model_admin),
            ("none", "没有代表资格"),
            ("ungrouped", "没有编入小组"),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value, mandates = self.value(), _township_mandates(request)
        if value is None:
            return queryset
        if value == "none":
            return queryset.filter(mandates__isnull=True)
        if value == "ungrouped":
            return queryset.filter(Exists(mandates.within_period().filter(group__isnull=True)))
        if value == "ended":
            return queryset.filter(Exists(mandates)).exclude(Exists(mandates.within_period()))
        return queryset.filter(Exists(mandates_with_status(mandates, value)))


class LevelFilter(DropdownFilter):
    title = "层级"
    parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return CongressLevel.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Deputy]) -> QuerySet[Deputy]:
        if self.value() not in CongressLevel.values:
            return queryset
        mandates = Mandate.objects.within_period().filter(deputy=OuterRef("pk"), level=self.value())
        return queryset.filter(Exists(mandates))


class EducationFilter(DropdownFilter):
    """By the bands of the structure table."""

    title = "文化程度"
    parameter_name = "education_band"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return EducationBand.choices

    def queryset(self, request: HttpRequest, queryset: QuerySet[Deputy]) -> QuerySet[Deputy]:
        value = self.value()
        if value not in EducationBand.values:
            return queryset
        codes = [code for code in ["", *Education.values] if education_band(code) == value]
        return queryset.filter(education__in=codes)


class _YesNoFilter(DropdownFilter):
    yes, no = "有", "没有"
    condition: Callable[[], Any]

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        return [("yes", self.yes), ("no", self.no)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Deputy]) -> QuerySet[Deputy]:
        if self.value() == "yes":
            return queryset.filter(self.condition())
        return queryset.exclude(self.condition()) if self.value() == "no" else queryset


class AccountFilter(_YesNoFilter):
    title = "登录账号"
    parameter_name = "account"

    def condition(self) -> Any:
        return Q(user__isnull=False)


class PresidiumFilter(_YesNoFilter):
    title = "主席团"
    parameter_name = "presidium"
    yes, no = "主席团成员", "其他代表"

    def condition(self) -> Any:
        posts = PresidiumPost.objects.filter(in_force(timezone.localdate()))
        return Exists(posts.filter(deputy=OuterRef("pk")))
