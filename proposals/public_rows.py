"""Which rows: what the public may read, could read, or may not read any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Exists, OuterRef

from proposals.workflow import PUBLISHABLE

if TYPE_CHECKING:
    from proposals.models import HandlingReport, Proposal, Publication  # noqa: F401  in strings


class PublicRows:
    """Part of the proposals' own queryset."""

    def published(self: Any) -> Any:
        """What was put before the public and not taken down; all read it if the town publishes."""
        return self.filter(may_be_public=True, pk__in=_publications(taken_back_on__isnull=True))

    def publishable(self: Any) -> Any:
        """Answered or voted on, nobody objects, and the office hasn't published it yet."""
        return self._unpublished().filter(_answered() | _voted())

    def count_publishable(self: Any, most: int) -> int:
        """How many of them there are, up to about ``most``; a start page can't wait for all.

        Asked for the two kinds apart, the database stops at ``most`` instead of reading all
        replies first.
        """
        rows = self._unpublished().order_by()
        answered = rows.filter(_answered())[:most].count()
        return answered + rows.filter(_voted()).exclude(_answered())[:most].count()

    def _unpublished(self: Any) -> Any:
        from proposals.models import Publication

        before = Publication.objects.filter(proposal=OuterRef("pk"))
        rows = self.filter(may_be_public=True, status__in=PUBLISHABLE)
        return rows.exclude(Exists(before))

    def answered_after_publication(self: Any) -> Any:
        """A unit answered once more after the publication, and nobody has looked at it since."""
        later = _publications(taken_back_on__isnull=True, answered_again_on__isnull=False)
        return self.filter(pk__in=later)

    def taken_down(self: Any) -> Any:
        """Was before the public once, and isn't any more."""
        return self.filter(pk__in=_publications(taken_back_on__isnull=False))


class PublicationQuerySet(models.QuerySet["Publication"]):
    """What was published."""

    def public(self) -> PublicationQuerySet:
        """What everybody may read: nothing while the town doesn't publish outcomes.

        A sponsor's no (不同意公开) that is entered later takes it away at once.
        """
        from proposals.models import ProposalSettings

        if not ProposalSettings.load().publishes_outcomes:
            return self.none()
        return self.filter(taken_back_on__isnull=True, proposal__may_be_public=True)


class HandlingReportQuerySet(models.QuerySet["HandlingReport"]):
    """Released reports on handling."""

    def standing(self) -> HandlingReportQuerySet:
        """Not taken back."""
        return self.filter(taken_back_on__isnull=True)

    def public(self) -> HandlingReportQuerySet:
        """What everybody may read: nothing while the town doesn't publish outcomes."""
        from proposals.models import ProposalSettings

        return self.standing() if ProposalSettings.load().publishes_outcomes else self.none()

    def naming(self, proposal: Proposal) -> HandlingReportQuerySet:
        """In which a proposal stands with its title."""
        return self.filter(session=proposal.session_id, named__contains=proposal.pk)


def _answered() -> Exists:
    from proposals.models import Reply

    return Exists(Reply.objects.filter(assignment__proposal=OuterRef("pk")))


def _voted() -> Exists:
    from proposals.models import MotionVote

    return Exists(MotionVote.objects.filter(proposal=OuterRef("pk")))


def _publications(**values: Any) -> models.QuerySet[Any]:
    from proposals.models import Publication

    return Publication.objects.filter(**values).order_by().values("proposal")
