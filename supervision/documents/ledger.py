"""The ledger of what is to be put right (整改台账), lying: asked, done, looked at again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from congress.common.exceptions import RuleViolation
from congress.common.money import yuan_in_words
from congress.common.templatetags.portal import cn_date
from congress.documents.render import render_document
from supervision.documents.letters import organ_name
from supervision.enums import DemandState, DemandStepKind
from supervision.models import Demand
from supervision.workflow import OPEN

TITLE = "整改台账"
# In characters: about a third of a page in its column.
_LONG = 200


@dataclass(frozen=True)
class Line:
    """One demand as the ledger has it."""

    demand: Demand
    source: str
    due: str
    state: str
    reported: str
    judged: str
    is_late: bool

    @property
    def is_long(self) -> bool:
        """Whether its row may go on overleaf."""
        texts = (self.demand.wanted, self.reported, self.judged)
        return max(len(words) for words in texts) > _LONG


def ledger_pdf(rows: Any, *, printed_on: dt.date, of: str = "") -> bytes:
    """What went out of these demands (a queryset): open ones by their limit, then the others.

    ``of`` says which were chosen. RuleViolation when there is none.
    """
    related = ("unit", "project", "field_work", "hearing")
    sent = rows.exclude(state=DemandState.DRAFT).order_by("pk")
    demands = list(sent.select_related(*related).prefetch_related("steps"))
    if not demands:
        raise RuleViolation(f"{of or '列表里'}没有发出的意见和整改，没有台账可打印。")
    demands.sort(key=_order)
    lines = [_line(demand, printed_on) for demand in demands]
    only_mended = all(not demand.kind.endswith("opinion") for demand in demands)
    title = TITLE if only_mended else "意见和整改台账"
    context = {
        "title": title,
        "of": of,
        "sum": in_words(lines),
        "lines": lines,
        "organ": organ_name(),
        "printed_on": printed_on,
    }
    return render_document("documents/supervision/ledger.html", context, title=title)


def in_words(lines: Sequence[Line]) -> str:
    """共12件：待办理5件，已办结7件；逾期2件。"""
    counts = Counter(line.demand.state for line in lines)
    parts = [f"{state.label}{counts[state]}件" for state in DemandState if counts[state]]
    late = sum(line.is_late for line in lines)
    return f"共{len(lines)}件：{'，'.join(parts)}{f'；逾期{late}件' if late else ''}。"


def _order(demand: Demand) -> tuple[bool, dt.date, int]:
    last = demand.due_on.latest() if demand.due_on else dt.date.max
    return demand.state not in OPEN, last, demand.pk


def _line(demand: Demand, on: dt.date) -> Line:
    is_late = demand.is_overdue(on)
    state = demand.get_state_display()
    if is_late and demand.due_on is not None:
        state = f"逾期{(on - demand.due_on.latest()).days}天"
    elif demand.is_waiting and demand.due_on is not None:
        state = f"{state}，还有{(demand.due_on.latest() - on).days}天"
    elif demand.closed_on is not None and demand.state == DemandState.CLOSED:
        state = f"{demand.closed_on}办结"
    return Line(
        demand=demand,
        source=_source(demand),
        due=str(demand.due_on or "未载"),
        state=state,
        reported=_reported(demand),
        judged=_judged(demand),
        is_late=is_late,
    )


def _source(demand: Demand) -> str:
    """Where it came from, its number, and the money that it is about."""
    came = demand.field_work or demand.hearing or demand.project
    money = f"涉及{yuan_in_words(demand.amount)}" if demand.amount is not None else ""
    return "\n".join(filter(None, [str(came or ""), demand.document_number, money]))


def _reported(demand: Demand) -> str:
    """The unit's latest report."""
    reports = [step for step in demand.steps.all() if step.step == DemandStepKind.REPORT]
    if not reports:
        return ""
    last = reports[-1]
    measure = f"措施：{last.measure}" if last.measure else ""
    return "\n".join(filter(None, [f"{cn_date(last.taken_on)}报告：{last.words}", measure]))


def _judged(demand: Demand) -> str:
    """What the presidium said last, and its verdict."""
    kinds = (
        DemandStepKind.SEND_BACK,
        DemandStepKind.CLOSE,
        DemandStepKind.ESCALATE,
        DemandStepKind.REOPEN,
        DemandStepKind.DROP,
    )
    steps = [step for step in demand.steps.all() if step.step in kinds]
    if not steps:
        return ""
    last = steps[-1]
    verdict = f"评价：{last.get_verdict_display()}" if last.verdict else ""
    head = f"{cn_date(last.taken_on)}{last.get_step_display()}"
    return "\n".join(filter(None, [f"{head}：{last.words}" if last.words else head, verdict]))
