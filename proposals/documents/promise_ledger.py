"""The ledger of promises (承诺事项台账), lying: what is to be done until when, how far it is."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from congress.common.exceptions import RuleViolation
from congress.common.templatetags.portal import cn_date
from congress.documents.render import render_document
from congress.township.models import Township
from proposals.documents.owed import days_in_words, days_until, promises_to_print
from proposals.documents.rows import NothingToPrint
from proposals.enums import PromiseState
from proposals.models import Promise
from proposals.querysets import SOON_DAYS

TITLE = "承诺事项台账"
# What an address may ask for beside the states themselves.
LATE = "late"


@dataclass(frozen=True)
class Line:
    """One promise as the ledger has it."""

    promise: Promise
    state: str
    day: str
    is_late: bool

    @property
    def part(self) -> Any:
        return self.promise.reply.assignment


def promises_pdf(proposals: Sequence[Any], *, printed_on: dt.date) -> bytes:
    """What was promised in the replies to these proposals. NothingToPrint."""
    keys = [proposal.pk for proposal in proposals]
    rows = Promise.objects.filter(reply__assignment__proposal__in=keys)
    return ledger_pdf(rows, printed_on=printed_on)


def ledger_pdf(rows: QuerySet[Promise], *, printed_on: dt.date, of: str = "") -> bytes:
    """Open promises by the day they are due, then the others; ``of`` says which were chosen.

    NothingToPrint when there is none.
    """
    promises = promises_to_print(rows)
    if not promises:
        raise NothingToPrint(f"{of or '这些件里'}没有承诺事项，没有台账可打印。")
    lines = promise_lines(promises, printed_on)
    town = Township.objects.first()
    context = {
        "lines": lines,
        "sum": promises_in_words(lines),
        "of": of,
        "organ": town.presidium_name if town else "",
        "printed_on": printed_on,
    }
    return render_document("documents/proposals/promise_ledger.html", context, title=TITLE)


def chosen_promises(*, unit: Any, state: str, on: dt.date) -> QuerySet[Promise]:
    """Those of one unit (None: of all) in one state, ``late`` or any (""). RuleViolation."""
    rows = Promise.objects.all()
    if unit is not None:
        rows = rows.filter(reply__assignment__unit=unit)
    if state == LATE:
        open_ones = rows.filter(state=PromiseState.OPEN, due_on__isnull=False)
        return open_ones.exclude(due_on__lasts_until=on)
    if state and state not in PromiseState.values:
        raise RuleViolation("没有这种状态的承诺事项，请重新选。")
    return rows.filter(state=state) if state else rows


def choice_in_words(*, unit: Any, state: str) -> str:
    """镇水利站逾期的; "" for all."""
    states = {LATE: "逾期的", **{value: f"{label}的" for value, label in PromiseState.choices}}
    return f"{unit if unit is not None else ''}{states.get(state, '')}"


def _line(promise: Promise, day: dt.date) -> Line:
    days = days_until(promise.due_on, day)
    is_open = promise.state == PromiseState.OPEN
    is_late = is_open and days is not None and days < 0
    said = promise.get_state_display()
    if is_late:
        said = days_in_words(days)
    elif is_open and days is not None and days <= SOON_DAYS:
        said = f"{said}，{days_in_words(days)}"
    settled = cn_date(promise.settled_on) if promise.settled_on else ""
    return Line(promise, said, settled, is_late)


def promise_lines(promises: Sequence[Promise], day: dt.date) -> list[Line]:
    """Open ones first, else in the order that they come in."""
    rows = sorted(promises, key=lambda promise: promise.state != PromiseState.OPEN)
    return [_line(promise, day) for promise in rows]


def promises_in_words(lines: Sequence[Line]) -> str:
    """共12项：正在落实7项（其中逾期2项），已经落实4项，销号1项。"""
    counts = Counter(line.promise.state for line in lines)
    late = sum(line.is_late for line in lines)
    parts = []
    for state in PromiseState:
        if counts[state]:
            among = f"（其中逾期{late}项）" if late and state == PromiseState.OPEN else ""
            parts.append(f"{state.label}{counts[state]}项{among}")
    return f"共{len(lines)}项：{'，'.join(parts)}。"
