"""Several demands at once: drafted from one source, or sent out together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from congress.common.exceptions import RuleViolation
from congress.township.models import Organ
from deputies.models import PresidiumMeeting
from supervision.models import Demand, FieldWork, FocusPoint, WorkReportHearing
from supervision.permissions import can_edit_supervision
from supervision.services.acting import locked, require
from supervision.services.demands import issue_demand
from supervision.services.field_work import draft_demand

Result = tuple[list[Demand], list[str]]


class Wanted:
    """One demand to be drafted."""

    def __init__(
        self,
        *,
        kind: str,
        unit: Organ,
        title: str,
        content: str,
        wanted: str = "",
        amount: Decimal | None = None,
        focus_point: FocusPoint | None = None,
    ) -> None:
        self.values: dict[str, Any] = {
            "kind": kind,
            "unit": unit,
            "title": title,
            "content": content,
            "wanted": wanted,
            "amount": amount,
            "focus_point": focus_point,
        }


def draft_demands(
    source: FieldWork | WorkReportHearing,
    wanted: Sequence[Wanted],
    *,
    actor: Any,
    seen_version: int | None = None,
) -> list[Demand]:
    """Draft what a visit found, or what was said of a report: all of it or nothing."""
    if not wanted:
        raise RuleViolation("一件也没有写。请至少写一件：单位、事由、内容。")
    with transaction.atomic():
        require(can_edit_supervision(actor))
        found = locked(source, seen_version=seen_version)
        place = "field_work" if isinstance(found, FieldWork) else "hearing"
        source_columns: dict[str, Any] = {place: found}
        return [draft_demand(actor=actor, **one.values, **source_columns) for one in wanted]


def issue_many(
    demands: Sequence[Demand],
    *,
    actor: Any,
    issued_on: dt.date,
    due_on: dt.date | None = None,
    document_number: str = "",
    meeting: PresidiumMeeting | None = None,
) -> Result:
    """Send out each that can be; of each other one the sentence why not."""
    require(can_edit_supervision(actor))
    done, refused = [], []
    for demand in demands:
        try:
            with transaction.atomic():
                issue_demand(
                    demand,
                    actor=actor,
                    issued_on=issued_on,
                    due_on=due_on,
                    document_number=document_number,
                    meeting=meeting,
                )
        except RuleViolation as error:
            refused.append(error.message)
        else:
            done.append(demand)
    return done, refused
