"""Filters of the list of proposals; each is in the address, so that a list can be kept or sent."""

import datetime as dt
from functools import partial
from typing import Any

from django.db.models import Exists, Max, Min, OuterRef, QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import DropdownFilter

from congress.common.addresses import number_in
from congress.common.admin.dates import DateRangeFilter
from congress.common.partial_dates import PartialDate
from congress.township.models import Organ, Session
from deputies.models import DeputyGroup
from proposals.models import Assignment, Proposal, Sponsorship
from proposals.querysets import SOON_DAYS, may_lie_in


class _OneOf(DropdownFilter):
    """Rows that belong to one record, named by its key."""

    def chosen(self) -> int | None:
        return number_in(self.value())


class SessionFilter(_OneOf):
    """Of one session, with what came in recess after it."""

    title = "会议"
    parameter_name = "session"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        sessions = Session.objects.filter(Exists(Proposal.objects.filter(session=OuterRef("pk"))))
        return [(session.pk, str(session)) for session in sessions.select_related("term")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Proposal]:
        value = self.chosen()
        return queryset if value is None else queryset.filter(session=value)


class UnitFilter(_OneOf):
    """Assigned to one unit."""

    title = "承办单位"
    parameter_name = "unit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        units = Organ.objects.filter(Exists(Assignment.objects.filter(unit=OuterRef("pk"))))
        return [(unit.pk, unit.name) for unit in units.order_by("name")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Proposal]:
        value = self.chosen()
        if value is None:
            return queryset
        handled = Assignment.objects.current().filter(unit=value)
        return queryset.filter(pk__in=handled.values("proposal"))


class GroupFilter(_OneOf):
    """Whose lead was of one group."""

    title = "代表小组"
    parameter_name = "group"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        groups = DeputyGroup.objects.filter(
            Exists(Sponsorship.objects.filter(group=OuterRef("pk")))
        )
        return [(group.pk, group.name) for group in groups]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Proposal]:
        value = self.chosen()
        if value is None:
            return queryset
        leads = Sponsorship.objects.filter(group=value, is_lead=True)
        return queryset.filter(pk__in=leads.values("proposal"))


class DecisionFilter(DropdownFilter):
    """What waits for the office or the presidium."""

    title = "待决定"
    parameter_name = "decide"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("register", "待登记"),
            ("review", "待审查的建议"),
            ("motion", "待决定的议案"),
            ("assign", "待交办"),
            ("extension", "待同意延期"),
            ("dissatisfied", "代表不满意"),
            ("promise", "承诺逐步解决"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Proposal]:
        chosen = {
            "register": queryset.to_register,
            "review": queryset.to_review,
            "motion": queryset.to_decide,
            "assign": queryset.to_assign,
            "extension": queryset.asking_extension,
            "dissatisfied": queryset.awaiting_decision,
            "promise": queryset.promised,
        }.get(self.value() or "")
        return chosen() if chosen else queryset


class LimitFilter(DropdownFilter):
    """What units owe."""

    title = "答复期限"
    parameter_name = "limit"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("now", "逾期和7天内到期"),
            ("overdue", "逾期未答复"),
            ("7", "7天内到期"),
            ("soon", f"{SOON_DAYS}天内应答复"),
            ("30", "30天内到期"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Proposal]:
        chosen = {
            "now": partial(queryset.due_by, days=7),
            "overdue": queryset.overdue,
            "7": partial(queryset.due_soon, days=7),
            "soon": queryset.due_soon,
            "30": partial(queryset.due_soon, days=30),
        }.get(self.value() or "")
        return chosen() if chosen else queryset


class FollowFilter(DropdownFilter):
    """What is followed until it is over: ratings, second rounds, promises."""

    title = "评价和督办"
    parameter_name = "follow"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("key", "重点督办"),
            ("rating", "待评价"),
            ("unreminded", "评价到期没有提醒"),
            ("dissatisfied", "评价不满意"),
            ("second", "第二次办理"),
            ("promise", "承诺到期未落实"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Proposal]:
        chosen = {
            "key": partial(queryset.filter, is_key=True),
            "rating": queryset.awaiting_ratings,
            "unreminded": queryset.unreminded,
            "dissatisfied": queryset.dissatisfied,
            "second": queryset.in_second_round,
            "promise": queryset.with_late_promise,
        }.get(self.value() or "")
        return chosen() if chosen else queryset


class PublicFilter(DropdownFilter):
    """What the public may read, could read, or may not read any more."""

    title = "公开情况"
    parameter_name = "public"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("yes", "已公开"),
            ("ready", "未公开（可以公开）"),
            ("again", "公开后有新答复"),
            ("down", "已撤下"),
            ("no", "代表不同意公开"),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Proposal]:
        chosen = {
            "yes": queryset.published,
            "ready": queryset.publishable,
            "again": queryset.answered_after_publication,
            "down": queryset.taken_down,
            "no": partial(queryset.filter, may_be_public=False),
        }.get(self.value() or "")
        return chosen() if chosen else queryset


class SubmittedFilter(DateRangeFilter):
    """Submitted from a day to another; of a vague date, whether it may have been then."""

    title = "提出日期"
    parameter_name = "submitted"

    def within(self, queryset: Any, first: dt.date | None, last: dt.date | None) -> Any:
        return queryset.filter(may_lie_in("submitted_on", first, last))


class DueFilter(DateRangeFilter):
    """To be answered, or answered, with a limit from a day to another."""

    title = "应答复日期"
    parameter_name = "due"

    def within(self, queryset: Any, first: dt.date | None, last: dt.date | None) -> Any:
        parts = Assignment.objects.current().filter(due_on__isnull=False)
        due = parts.filter(may_lie_in("due_on", first, last)).order_by()
        return queryset.filter(pk__in=due.values("proposal"))


class YearFilter(_OneOf):
    """Submitted in one year."""

    title = "年度"
    parameter_name = "year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        """From the first to the last year in which something was submitted."""
        dates = Proposal.objects.aggregate(first=Min("submitted_on"), last=Max("submitted_on"))
        first, last = PartialDate.of(dates["first"]), PartialDate.of(dates["last"])
        if first is None or last is None:
            return []
        return [(year, f"{year}年") for year in range(last.year, first.year - 1, -1)]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Proposal]:
        year = self.chosen()
        if year is None:
            return queryset
        if not dt.MINYEAR <= year <= dt.MAXYEAR:
            return queryset.none()
        return queryset.filter(
            may_lie_in("submitted_on", dt.date(year, 1, 1), dt.date(year, 12, 31))
        )
