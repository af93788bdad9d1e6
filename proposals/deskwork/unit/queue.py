"""A unit's first page: what is most urgent first, each with what to do next."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from congress.common.desk import desk_nav
from congress.common.paging import MOST_FOUND, KeyedPaginator
from congress.common.text_search import LONGEST, search_query
from proposals.deskwork.unit.doing import Doing, doing
from proposals.deskwork.unit.parts import (
    GROUPS,
    Keys,
    Urgency,
    answered_parts,
    by_urgency,
    open_parts,
    pressings_of,
    shown,
    units_for,
    waits_for,
    with_urgency,
)
from proposals.deskwork.unit.promised import open_promises
from proposals.enums import ExtensionState, PromiseState, UnitRole
from proposals.models import Assignment, Proposal
from proposals.searching import found_by

_A_PAGE = 20
_ANSWERED = "answered"
_WORDS = {
    "late": Urgency.LATE,
    "soon": Urgency.SOON,
    "sign": Urgency.TO_SIGN,
    "second": Urgency.SECOND,
    "new": Urgency.NEW,
    "contact": Urgency.CONTACT,
    "opinion": Urgency.OPINION,
    "open": Urgency.GOING_ON,
}


@dataclass(frozen=True)
class Line:
    """One part in the queue."""

    part: Any
    doing: Doing | None
    due: dt.date | None
    lead: str
    is_pressed: bool
    asks_for_time: bool
    waits_for: list[str]
    says: str


@dataclass(frozen=True)
class Filter:
    """One choice of what is shown; ``number`` None isn't counted."""

    value: str
    label: str
    number: int | None
    is_chosen: bool


@require_safe
@login_required
def own_queue(request: HttpRequest) -> HttpResponse:
    """The same at an address of its own, for a deputy who answers for a unit as well."""
    if not units_for(request.user):
        raise Http404
    return queue(request)


def queue(request: HttpRequest) -> HttpResponse:
    """``?state=late`` … shows one group alone, ``?q=`` what is found by words or number."""
    today, units = timezone.localdate(), units_for(request.user)
    query = search_query(request.GET.get("q", ""))
    state = request.GET.get("state", "")
    state = state if state in _WORDS or state == _ANSWERED else ""
    waiting = by_urgency(open_parts(units), today)
    counts = {urgency: len(keys) for urgency, keys in waiting.items()}
    if query:
        waiting = by_urgency(_found(open_parts(units), query.text), today)
    paginator = KeyedPaginator(
        _chosen(waiting, _found(answered_parts(units), query.text), state),
        _A_PAGE,
        rows=shown(with_urgency(Assignment.objects.filter(unit__in=units), today)),
        most=MOST_FOUND if query else None,
    )
    page = paginator.get_page(request.GET.get("page"))
    lines = [_line(part, today) for part in page]
    promises = open_promises(units)
    context = {
        "page": page,
        "groups": [(name, list(rows)) for name, rows in groupby(lines, key=_group)],
        "several_units": len(units) > 1,
        "filters": _filters(counts, state),
        "total": sum(counts.values()),
        "urgent": [each for each in _filters(counts, state)[:-2] if each.number],
        "state": state,
        "query": query,
        "longest": LONGEST,
        "today": today,
        "promises": promises[:3] if not (state or query) and page.number == 1 else [],
        "desk_nav": desk_nav(request),
    }
    return render(request, "proposals/desk/unit/queue.html", context)


def _chosen(waiting: dict[Urgency, list[int]], answered: Any, state: str) -> list[Any]:
    if state == _ANSWERED:
        return [answered]
    if state:
        return [Keys(waiting[_WORDS[state]])]
    return [Keys([key for keys in waiting.values() for key in keys]), answered]


def _found(rows: Any, typed: str) -> Any:
    if not typed:
        return rows
    return rows.filter(
        proposal__in=Proposal.objects.filter(found_by(typed)).order_by().values("pk")
    )


def _filters(counts: dict[Urgency, int], state: str) -> list[Filter]:
    chosen = [
        Filter(word, GROUPS[urgency], counts[urgency], state == word)
        for word, urgency in _WORDS.items()
    ]
    return [*chosen, Filter(_ANSWERED, "已经答复", None, state == _ANSWERED)]


def _group(line: Line) -> str:
    return GROUPS[Urgency(line.part.urgency)] if line.part.is_waiting else "已经答复"


def _line(part: Any, today: dt.date) -> Line:
    sponsors = part.proposal.sponsors
    lead = next((str(s.deputy) for s in sponsors if s.is_lead), "")
    others = len(sponsors) - 1
    return Line(
        part=part,
        doing=doing(part, today),
        due=part.due_on.latest() if part.is_waiting and part.due_on else None,
        lead=f"{lead}等{others + 1}人" if lead and others > 0 else lead,
        is_pressed=part.is_waiting and bool(pressings_of(part)),
        asks_for_time=any(row.state == ExtensionState.ASKED for row in part.asked),
        waits_for=[str(each.unit) for each in waits_for(part)] if part.is_waiting else [],
        says=_answered_in_words(part),
    )


def _answered_in_words(part: Any) -> str:
    """2026年4月7日答复，A类；承诺正在落实."""
    if part.is_waiting:
        return ""
    if part.role == UnitRole.CO:
        return "已提协办意见" if part.has_opinion else "主办单位已经答复"
    if not part.given:
        return "已经答复"
    last = part.given[-1]
    said = [f"{last.replied_on or ''}{'再次' if last.round > 1 else ''}答复"]
    said += [f"{last.outcome.letter}类"] if last.outcome else []
    promise = getattr(last, "promised", None)
    if promise is not None and promise.state == PromiseState.OPEN:
        said.append("承诺正在落实")
    return "，".join(said)
