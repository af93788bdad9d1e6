"""What every step of a demand does: move it by the table, write it, record the step for good."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.templatetags.portal import cn_datetime
from supervision.enums import DemandState, DemandStepKind
from supervision.models import Demand, DemandStep
from supervision.services.acting import write
from supervision.workflow import next_state


def advance(
    demand: Demand,
    step: DemandStepKind,
    *,
    actor: Any,
    changes: Mapping[str, Any] | None = None,
    taken_on: dt.date | None = None,
    **detail: Any,
) -> DemandStep:
    """Take a step of a locked demand: move its state, write ``changes`` too, record the step."""
    came_from = DemandState(demand.state)
    demand.state = next_state(demand, step, what_happened(demand))
    for name, value in (changes or {}).items():
        setattr(demand, name, value)
    write(demand, ["state", *(changes or {})], actor=actor, reason=step.label)
    return DemandStep.objects.create(
        demand=demand,
        step=step,
        from_state=came_from,
        to_state=demand.state,
        taken_on=taken_on or timezone.localdate(),
        taken_by=actor,
        **detail,
    )


def what_happened(demand: Demand) -> str:
    """The last step in a sentence: who took it, when. Empty while there is none."""
    last = demand.steps.select_related("taken_by").order_by("-pk").first()
    if last is None:
        return ""
    who = last.taken_by or "系统"
    return f"{cn_datetime(last.taken_at)}，{who}已经办了“{last.get_step_display()}”。"


def require_after_issue(demand: Demand, day: dt.date, what: str) -> None:
    """Raises RuleViolation for a day before the demand went out."""
    if demand.issued_on is not None and day < demand.issued_on.earliest():
        raise RuleViolation(f"{what}在发出（{demand.issued_on}）以前，请核对。")
