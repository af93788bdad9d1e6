"""What units still owe, as pressing letters and the list of the meeting say it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from congress.common.templatetags.portal import cn_date
from proposals.enums import PressingForm, PromiseState, UnitRole
from proposals.models import Pressing, Promise
from proposals.querysets import SOON_DAYS


@dataclass(frozen=True)
class Owed:
    """One part of a unit that waits to be answered, on a day. ``days`` are left; negative: late.

    None where there is no limit.
    """

    proposal: Any
    part: Any
    days: int | None

    @property
    def is_late(self) -> bool:
        return self.days is not None and self.days < 0

    @property
    def is_soon(self) -> bool:
        return self.days is not None and 0 <= self.days <= SOON_DAYS

    @property
    def what(self) -> str:
        """答复代表, 再次答复代表, 提出协办意见."""
        if self.part.role == UnitRole.CO:
            return "提出协办意见"
        return "再次答复代表" if self.part.round > 1 else "答复代表"

    @property
    def lateness(self) -> str:
        return days_in_words(self.days)


def owed_parts(proposals: Iterable[Any], day: dt.date) -> list[Owed]:
    """What is still owed of these proposals (of ``printed``), the longest overdue first."""
    found = [
        Owed(proposal, part, days_until(part.due_on, day))
        for proposal in proposals
        for part in proposal.parts
        if part.is_waiting
    ]
    return sorted(found, key=lambda each: (each.days is None, each.days or 0))


def days_until(due_on: Any, day: dt.date) -> int | None:
    """Negative after the limit; one that is only a month ends with it."""
    return None if due_on is None else (due_on.latest() - day).days


def days_in_words(days: int | None) -> str:
    """逾期12天, 今天到期, 还有3天; "" without a limit."""
    if days is None:
        return ""
    if days < 0:
        return f"逾期{-days}天"
    return f"还有{days}天" if days else "今天到期"


def promises_to_print(rows: QuerySet[Promise]) -> list[Promise]:
    """Promises with what their lists name, by day; undated ones last."""
    named = ("reply__assignment__unit", "reply__assignment__proposal__session__term")
    return list(rows.select_related(*named).order_by(F("due_on").asc(nulls_last=True), "pk"))


def late_promises_of(proposals: Sequence[Any], day: dt.date) -> list[Promise]:
    """What units promised in their replies to these proposals, and didn't keep in time."""
    rows = Promise.objects.filter(
        reply__assignment__proposal__in=[proposal.pk for proposal in proposals],
        state=PromiseState.OPEN,
        due_on__isnull=False,
    )
    return promises_to_print(rows.exclude(due_on__lasts_until=day))


def pressings_of(proposals: Sequence[Any]) -> dict[int, list[Pressing]]:
    """What was done to press for them, by proposal, in order; without return visits."""
    rows = Pressing.objects.filter(proposal__in=[proposal.pk for proposal in proposals])
    found: dict[int, list[Pressing]] = {}
    for row in rows.exclude(form=PressingForm.RETURN_VISIT).order_by("pressed_on", "pk"):
        found.setdefault(row.proposal_id, []).append(row)
    return found


def pressed_in_words(rows: Iterable[Pressing], part: Any = None) -> str:
    """2026年4月20日电话催办、2026年4月25日上门督办; of one unit with ``part``."""
    return "、".join(
        f"{cn_date(row.pressed_on)}{row.get_form_display()}"
        for row in rows
        if part is None or row.assignment_id in (None, part.pk)
    )
