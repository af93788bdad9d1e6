"""How far a proposal is, read once for all the buttons that may stand on its page."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from proposals.enums import AssignmentStatus, ExtensionState, UnitRole
from proposals.models import (
    Assignment,
    Extension,
    FeedbackRequest,
    MotionVote,
    Proposal,
    Publication,
    Reply,
)


class Situation:
    """What has to hold beside the state for a step to be worth offering; each asked once."""

    def __init__(self, proposal: Proposal) -> None:
        self.proposal = proposal

    @cached_property
    def parts(self) -> list[Assignment]:
        """The units that have it, or had answered."""
        rows = Assignment.objects.current().filter(proposal=self.proposal.pk)
        return list(rows.select_related("unit").order_by("pk"))

    @property
    def waiting(self) -> list[Assignment]:
        """Units that have still to answer, or to tell the leading one their opinion."""
        return [part for part in self.parts if part.is_waiting]

    @property
    def answering(self) -> list[Assignment]:
        """Of these the ones that owe a reply."""
        return [part for part in self.waiting if part.role != UnitRole.CO]

    @property
    def assisting(self) -> list[Assignment]:
        """Of these the ones that owe an opinion."""
        return [part for part in self.waiting if part.role == UnitRole.CO]

    @property
    def held_up(self) -> list[Assignment]:
        """Leading units whose reply can't go out before the opinions are there."""
        if not self.assisting:
            return []
        leads = [part for part in self.answering if part.role == UnitRole.LEAD]
        return [part for part in leads if not part.goes_without_opinions]

    @property
    def not_taken_up(self) -> list[Assignment]:
        return [part for part in self.waiting if part.accepted_on is None]

    @property
    def answered(self) -> list[Assignment]:
        """Units that sent a reply and have nothing more to do."""
        parts = [part for part in self.parts if part.status == AssignmentStatus.REPLIED]
        return [part for part in parts if part.role != UnitRole.CO]

    @cached_property
    def extensions(self) -> list[Extension]:
        """Wishes for more time of units that have still to answer."""
        rows = Extension.objects.filter(assignment__in=[part.pk for part in self.waiting])
        return list(rows.exclude(state=ExtensionState.REFUSED).select_related("assignment__unit"))

    @property
    def asked(self) -> list[Extension]:
        """Those that the office has to decide."""
        return [row for row in self.extensions if row.state == ExtensionState.ASKED]

    @property
    def extensible(self) -> list[Assignment]:
        """Units that may still ask; whether it is too late depends on the day they asked."""
        have_asked = {row.assignment_id for row in self.extensions}
        first = [part for part in self.answering if part.round == 1]
        return [part for part in first if part.pk not in have_asked]

    @cached_property
    def unrated(self) -> list[FeedbackRequest]:
        """Sponsors who haven't said yet what they think of the latest replies."""
        rows: Any = FeedbackRequest.objects.open().filter(
            reply__assignment__proposal=self.proposal.pk
        )
        return list(
            rows.select_related("reply__assignment__unit", "sponsorship__deputy").order_by(
                "reply", "-sponsorship__is_lead", "sponsorship__order", "pk"
            )
        )

    @cached_property
    def has_reply(self) -> bool:
        return Reply.objects.filter(assignment__proposal=self.proposal.pk).exists()

    @cached_property
    def has_vote(self) -> bool:
        return MotionVote.objects.filter(proposal=self.proposal.pk).exists()

    @cached_property
    def publication(self) -> Publication | None:
        """Its public text, also where it was taken down."""
        rows = Publication.objects.filter(proposal=self.proposal.pk).defer("search_text")
        return rows.first()

    @property
    def is_published(self) -> bool:
        return self.publication is not None and self.publication.is_standing
