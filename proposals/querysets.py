"""Which rows: proposals and assignments in the words of the field."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from congress.common.partial_dates import in_force
from congress.common.permissions import can_view_records
from congress.common.roles import Role, has_role
from proposals.enums import (
    AssignmentStatus,
    ExtensionState,
    PromiseState,
    ProposalKind,
    ProposalStatus,
    Satisfaction,
    SponsorshipStatus,
)
from proposals.public_rows import PublicRows

if TYPE_CHECKING:
    from proposals.models import (  # noqa: F401  in strings
        Assignment,
        Extension,
        FeedbackRequest,
        Promise,
        Proposal,
        Sponsorship,
    )

# Not yet before the congress: whoever writes it, and who is asked to join.
UNSUBMITTED = (ProposalStatus.DRAFT, ProposalStatus.COSIGNING)
SOON_DAYS = 15
# After a year nobody is asked any more what he thinks of a reply.
_LONGEST_WAIT_DAYS = 365
TO_DECIDE = Q(status=ProposalStatus.REGISTERED, kind=ProposalKind.MOTION)
TO_REVIEW = Q(status=ProposalStatus.REGISTERED) & ~Q(kind=ProposalKind.MOTION)
DISSATISFIED = Q(attitude=Satisfaction.DISSATISFIED) | Q(result=Satisfaction.DISSATISFIED)
STANDING = (SponsorshipStatus.INVITED, SponsorshipStatus.CONFIRMED)


# Ledgers and registers, as they are kept on paper.
BY_SESSION = ("-session__term__ordinal", "-session__ordinal", "occasion", "number", "pk")
# Lists begin with what came last; the index of this order serves them.
LATEST_FIRST = ("-submitted_on", "occasion", "number", "pk")


def may_lie_in(field: str, first: dt.date | None, last: dt.date | None) -> Q:
    """Rows whose date, as far as it is known, may be one of these days; None is no limit."""
    found = Q()
    if first:
        found &= Q(**{f"{field}__lasts_until": first})
    if last:
        found &= Q(**{f"{field}__started_by": last})
    return found


class ProposalQuerySet(PublicRows, models.QuerySet["Proposal"]):
    """Proposals by state and reader."""

    def submitted(self) -> ProposalQuerySet:
        """Brought before the congress, whatever became of them."""
        return self.exclude(status__in=UNSUBMITTED)

    def visible_to(self, user: Any) -> ProposalQuerySet:
        """Agrees with ``can_view_proposal``.

        Sponsors see their own from the first draft on; the back office, the presidium and the
        other deputies what was submitted; a unit what is assigned to it; the public nothing.
        """
        if not getattr(user, "is_authenticated", False):
            return self.none()
        own = Q(pk__in=_sponsorships_of(user).values("proposal"))
        if can_view_records(user) or has_role(user, Role.DEPUTY, Role.PRESIDIUM_MEMBER):
            # In this order the database asks whose it is of drafts alone.
            return self.filter(~Q(status__in=UNSUBMITTED) | own)
        if has_role(user, Role.UNIT):
            return self.filter(Q(pk__in=_assignments_of(user).values("proposal")) | own)
        return self.filter(own)

    def waiting_for(self, units: list[int]) -> ProposalQuerySet:
        """What these units have still to answer, by the day it is due."""
        open_parts = Q(assignments__unit__in=units, assignments__status=AssignmentStatus.ASSIGNED)
        rows = self.filter(open_parts)
        if len(units) == 1:  # who has each of them once: nothing to put together
            return rows.order_by("assignments__due_on", "number", "pk")
        due = models.Min("assignments__due_on", filter=open_parts)
        return rows.annotate(next_due=due).order_by("next_due", "number", "pk")

    def answered_by(self, units: list[int]) -> ProposalQuerySet:
        """What these units had, nothing of which is still to be answered; the latest first."""
        from proposals.models import Assignment

        parts = Assignment.objects.filter(unit__in=units).order_by()
        answered = parts.filter(status=AssignmentStatus.REPLIED)
        rows = self.filter(pk__in=answered.values("proposal"))
        if len(units) > 1:
            waiting = parts.filter(status=AssignmentStatus.ASSIGNED, proposal=OuterRef("pk"))
            rows = rows.exclude(Exists(waiting))
        return rows.order_by(*LATEST_FIRST)

    def overdue(self, *, on: dt.date | None = None) -> ProposalQuerySet:
        """Not answered in time; a limit that is only a month ends with it."""
        day = on or timezone.localdate()
        return self.filter(Exists(_owed().exclude(due_on__lasts_until=day)))

    def due_soon(self, *, on: dt.date | None = None, days: int = SOON_DAYS) -> ProposalQuerySet:
        """Not answered, and the limit ends within the next days."""
        day = on or timezone.localdate()
        last = day + dt.timedelta(days=days)
        coming = _owed().filter(due_on__lasts_until=day).exclude(due_on__lasts_until=last)
        return self.filter(Exists(coming))

    def due_by(self, *, on: dt.date | None = None, days: int) -> ProposalQuerySet:
        """Not answered, and the limit is past or ends within the next days."""
        last = (on or timezone.localdate()) + dt.timedelta(days=days)
        return self.filter(Exists(_owed().exclude(due_on__lasts_until=last)))

    def to_register(self) -> ProposalQuerySet:
        """Submitted, and not in the register yet."""
        return self.filter(status=ProposalStatus.SUBMITTED)

    def to_review(self) -> ProposalQuerySet:
        """Suggestions in the register that nobody has studied."""
        return self.filter(TO_REVIEW)

    def to_decide(self) -> ProposalQuerySet:
        """Motions in the register on which the presidium has to decide."""
        return self.filter(TO_DECIDE)

    def to_assign(self) -> ProposalQuerySet:
        """Taken up, or given back by every unit: it has no unit that must reply."""
        return self.filter(status=ProposalStatus.ACCEPTED)

    def awaiting_decision(self) -> ProposalQuerySet:
        """Answered, but a sponsor is not satisfied: handled again, or closed?"""
        return self.filter(status=ProposalStatus.REPLIED, pk__in=_dissatisfied())

    def asking_extension(self) -> ProposalQuerySet:
        """A unit asked for more time, and the office has to decide."""
        from proposals.models import Extension

        asked = Extension.objects.awaited().order_by()
        return self.filter(pk__in=asked.values("assignment__proposal"))

    def awaiting_ratings(self) -> ProposalQuerySet:
        """Somebody who was asked hasn't said yet what he thinks of the reply."""
        from proposals.models import FeedbackRequest

        requests = FeedbackRequest.objects.open().order_by()
        return self.filter(pk__in=requests.values("reply__assignment__proposal"))

    def unreminded(self, *, on: dt.date | None = None) -> ProposalQuerySet:
        """Somebody hasn't said it in time, and nobody reminded him: he still counts."""
        from proposals.models import FeedbackRequest

        requests = FeedbackRequest.objects.unreminded(on=on).order_by()
        return self.filter(pk__in=requests.values("reply__assignment__proposal"))

    def dissatisfied(self) -> ProposalQuerySet:
        """A sponsor isn't satisfied with one of the replies, whatever became of it."""
        return self.filter(Exists(_dissatisfied()))

    def in_second_round(self) -> ProposalQuerySet:
        """Handled once more, still or by now answered again."""
        from proposals.models import Assignment

        again = Assignment.objects.current().filter(round__gt=1, proposal=OuterRef("pk"))
        return self.filter(Exists(again))

    def with_late_promise(self, *, on: dt.date | None = None) -> ProposalQuerySet:
        """A promise wasn't kept by its date."""
        from proposals.models import Promise

        late = Promise.objects.late(on=on).order_by()
        return self.filter(pk__in=late.values("reply__assignment__proposal"))

    def promised(self) -> ProposalQuerySet:
        """Answered with a promise to solve it step by step: followed until it is kept."""
        from proposals.models import Reply

        promises = Reply.objects.filter(
            assignment__proposal=OuterRef("pk"), outcome__is_promise=True
        )
        return self.filter(Exists(promises))

    def with_list_relations(self) -> ProposalQuerySet:
        """What a line of a list shows, in a fixed number of queries."""
        from proposals.models import Assignment, Sponsorship

        sponsors = Sponsorship.objects.select_related("deputy", "group")
        assignments = Assignment.objects.current().select_related("unit")
        rows = self.select_related("term", "session__term", "category").defer("search_text")
        return rows.prefetch_related(
            models.Prefetch("sponsorships", sponsors, to_attr="sponsors"),
            models.Prefetch("assignments", assignments, to_attr="handlers"),
        )


