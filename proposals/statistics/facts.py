"""What became of every proposal of a scope, read in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F
from django.utils import timezone

from congress.common.partial_dates import PartialDate
from proposals.deadlines import is_late, waits_in_vain
from proposals.enums import ContactForm, UnitRole
from proposals.models import (
    Assignment,
    Contact,
    FeedbackRequest,
    OutcomeClass,
    Reply,
    ReplyRating,
    Sponsorship,
)
from proposals.statistics.scopes import Scope

# 面商 is to sit together; a telephone call is to have been in touch.
_MET = (ContactForm.VISIT, ContactForm.MEETING)


@dataclass(frozen=True)
class PartFact:
    """One unit that has to answer. None: the records don't tell.

    ``ratings`` are (attitude, result) for the last reply, one a sponsor; ``silent`` sponsors who
    were asked and still count, ``excused`` those who leave the denominator.
    """

    unit: int
    is_answered: bool
    is_overdue: bool
    in_time: bool | None
    met: bool | None
    letter: str
    is_solved: bool
    round: int
    ratings: tuple[tuple[str, str], ...] = ()
    silent: int = 0
    excused: int = 0


@dataclass(frozen=True)
class ItemFact:
    """One proposal; ``parts`` is empty while no unit has it."""

    pk: int
    kind: str
    occasion: str
    status: str
    year: int | None
    session: int | None
    category: int | None
    group: int | None
    lead: int | None
    is_key: bool
    parts: tuple[PartFact, ...] = ()

    def of_unit(self, unit: int) -> ItemFact:
        """The same with one unit's part alone."""
        return replace(self, parts=tuple(part for part in self.parts if part.unit == unit))


def facts_of(scope: Scope, *, on: dt.date | None = None) -> list[ItemFact]:
    """Every submitted proposal of the scope as it stands on a day; in eight queries."""
    day = on or timezone.localdate()
    rows = scope.proposals().order_by("pk")
    columns = ("pk", "kind", "occasion", "status", "session", "category", "is_key")
    values = list(rows.values(*columns, "submitted_on", "session__starts_on"))
    if not values:
        return []
    keys = rows.order_by().values("pk")
    leads = _leads(keys)
    parts = _parts(keys, day)
    return [_item(row, leads.get(row["pk"]), parts.get(row["pk"], [])) for row in values]


def _item(row: dict[str, Any], lead: Any, parts: Iterable[PartFact]) -> ItemFact:
    date: PartialDate | None = row["submitted_on"] or row["session__starts_on"]
    names = ("pk", "kind", "occasion", "status", "session", "category", "is_key")
    return ItemFact(
        **{name: row[name] for name in names},
        year=date.year if date else None,
        group=lead and lead[1],
        lead=lead and lead[0],
        parts=tuple(parts),
    )


def _leads(keys: Any) -> dict[int, tuple[int, int | None]]:
    rows = Sponsorship.objects.filter(proposal__in=keys, is_lead=True).order_by()
    return {p: (d, g) for p, d, g in rows.values_list("proposal", "deputy", "group")}


def _parts(keys: Any, day: dt.date) -> dict[int, list[PartFact]]:
    owing = Assignment.objects.current().filter(proposal__in=keys).exclude(role=UnitRole.CO)
    columns = ("pk", "proposal", "unit", "due_on", "round")
    parts: list[Any] = list(owing.order_by("pk").values(*columns))
    inner = owing.order_by().values("pk")
    replies = _by(Reply.objects.filter(assignment__in=inner).order_by("round", "pk"), "assignment")
    talks = _by(Contact.objects.filter(assignment__in=inner).order_by(), "assignment")
    rated = _by(ReplyRating.objects.filter(reply__assignment__in=inner).order_by(), "reply")
    silent = FeedbackRequest.objects.filter(reply__assignment__in=inner).order_by()
    silent = silent.exclude(reply__ratings__sponsorship=F("sponsorship"))
    asked = _by(silent, "reply")
    classes = {row.pk: row for row in OutcomeClass.objects.all()}
    found = defaultdict(list)
    for part in parts:
        given, held = replies.get(part["pk"], []), talks.get(part["pk"], [])
        last = given[-1]["id"] if given else 0
        fact = _part(part, given, held, classes, day)
        said = tuple((row["attitude"], row["result"]) for row in rated.get(last, []))
        waiting = asked.get(last, [])
        excused = sum(waits_in_vain(row["reminded_on"], row["due_on"], on=day) for row in waiting)
        fact = replace(fact, ratings=said, silent=len(waiting) - excused, excused=excused)
        found[part["proposal"]].append(fact)
    return found


def _part(
    part: dict[str, Any],
    given: list[dict[str, Any]],
    held: list[dict[str, Any]],
    classes: dict[int, OutcomeClass],
    day: dt.date,
) -> PartFact:
    last = given[-1] if given else {}
    outcome = classes.get(last.get("outcome_id") or 0)
    due = part["due_on"]
    return PartFact(
        unit=part["unit"],
        is_answered=bool(given),
        # A second round that runs late shows in lists of what is overdue, not in these figures.
        is_overdue=not given and due is not None and due.latest() < day,
        in_time=_in_time(given[0], due) if given else None,
        met=_met(given, held),
        letter=outcome.letter if outcome else "",
        is_solved=bool(outcome and outcome.is_solved),
        round=part["round"],
    )


def _in_time(first: dict[str, Any], due: PartialDate | None) -> bool | None:
    due_on, replied_on = first["due_on"] or due, first["replied_on"]
    if due_on is None or replied_on is None:
        return None
    late = is_late(replied_on, due_on)
    return None if late is None else not late


def _met(given: list[dict[str, Any]], held: list[dict[str, Any]]) -> bool | None:
    forms = {row["form"] for row in held} | {row["contact_form"] for row in given} - {""}
    if not forms:
        return None
    return bool(forms & set(_MET))


_COLUMNS: dict[Any, tuple[str, ...]] = {
    Reply: ("id", "replied_on", "due_on", "outcome_id", "contact_form"),
    Contact: ("form",),
    ReplyRating: ("attitude", "result"),
    FeedbackRequest: ("due_on", "reminded_on"),
}


def _by(rows: Any, key: str) -> dict[int, list[dict[str, Any]]]:
    found = defaultdict(list)
    for row in rows.values(key, *_COLUMNS[rows.model]):
        found[row[key]].append(row)
    return found
