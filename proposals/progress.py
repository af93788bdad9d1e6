"""How far the proposals of a session are, in figures."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q

from congress.township.models import Session
from proposals.enums import Occasion
from proposals.models import Assignment, Proposal, Reply


@dataclass(frozen=True)
class Progress:
    """Numbers of proposals; every one that was assigned is answered or isn't."""

    brought: int
    intersessional: int
    assigned: int
    answered: int

    @property
    def unanswered(self) -> int:
        return self.assigned - self.answered

    @property
    def says(self) -> str:
        """代表提出议案建议58件（闭会期间14件），交有关单位办理58件，已答复50件。"""
        recess = f"（闭会期间{self.intersessional}件）" if self.intersessional else ""
        return (
            f"代表提出议案和建议{self.brought}件{recess}，"
            f"交有关单位办理{self.assigned}件，已答复{self.answered}件。"
        )


def progress_of(session: Session) -> Progress:
    """Of all that was submitted to the session and in recess after it; one query."""
    assigned = Exists(Assignment.objects.current().filter(proposal=OuterRef("pk")))
    answered = Exists(Reply.objects.filter(assignment__proposal=OuterRef("pk")))
    rows = Proposal.objects.filter(session=session).submitted()
    counts = rows.annotate(has_unit=assigned, has_reply=answered).aggregate(
        brought=Count("pk"),
        intersessional=Count("pk", filter=Q(occasion=Occasion.INTERSESSIONAL)),
        assigned=Count("pk", filter=Q(has_unit=True)),
        answered=Count("pk", filter=Q(has_unit=True, has_reply=True)),
    )
    return Progress(**counts)