class SponsorshipQuerySet(models.QuerySet["Sponsorship"]):
    """Who stands behind what."""

    def confirmed(self) -> SponsorshipQuerySet:
        return self.filter(status=SponsorshipStatus.CONFIRMED)


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Assignments by state."""

    def current(self) -> AssignmentQuerySet:
        """Neither returned nor given to somebody else."""
        return self.filter(status__in=[AssignmentStatus.ASSIGNED, AssignmentStatus.REPLIED])


class ExtensionQuerySet(models.QuerySet["Extension"]):
    """Wishes for more time."""

    def awaited(self) -> ExtensionQuerySet:
        """To be decided by the office; the unit has still to answer."""
        return self.filter(state=ExtensionState.ASKED, assignment__status=AssignmentStatus.ASSIGNED)


class PromiseQuerySet(models.QuerySet["Promise"]):
    """The ledger of promises by what is late."""

    def open(self) -> PromiseQuerySet:
        """Neither kept nor struck off."""
        return self.filter(state=PromiseState.OPEN)

    def late(self, *, on: dt.date | None = None) -> PromiseQuerySet:
        """Open after their date; one that is only a month or a year ends with it."""
        day = on or timezone.localdate()
        rows = self.open().filter(due_on__isnull=False)
        return rows.exclude(due_on__lasts_until=day)

    def due_soon(self, *, on: dt.date | None = None, days: int = 30) -> PromiseQuerySet:
        """Open, and the date ends within the next days."""
        day = on or timezone.localdate()
        last = day + dt.timedelta(days=days)
        rows = self.open().filter(due_on__lasts_until=day)
        return rows.exclude(due_on__lasts_until=last)

    def without_date(self) -> PromiseQuerySet:
        """Open, of which nobody wrote until when."""
        return self.open().filter(due_on__isnull=True)


class FeedbackQuerySet(models.QuerySet["FeedbackRequest"]):
    """Who was asked what he thinks of a reply."""

    def open(self) -> FeedbackQuerySet:
        """Not answered yet; without what a second round has overtaken, or was closed."""
        from proposals.models import ReplyRating

        said = ReplyRating.objects.filter(
            reply=OuterRef("reply"), sponsorship=OuterRef("sponsorship")
        )
        rows = self.filter(
            reply__assignment__status=AssignmentStatus.REPLIED,
            reply__round=F("reply__assignment__round"),
        )
        rows = rows.exclude(reply__assignment__proposal__status=ProposalStatus.CLOSED)
        return rows.exclude(Exists(said))

    def unreminded(self, *, on: dt.date | None = None) -> FeedbackQuerySet:
        """Open after the limit of a year at most, and nobody reminded the sponsor (重庆29)."""
        day = on or timezone.localdate()
        since = day - dt.timedelta(days=_LONGEST_WAIT_DAYS)
        return self.open().filter(reminded_on__isnull=True, due_on__lt=day, due_on__gte=since)


def _sponsorships_of(user: Any) -> models.QuerySet[Any]:
    from proposals.models import Sponsorship

    return Sponsorship.objects.filter(deputy__user=user, status__in=STANDING).order_by()


def units_of(user: Any) -> models.QuerySet[Any]:
    """The keys of the units that a user answers for today."""
    from congress.township.models import RoleAssignment

    held = RoleAssignment.objects.filter(
        in_force(timezone.localdate()), user=user, role=Role.UNIT, organ__isnull=False
    )
    return held.values("organ")


def _assignments_of(user: Any) -> models.QuerySet[Any]:
    from proposals.models import Assignment

    return Assignment.objects.current().filter(unit__in=units_of(user)).order_by()


def _owed() -> models.QuerySet[Any]:
    """What units have still to answer, and by when."""
    from proposals.models import Assignment

    owed = Assignment.objects.filter(status=AssignmentStatus.ASSIGNED, due_on__isnull=False)
    return owed.filter(proposal=OuterRef("pk"))


def _dissatisfied() -> models.QuerySet[Any]:
    """The keys of what a sponsor is not satisfied with: few, from an index of their own."""
    from proposals.models import ReplyRating

    rows = ReplyRating.objects.filter(DISSATISFIED).order_by()
    return rows.values("reply__assignment__proposal")
