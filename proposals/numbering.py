"""Numbers of proposals: one row a session (or year, or term), recess apart; no gap, no double."""

from __future__ import annotations

from django.db.models import Max

from proposals.enums import NumberScope, Occasion, ProposalKind
from proposals.models import NumberSeries, Proposal, ProposalSettings

_MOTIONS = "motions"


def series_key(proposal: Proposal, settings: ProposalSettings) -> str:
    """The name of the series that a proposal is numbered in.

    In recess the numbers belong to the session after which they come. Without a session they go
    by the term.
    """
    scope = f"term:{proposal.term_id}"
    if settings.number_scope == NumberScope.SESSION and proposal.session_id:
        scope = f"session:{proposal.session_id}"
    elif settings.number_scope == NumberScope.YEAR and proposal.submitted_on:
        scope = f"term:{proposal.term_id}:year:{proposal.submitted_on.year}"
    kind = "all"
    if settings.numbers_motions_apart:
        kind = _MOTIONS if proposal.kind == ProposalKind.MOTION else "suggestions"
    return f"{scope}:{Occasion(proposal.occasion).value}:{kind}"


def held_series(key: str) -> NumberSeries:
    """The series of this name, kept from others until the transaction ends."""
    NumberSeries.objects.get_or_create(key=key)
    return NumberSeries.objects.select_for_update().get(key=key)


def next_number(key: str) -> int:
    """The number after the highest of the series, which nobody else takes meanwhile.

    A motion that became a suggestion keeps others from the number it had: it stands in minutes.
    Must run in the transaction that saves who gets it.
    """
    series = held_series(key)
    last = series.proposals.aggregate(last=Max("number"))["last"] or 0
    if key.endswith(f":{_MOTIONS}"):
        converted = Proposal.objects.filter(was_motion=True).order_by().values("pk")
        had = Proposal.history.filter(series_id=series.pk, id__in=converted)
        last = max(last, had.aggregate(last=Max("number"))["last"] or 0)
    return last + 1


def give_number(proposal: Proposal, settings: ProposalSettings) -> None:
    """Put the next number on a proposal, unsaved. Must run in the transaction that saves it."""
    key = series_key(proposal, settings)
    proposal.number, proposal.series = next_number(key), held_series(key)
