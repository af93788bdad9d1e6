"""Which records of supervision, in the words of the field. ``visible_to`` is the only scope."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Prefetch, Q, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from congress.common.partial_dates import PartialDateField
from congress.common.permissions import can_view_records
from congress.common.roles import Role, has_role
from proposals.enums import ExtensionState
from proposals.querysets import units_of
from supervision.enums import CountyTaskKind, DemandKind, DemandState, PlanState
from supervision.workflow import OPEN, TO_JUDGE, WAITING

if TYPE_CHECKING:
    from supervision.models import (  # noqa: F401  in strings
        CountyTask,
        Demand,
        FieldWork,
        Instalment,
        Interpellation,
        PlanItem,
        SupervisionPlan,
        SupervisionProject,
        WorkReportHearing,
    )

SOON_DAYS = 15


def reads_all(user: Any) -> bool:
    """The back office, and the presidium, whose work it is (组织法19②)."""
    return can_view_records(user) or has_role(user, Role.PRESIDIUM_MEMBER)


class ReleasedQuerySet(models.QuerySet[Any]):
    """Records that may be released to the public."""

    def released(self) -> Any:
        """Released one by one; what the town shows at all is its setting (``public``)."""
        return self.filter(released_on__isnull=False)

    def public(self) -> Any:
        """What everybody may see."""
        from supervision.models import SupervisionSettings

        shows = SupervisionSettings.objects.filter(publishes_supervision=True)
        return self.released().filter(Exists(shows))

    def visible_to(self, user: Any) -> Any:
        """The back office and the presidium."""
        return self if reads_all(user) else self.none()


class PlanQuerySet(ReleasedQuerySet):
    """Annual plans."""

    def visible_to(self, user: Any) -> Any:
        """Deputies read what was agreed."""
        if reads_all(user):
            return self
        if has_role(user, Role.DEPUTY):
            return self.filter(state=PlanState.AGREED)
        return self.none()


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    """Lines of the plans."""

    def standing(self) -> PlanItemQuerySet:
        """Not dropped."""
        return self.filter(dropped_on__isnull=True)

    def undone(self) -> PlanItemQuerySet:
        """Neither noted as done nor with a record of what was done (``progress.done_on``)."""
        from supervision.models import FieldWork, SupervisionProject, WorkReportHearing

        mine = {"plan_item": OuterRef("pk")}
        projects = SupervisionProject.objects.filter(**mine)
        return self.standing().filter(
            ~Exists(FieldWork.objects.filter(**mine)),
            ~Exists(WorkReportHearing.objects.filter(**mine)),
            ~Exists(projects) | Exists(projects.going_on()),
            done_on__isnull=True,
        )

    def overdue(self, *, on: dt.date | None = None) -> PlanItemQuerySet:
        """Of agreed plans: not done, and the month, or the year without one, is over."""
        day = on or timezone.localdate()
        last = Coalesce("until", "month", output_field=PartialDateField())
        named = Q(last__isnull=False) & ~Q(last__lasts_until=day)
        rows = self.undone().filter(plan__state=PlanState.AGREED).annotate(last=last)
        return rows.filter(named | Q(last__isnull=True, plan__year__lt=day.year))

    def with_doings(self) -> PlanItemQuerySet:
        """With all that is recorded of each, in a fixed number of queries."""
        return self.select_related("member", "plan").prefetch_related(
            "units", "projects", "field_works", "hearings"
        )


class ProjectQuerySet(ReleasedQuerySet):
    """Supervised projects by how they stand."""

    def going_on(self) -> Any:
        """Neither finished nor stopped."""
        return self.filter(finished_on__isnull=True, stopped_on__isnull=True)

    def finished(self) -> Any:
        return self.filter(finished_on__isnull=False)

    def late(self, *, on: dt.date | None = None) -> Any:
        """Going on after the planned end; one that is only a month ends with it."""
        day = on or timezone.localdate()
        rows = self.going_on().filter(planned_end__isnull=False)
        return rows.exclude(planned_end__lasts_until=day)

    def unpaid(self) -> Any:
        """Less money arrived than was planned."""
        return self.filter(stopped_on__isnull=True, planned_total__gt=F("arrived_total"))

    def in_arrears(self, *, on: dt.date | None = None) -> Any:
        """Unpaid after the date on which the money was due."""
        return self.unpaid().filter(arrears_due_on__lt=on or timezone.localdate())

    def by_urgency(self, *, on: dt.date | None = None) -> Any:
        """Late and unpaid first, then late, unpaid, going on, over; key ones before others."""
        day = (on or timezone.localdate()).isoformat()
        open_ = Q(stopped_on__isnull=True)
        going_on = open_ & Q(finished_on__isnull=True)
        # Whole months compare by their text: "2026-05~" comes after each of its days.
        late = going_on & Q(planned_end__lt=day[:4])
        late |= going_on & Q(planned_end__lt=day) & ~Q(planned_end__in=[day[:4], day[:7]])
        owed = open_ & Q(planned_total__gt=F("arrived_total"))
        in_arrears = owed & Q(arrears_due_on__lt=day)
        rank = Case(
            When(late & owed, then=0),
            When(in_arrears, then=1),
            When(late, then=2),
            When(owed, then=3),
            When(going_on, then=4),
            default=5,
            output_field=IntegerField(),
        )
        return self.annotate(rank=rank).order_by("rank", "-kind", "arrears_due_on", "-pk")

    def with_list_relations(self) -> Any:
        """What a row of a list shows beside its own columns."""
        from supervision.models import ProjectUnit

        parts = ProjectUnit.objects.select_related("unit")
        return (
            self.select_related("member")
            .prefetch_related(Prefetch("unit_parts", parts))
            .defer("search_text", "goal", "outcome", "acceptance")
        )

    def of_unit(self, units: Any) -> Any:
        """For which one of the units answers."""
        from supervision.models import ProjectUnit

        return self.filter(
            Exists(ProjectUnit.objects.filter(project=OuterRef("pk"), unit__in=units))
        )

    def joined_by(self, user: Any) -> Any:
        """Of which a deputy is in charge, or in which he takes part."""
        from supervision.models import FieldWork

        visits = FieldWork.objects.joined_by(user).filter(project__isnull=False)
        joined = self.model.deputies.through.objects.filter(
            supervisionproject=OuterRef("pk"), deputy__user=user
        )
        return self.filter(
            Q(member__user=user) | Exists(joined) | Q(pk__in=visits.order_by().values("project"))
        )

    def visible_to(self, user: Any) -> Any:
        """All for the back office and the presidium; deputies theirs; units theirs."""
        if reads_all(user):
            return self
        if not user.is_authenticated:
            return self.none()
        seen = self.none()
        if has_role(user, Role.DEPUTY):
            seen = seen | self.joined_by(user)
        if has_role(user, Role.UNIT):
            seen = seen | self.of_unit(units_of(user))
        return seen


class InstalmentQuerySet(models.QuerySet["Instalment"]):
    """Money that arrived."""

    def for_project(self, project: Any) -> InstalmentQuerySet:
        return self.filter(source__project=project)


class FieldWorkQuerySet(ReleasedQuerySet):
    """Visits to the spot."""

    def joined_by(self, user: Any) -> Any:
        """Whom a deputy led, joined or recorded."""
        joined = self.model.deputies.through.objects.filter(
            fieldwork=OuterRef("pk"), deputy__user=user
        )
        return self.filter(Q(leader__user=user) | Q(recorded_by=user) | Exists(joined))

    def with_list_relations(self) -> Any:
        return (
            self.select_related("leader", "project", "plan_item")
            .prefetch_related("deputies", "units")
            .defer("search_text", "scheme")
        )

    def visible_to(self, user: Any) -> Any:
        """All for the back office and the presidium; deputies those they took part in."""
        if reads_all(user):
            return self
        if user.is_authenticated and has_role(user, Role.DEPUTY):
            return self.joined_by(user)
        return self.none()


class HearingQuerySet(ReleasedQuerySet):
    """Reports that were heard."""

    def visible_to(self, user: Any) -> Any:
        """The back office, the presidium, and deputies, before whom it was heard."""
        if reads_all(user) or has_role(user, Role.DEPUTY):
            return self
        return self.none()


class DemandQuerySet(ReleasedQuerySet):
    """Opinions and things to be put right."""

    def issued(self) -> Any:
        """Sent to the unit, and not dropped."""
        return self.exclude(state__in=[DemandState.DRAFT, DemandState.DROPPED])

    def opinions(self) -> Any:
        return self.filter(kind__in=[kind for kind in DemandKind if kind.is_opinion])

    def rectifications(self) -> Any:
        return self.filter(kind__in=[kind for kind in DemandKind if not kind.is_opinion])

    def waiting(self) -> Any:
        """The unit has to report."""
        return self.filter(state__in=WAITING)

    def to_judge(self) -> Any:
        """The presidium has to judge."""
        return self.filter(state__in=TO_JUDGE)

    def open(self) -> Any:
        """Neither closed nor dropped."""
        return self.filter(state__in=OPEN)

    def overdue(self, *, on: dt.date | None = None) -> Any:
        """Not reported in time; a limit that is only a month ends with it."""
        day = on or timezone.localdate()
        rows = self.waiting().filter(due_on__isnull=False)
        return rows.exclude(due_on__lasts_until=day)

    def due_soon(self, *, on: dt.date | None = None, days: int = SOON_DAYS) -> Any:
        """To be reported within the next days."""
        day = on or timezone.localdate()
        rows = self.waiting().filter(due_on__lasts_until=day)
        return rows.exclude(due_on__lasts_until=day + dt.timedelta(days=days))

    def asking_extension(self) -> Any:
        """The unit asked for more time, and the office has to decide."""
        from supervision.models import DemandExtension

        asked = DemandExtension.objects.filter(demand=OuterRef("pk"), state=ExtensionState.ASKED)
        return self.waiting().filter(Exists(asked))

    def with_list_relations(self) -> Any:
        return self.select_related("unit", "member", "project", "field_work", "hearing")

    def joined_by(self, user: Any) -> Any:
        """Of which a deputy is in charge, or which came of what he takes part in."""
        from supervision.models import FieldWork, SupervisionProject

        works = FieldWork.objects.joined_by(user).order_by().values("pk")
        projects = SupervisionProject.objects.joined_by(user).order_by().values("pk")
        return self.filter(Q(member__user=user) | Q(field_work__in=works) | Q(project__in=projects))

    def visible_to(self, user: Any) -> Any:
        """Drafts are the back office's and the presidium's; units and deputies see their own."""
        if reads_all(user):
            return self
        if not user.is_authenticated:
            return self.none()
        seen = self.none()
        if has_role(user, Role.DEPUTY):
            seen = seen | self.joined_by(user).issued()
        if has_role(user, Role.UNIT):
            seen = seen | self.issued().filter(unit__in=units_of(user))
        return seen


class InterpellationQuerySet(ReleasedQuerySet):
    """Interpellations."""

    def visible_to(self, user: Any) -> Any:
        """The back office, the presidium, the movers."""
        if reads_all(user):
            return self
        if user.is_authenticated and has_role(user, Role.DEPUTY):
            movers = self.model.movers.through.objects.filter(
                interpellation=OuterRef("pk"), deputy__user=user
            )
            return self.filter(Exists(movers))
        return self.none()


class CountyTaskQuerySet(models.QuerySet["CountyTask"]):
    """What the county handed down."""

    def open(self) -> CountyTaskQuerySet:
        """Not done yet."""
        return self.filter(done_on__isnull=True)

    def overdue(self, *, on: dt.date | None = None) -> CountyTaskQuerySet:
        """Not done in time."""
        day = on or timezone.localdate()
        return self.open().filter(due_on__isnull=False).exclude(due_on__lasts_until=day)

    def unreported(self) -> CountyTaskQuerySet:
        """Done, and not reported to who handed it down."""
        return self.filter(done_on__isnull=False, reported_on__isnull=True)

    def petitions(self) -> CountyTaskQuerySet:
        return self.filter(kind=CountyTaskKind.PETITION)

    def visible_to(self, user: Any) -> CountyTaskQuerySet:
        """The presidium's staff alone: petitions among them are nobody else's business."""
        from congress.common.permissions import can_edit_records

        return self if can_edit_records(user) else self.none()
