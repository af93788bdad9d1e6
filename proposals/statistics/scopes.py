"""Of what figures are: a session with the recess after it, a year, or a term."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from congress.common.addresses import number_in
from congress.common.registry import ReportPeriod
from congress.township.models import CongressTerm, Session
from proposals.models import Proposal
from proposals.querysets import ProposalQuerySet, may_lie_in

_KINDS = ("session", "year", "term")


@dataclass(frozen=True)
class Scope:
    """``key`` stands in addresses ("session-12", "year-2026"), ``title`` on the page."""

    key: str
    title: str
    condition: Q
    years: tuple[int, ...] = ()

    def proposals(self) -> ProposalQuerySet:
        """All that was submitted, whatever became of it."""
        return Proposal.objects.filter(self.condition).submitted()


def scope_of(key: str) -> Scope | None:
    """The scope that an address names; None for what doesn't exist."""
    kind, _, rest = key.partition("-")
    number = number_in(rest)
    if kind not in _KINDS or number is None:
        return None
    if kind == "session":
        session = Session.objects.select_related("term").filter(pk=number).first()
        return session_scope(session) if session else None
    if kind == "term":
        term = CongressTerm.objects.filter(pk=number).first()
        return Scope(key, f"{term.short_name}", Q(term=term)) if term else None
    return year_scope(number) if 1900 <= number <= 2199 else None


def session_scope(session: Session) -> Scope:
    """What was brought to a session, and in recess after it."""
    return Scope(f"session-{session.pk}", str(session), Q(session=session))


def year_scope(first: int, last: int | None = None) -> Scope:
    """What was brought in a year, or in several; undated ones go with their session."""
    last = last or first
    condition = _brought_between(dt.date(first, 1, 1), dt.date(last, 12, 31))
    title = f"{first}年" if first == last else f"{first}年至{last}年"
    return Scope(f"year-{first}", title, condition, tuple(range(first, last + 1)))


def period_scope(period: ReportPeriod) -> Scope:
    """What was brought in the period of a work report, in its term; it has no address."""
    days = _brought_between(period.starts_on, period.ends_on)
    return Scope("", "报告期", days & Q(term=period.term))


def _brought_between(first: dt.date, last: dt.date) -> Q:
    held = may_lie_in("session__starts_on", first, last)
    return may_lie_in("submitted_on", first, last) | Q(submitted_on__isnull=True) & held


def scopes() -> list[Scope]:
    """What can be chosen, the latest session first: sessions, years, terms with proposals."""
    has_some = Exists(Proposal.objects.submitted().filter(session=OuterRef("pk")))
    sessions = list(Session.objects.filter(has_some).select_related("term"))
    years = {s.starts_on.earliest().year for s in sessions if s.starts_on}
    terms = {s.term.pk: s.term for s in sessions}
    return [
        *(session_scope(session) for session in sessions),
        *(year_scope(year) for year in sorted(years, reverse=True)),
        *(Scope(f"term-{pk}", term.short_name, Q(term=term)) for pk, term in terms.items()),
    ]


def latest_scope() -> Scope | None:
    """The latest session of which anything was given to units; else the latest with proposals."""
    sessions = Session.objects.select_related("term")
    given = sessions.filter(
        Exists(Proposal.objects.filter(session=OuterRef("pk"), assignments__isnull=False))
    ).first()
    if given is None:
        given = sessions.filter(
            Exists(Proposal.objects.submitted().filter(session=OuterRef("pk")))
        ).first()
    return session_scope(given) if given else None
