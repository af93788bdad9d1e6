"""The annual supervision plan (年度监督计划), lying; after mid-year with what became of each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from congress.common.exceptions import RuleViolation
from congress.common.templatetags.portal import cn_date
from congress.documents.render import render_document
from proposals.documents.rows import paragraphs_of
from supervision.documents.letters import organ_name
from supervision.enums import PlanState
from supervision.models import PlanItem, SupervisionPlan
from supervision.progress import ItemState, doings, done_on, due_day, figures, state_of

# From this month on a plan shows what became of its items.
_SECOND_HALF = 7


@dataclass(frozen=True)
class Line:
    """One item; ``became`` is empty where the plan is printed before mid-year."""

    item: PlanItem
    period: str
    units: str
    became: str
    is_late: bool


def plan_name(plan: SupervisionPlan) -> str:
    """2026年度监督计划."""
    return f"{plan.year}年度监督计划"


def plan_pdf(plan: SupervisionPlan, *, printed_on: dt.date) -> bytes:
    """The plan as a table. RuleViolation for one without items."""
    items = list(PlanItem.objects.filter(plan=plan).with_doings().order_by("order", "pk"))
    if not items:
        raise RuleViolation(f"{plan}还没有事项，没有打印。请先写监督事项。")
    told = shows_outcome(plan, printed_on)
    context = {
        "title": plan_name(plan),
        "is_draft": plan.state == PlanState.DRAFT,
        "agreed": _agreed(plan),
        "figures": f"到{cn_date(printed_on)}：{figures(items, printed_on)}" if told else "",
        "told": told,
        "lines": [_line(item, printed_on, told) for item in items],
        "checks": _checks(plan, items) if told else [],
        "organ": organ_name(),
        "printed_on": printed_on,
    }
    return render_document("documents/supervision/plan.html", context, title=plan_name(plan))


def shows_outcome(plan: SupervisionPlan, on: dt.date) -> bool:
    """Whether it says what became of its items: from its mid-year check, or July, on."""
    if plan.checked_on is not None and plan.checked_on <= on:
        return True
    return (on.year, on.month) >= (plan.year, _SECOND_HALF)


def _agreed(plan: SupervisionPlan) -> str:
    if plan.agreed_on is None:
        return "草稿，主席团还没有通过" if plan.state == PlanState.DRAFT else ""
    where = f"（{plan.agreed_at}）" if plan.agreed_at else ""
    return f"主席团{cn_date(plan.agreed_on)}通过{where}"


def _line(item: PlanItem, on: dt.date, told: bool) -> Line:
    state = state_of(item, on)
    period = f"{item.plan.year}年内"
    if item.month is not None:
        period = f"{item.month}至{item.until}" if item.until else str(item.month)
    return Line(
        item=item,
        period=period,
        units="、".join(str(unit) for unit in item.units.all()),
        became=_became(item, state, on) if told else "",
        is_late=told and state == ItemState.LATE,
    )


def _became(item: PlanItem, state: ItemState, on: dt.date) -> str:
    """已完成（2026年4月8日）: 视察“看复元闸”; 逾期12天; 已取消：理由."""
    words = str(state.label)
    if state == ItemState.DONE:
        words = f"已完成，{done_on(item)}"
    elif state == ItemState.LATE:
        words = f"逾期{(on - due_day(item)).days}天"
    elif state == ItemState.DROPPED:
        words = f"{cn_date(item.dropped_on)}取消：{item.dropped_because}"
    happened = [f"{doing.kind}“{doing.record}”" for doing in doings(item)]
    return "\n".join([words, *happened])


def _checks(plan: SupervisionPlan, items: list[PlanItem]) -> list[tuple[str, list[str]]]:
    """What was written at mid-year and at the end, with the figures of the day."""
    found: list[tuple[str, list[Any]]] = []
    if plan.checked_on is not None:
        counted = f"到{cn_date(plan.checked_on)}：{figures(items, plan.checked_on)}。"
        found.append(("年中检查", [counted, *paragraphs_of(plan.check_words)]))
    elif plan.check_words:
        found.append(("年中检查", paragraphs_of(plan.check_words)))
    if plan.summary:
        found.append(("年末小结", paragraphs_of(plan.summary)))
    return found
