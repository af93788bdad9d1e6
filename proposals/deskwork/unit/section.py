"""What the page of one proposal tells a unit of its own part, above what everybody reads."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from congress.common.models import with_files
from proposals.deskwork.unit.doing import Doing, doing, is_new
from proposals.deskwork.unit.parts import draft_of, pressings_of, shown, units_for, waits_for
from proposals.enums import ExtensionState, PromiseState, UnitRole
from proposals.models import Assignment, AssistingOpinion, Pressing, Promise, ReplyDraft
from proposals.services.handling import why_no_extension


@dataclass(frozen=True)
class Opinions:
    """What assisting units said, and who still owes it until when."""

    given: list[AssistingOpinion]
    owing: list[Any]

    def __bool__(self) -> bool:
        return bool(self.given or self.owing)


@dataclass(frozen=True)
class OwnPart:
    """One part of the reader's units, with what can be done about it."""

    part: Any
    doing: Doing | None
    draft: ReplyDraft | None
    opinions: Opinions
    own_opinion: AssistingOpinion | None
    extensions: list[Any]
    may_extend: bool
    pressings: list[Pressing]
    promise: Promise | None

    @property
    def writes(self) -> bool:
        """Whether the unit replies itself."""
        return bool(self.part.is_waiting and self.part.role != UnitRole.CO)

    @property
    def asks_for_time(self) -> bool:
        """Whether the office has to decide on more time."""
        return any(row.state == ExtensionState.ASKED for row in self.extensions)


def own_parts(user: Any, proposal: Any, today: dt.date) -> list[OwnPart]:
    """The parts of the user's units; none for anybody else. Those to be answered first."""
    units = units_for(user)
    if not units:
        return []
    rows = shown(Assignment.objects.current().filter(proposal=proposal, unit__in=units))
    found = [_own(part, today) for part in rows.order_by("pk")]
    return sorted(found, key=lambda own: own.doing is None)


def opinions_for(part: Any) -> Opinions:
    """For the leading unit; nothing for the others."""
    if part.role != UnitRole.LEAD:
        return Opinions([], [])
    given = AssistingOpinion.objects.filter(
        assignment__in=[each.pk for each in part.proposal.handlers if each.role == UnitRole.CO]
    )
    rows = given.select_related("assignment__unit").prefetch_related(with_files())
    waiting = waits_for(part)
    return Opinions(list(rows.order_by("given_on", "pk")), waiting)


def _may_extend(part: Any, today: dt.date) -> bool:
    if not part.is_waiting or part.due_on is None or is_new(part):
        return False
    return not why_no_extension(part, today)


def _own(part: Any, today: dt.date) -> OwnPart:
    own_opinion = None
    if part.role == UnitRole.CO:
        rows = AssistingOpinion.objects.filter(assignment=part).prefetch_related(with_files())
        own_opinion = rows.first()
    promises = [getattr(reply, "promised", None) for reply in part.given]
    is_open = [p for p in promises if p is not None and p.state == PromiseState.OPEN]
    return OwnPart(
        part=part,
        doing=doing(part, today),
        draft=draft_of(part),
        opinions=opinions_for(part),
        own_opinion=own_opinion,
        extensions=part.asked,
        may_extend=_may_extend(part, today),
        pressings=pressings_of(part),
        promise=is_open[-1] if is_open else None,
    )
