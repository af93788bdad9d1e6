"""The parts of a unit, as its pages read them: by urgency, and one by its address."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from django.db.models import (
    Case,
    Exists,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.http import Http404, HttpRequest

from congress.common.roles import Role, has_role
from congress.common.templatetags.portal import SOON_DAYS
from proposals.enums import AssignmentStatus, DraftState, PressingForm, UnitRole
from proposals.models import (
    Assignment,
    AssistingOpinion,
    Contact,
    Extension,
    Pressing,
    Proposal,
    Reply,
    ReplyDraft,
)
from proposals.querysets import units_of


class Urgency(IntEnum):
    """In which order a unit takes things up."""

    LATE = 0
    SOON = 1
    TO_SIGN = 2
    SECOND = 3
    NEW = 4
    CONTACT = 5
    OPINION = 6
    GOING_ON = 7


GROUPS = {
    Urgency.LATE: "已经逾期",
    Urgency.SOON: f"{SOON_DAYS}天内到期",
    Urgency.TO_SIGN: "等签发",
    Urgency.SECOND: "重新办理",
    Urgency.NEW: "等接办",
    Urgency.CONTACT: "要联系代表",
    Urgency.OPINION: "要提协办意见",
    Urgency.GOING_ON: "正在办理",
}


def units_for(user: Any) -> list[int]:
    """Keys of the units that the account answers for; empty for who answers for none."""
    if not has_role(user, Role.UNIT):
        return []
    return list(units_of(user).values_list("organ", flat=True))


def own_part(request: HttpRequest, public_id: str) -> Any:
    """A part of the user's own units, with what its pages read. Raises Http404."""
    rows = shown(Assignment.objects.current().filter(unit__in=units_for(request.user)))
    part = rows.filter(public_id=public_id).first()
    if part is None:
        raise Http404
    return part


@dataclass(frozen=True)
class Keys:
    """Keys in the order in which they are shown, as a part of ``KeyedPaginator``'s lists."""

    found: list[int]

    def count(self) -> int:
        return len(self.found)

    def values_list(self, *_: str, flat: bool = True) -> list[int]:
        return self.found


def open_parts(units: list[int]) -> QuerySet[Any]:
    """What these units have still to answer, by the day it is due."""
    rows: QuerySet[Any] = Assignment.objects.filter(
        unit__in=units, status=AssignmentStatus.ASSIGNED
    )
    return rows.order_by("due_on", "pk")


def by_urgency(rows: QuerySet[Any], today: dt.date) -> dict[Urgency, list[int]]:
    """The keys of open parts, the most urgent first; within each kind as they come.

    One query: sorted in the database, the kind of each would be found out once to sort by it, and
    once more to count. What has to be talked about goes by the day of that.
    """
    found: dict[Urgency, list[int]] = {urgency: [] for urgency in Urgency}
    talks: dict[int, dt.date] = {}
    columns = ("pk", "urgency", "contact_due_on")
    for key, urgency, contact_due_on in with_urgency(rows, today).values_list(*columns):
        found[Urgency(urgency)].append(key)
        if urgency == Urgency.CONTACT:
            talks[key] = contact_due_on
    found[Urgency.CONTACT].sort(key=talks.__getitem__)
    return found


def with_urgency(rows: QuerySet[Any], today: dt.date) -> QuerySet[Any]:
    """Parts with their ``urgency``, which means nothing where a part is answered."""
    return rows.annotate(urgency=_urgency(today))


def answered_parts(units: list[int]) -> QuerySet[Assignment]:
    """What these units have answered; the latest first."""
    rows = Assignment.objects.filter(unit__in=units, status=AssignmentStatus.REPLIED)
    return rows.order_by("-proposal__submitted_on", "-pk")


def shown(rows: QuerySet[Assignment]) -> QuerySet[Assignment]:
    """With all that a line of the queue and ``doing`` read, in a fixed number of queries."""
    proposals = Proposal.objects.with_list_relations()
    pressings = Pressing.objects.exclude(form=PressingForm.RETURN_VISIT).order_by("-pressed_on")
    replies = Reply.objects.select_related("outcome", "promised").order_by("round", "pk")
    return (
        rows.annotate(
            has_talked=Exists(_talks()),
            has_opinion=Exists(AssistingOpinion.objects.filter(assignment=OuterRef("pk"))),
        )
        .select_related("unit", "draft__outcome", "draft__written_by")
        .prefetch_related(
            Prefetch("proposal", proposals),
            Prefetch("proposal__pressings", pressings, to_attr="pressed"),
            Prefetch("replies", replies, to_attr="given"),
            Prefetch("extensions", Extension.objects.order_by("pk"), to_attr="asked"),
        )
    )


def draft_of(part: Any) -> ReplyDraft | None:
    """The draft of a part that was read with it."""
    return getattr(part, "draft", None)


def waits_for(part: Any) -> list[Any]:
    """Assisting parts whose opinion the leading unit has to have first."""
    if part.role != UnitRole.LEAD or part.goes_without_opinions:
        return []
    return [each for each in part.proposal.handlers if each.role == UnitRole.CO and each.is_waiting]


def pressings_of(part: Any) -> list[Pressing]:
    """What the presidium did to press this unit, the latest first."""
    return [row for row in part.proposal.pressed if row.assignment_id in (None, part.pk)]


def _urgency(today: dt.date) -> Case:
    """LATE, SOON …: the first that is so."""
    dated = Q(due_on__isnull=False)
    soon = today + dt.timedelta(days=SOON_DAYS + 1)
    to_sign = ReplyDraft.objects.filter(assignment=OuterRef("pk"), state=DraftState.TO_SIGN)
    to_talk = Q(contact_due_on__isnull=False, round=1) & ~Q(role=UnitRole.CO)
    return Case(
        When(dated & ~Q(due_on__lasts_until=today), then=Value(int(Urgency.LATE))),
        When(dated & ~Q(due_on__lasts_until=soon), then=Value(int(Urgency.SOON))),
        When(Exists(to_sign), then=Value(int(Urgency.TO_SIGN))),
        When(round__gt=1, then=Value(int(Urgency.SECOND))),
        When(accepted_on__isnull=True, return_due_on__isnull=False, then=Value(int(Urgency.NEW))),
        When(to_talk & ~Exists(_talks()), then=Value(int(Urgency.CONTACT))),
        When(role=UnitRole.CO, then=Value(int(Urgency.OPINION))),
        default=Value(int(Urgency.GOING_ON)),
        output_field=IntegerField(),
    )


def _talks() -> QuerySet[Contact]:
    return Contact.objects.filter(assignment=OuterRef("pk"))
