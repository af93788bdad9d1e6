"""The same for many proposals at once: all that can be, in one transaction.

Each gives the proposals for which it was done, and a sentence for each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction

from congress.common.exceptions import RuleViolation
from deputies.models import Deputy
from proposals.enums import AssignmentStatus
from proposals.models import FeedbackRequest, Proposal
from proposals.permissions import can_decide_proposal
from proposals.services.acting import locked_all, require
from proposals.services.feedback import remind_sponsor
from proposals.services.following import mark_key, record_pressing
from proposals.services.publishing import (
    personal_data_as_written,
    publish_as_written,
    why_not_public,
)

Result = tuple[list[Proposal], list[str]]


def remind_many(
    proposals: Iterable[Proposal], *, actor: Any, how: str, on: dt.date | None = None
) -> Result:
    """Remind all sponsors who haven't said yet what they think of the replies."""

    def remind(proposal: Proposal) -> None:
        requests = FeedbackRequest.objects.open().filter(reply__assignment__proposal=proposal)
        rows = list(requests.order_by("pk"))
        if not rows:
            raise RuleViolation(f"“{proposal.title}”没有等着评价的代表，不用提醒。")
        for row in rows:
            remind_sponsor(row, actor=actor, how=how, on=on)

    return _each(proposals, remind, actor)


def press_many(
    proposals: Iterable[Proposal],
    *,
    actor: Any,
    pressed_on: dt.date,
    form: str,
    content: str = "",
    member: Deputy | None = None,
) -> Result:
    """Press all units that still owe an answer or an opinion (催办)."""

    def press(proposal: Proposal) -> None:
        if not proposal.assignments.filter(status=AssignmentStatus.ASSIGNED).exists():
            raise RuleViolation(f"“{proposal.title}”没有等着答复的单位，不用催办。")
        try:
            record_pressing(
                proposal,
                actor=actor,
                pressed_on=pressed_on,
                form=form,
                member=member,
                content=content,
            )
        except RuleViolation as why:
            raise RuleViolation(f"“{proposal.title}”：{why.message}") from why

    return _each(proposals, press, actor)


def publish_many(
    proposals: Iterable[Proposal], *, actor: Any, with_personal_data: bool = False
) -> Result:
    """Publish them as they are written; what may hold personal data only when that is said."""

    def publish(proposal: Proposal) -> None:
        data = [] if with_personal_data else personal_data_as_written(proposal)
        if data and not why_not_public(proposal):
            raise RuleViolation(
                f"“{proposal.title}”里可能有个人信息（{'、'.join(data)}）。"
                "请打开这一件，核对以后公开。"
            )
        publish_as_written(proposal, actor=actor)

    return _each(proposals, publish, actor)


def mark_key_many(proposals: Iterable[Proposal], *, actor: Any, member: Deputy | None) -> Result:
    """Have one member of the presidium press for all of them (重点督办)."""

    def mark(proposal: Proposal) -> None:
        if proposal.is_key and member is not None and proposal.key_member_id == member.pk:
            raise RuleViolation(f"“{proposal.title}”已经是重点督办，由{member}负责。")
        mark_key(proposal, actor=actor, is_key=True, member=member)

    return _each(proposals, mark, actor)


def _each(proposals: Iterable[Proposal], do: Callable[[Proposal], None], actor: Any) -> Result:
    done, refused = [], []
    with transaction.atomic():
        require(can_decide_proposal(actor))
        for proposal in locked_all(proposals).values():
            try:
                with transaction.atomic():
                    do(proposal)
            except RuleViolation as error:
                refused.append(error.message)
            else:
                done.append(proposal)
    return done, refused
