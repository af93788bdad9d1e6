"""Finding proposals by what people type: words, numbers, names, pinyin, units, states, dates."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet

from congress.common.partial_dates import PartialDate
from congress.common.text_search import (
    SearchQuery,
    among,
    is_common,
    plainly_contains,
    search_query,
    text_contains,
)
from congress.township.models import Organ
from deputies.models import Deputy, DeputyGroup
from proposals.enums import Occasion, ProposalKind, ProposalStatus
from proposals.models import Assignment, Category, Proposal, Sponsorship
from proposals.querysets import may_lie_in

# 提案 is the word of the political consultative conference; people say it and mean these.
_WRONG_WORD = "提案"
_NUMBER = re.compile(r"(闭会)?第?0*(\d{1,5})号?")
_CHOICES: dict[str, Any] = {"status": ProposalStatus, "kind": ProposalKind, "occasion": Occasion}
_DATE = re.compile(r"(19|20|21)\d\d(年.*|[-./].*)?")


def found_by(typed: str) -> Q:
    """Proposals in which every word is found somewhere.

    In the text, or as number, sponsor, group, unit, category, kind, state or day of submission.
    """
    found = Q()
    for term in search_query(typed.replace(_WRONG_WORD, " ")).terms:
        found &= _term(search_query(term))
    return found


def _term(query: SearchQuery) -> Q:
    """What is found otherwise than by the text is seldom much: the keys of all of it together.

    A word that most texts have is looked for in the rows as they come instead.
    """
    others = list(_otherwise(query.text))
    if is_common(query, Proposal.objects.all()):
        found = plainly_contains(query)
        return found | Q(pk__in=_together(others)) if others else found
    texts = Proposal.objects.filter(text_contains(query)).order_by().values("pk")
    return Q(pk__in=_together([texts, *others])) if others else among(texts)


def _together(keys: list[QuerySet[Any, Any]]) -> QuerySet[Any, Any]:
    return keys[0].union(*keys[1:]) if len(keys) > 1 else keys[0]


def _otherwise(term: str) -> Iterator[QuerySet[Any, Any]]:
    """Keys of proposals that have the word elsewhere than in their text."""
    people = list(Deputy.objects.found_by(term).order_by().values_list("pk", flat=True))
    if people:
        yield Sponsorship.objects.filter(deputy__in=people).order_by().values("proposal")
    units = _named(Organ.objects.all(), term)
    if units:
        yield Assignment.objects.filter(unit__in=units).order_by().values("proposal")
    groups = _named(DeputyGroup.objects.all(), term)
    if groups:
        leads = Sponsorship.objects.filter(group__in=groups, is_lead=True)
        yield leads.order_by().values("proposal")
    said = Q()
    categories = _named(Category.objects.all(), term)
    if categories:
        said |= Q(category__in=categories)
    for field, choices in _CHOICES.items():
        for choice in choices:
            said |= Q(**{field: choice}) if choice.label == term else Q()
    said |= _numbered(term) | _dated(term)
    if said:
        yield Proposal.objects.filter(said).order_by().values("pk")


def _named(rows: Any, term: str) -> list[int]:
    return list(rows.filter(name__icontains=term).order_by().values_list("pk", flat=True))


def _numbered(term: str) -> Q:
    number = _NUMBER.fullmatch("".join(unicodedata.normalize("NFKC", term).split()))
    if not number:
        return Q()
    numbered = Q(number=int(number.group(2)))
    if number.group(1):
        numbered &= Q(occasion=Occasion.INTERSESSIONAL)
    elif term.startswith("第"):
        numbered &= Q(occasion=Occasion.IN_SESSION)
    return numbered


def _dated(term: str) -> Q:
    """2026, 2026年, 2026年1月 or a day: what was, or may have been, submitted then."""
    text = unicodedata.normalize("NFKC", term)
    if not _DATE.fullmatch(text):
        return Q()
    try:
        date = PartialDate.parse(text)
    except ValueError:
        return Q()
    return may_lie_in("submitted_on", date.earliest(), date.latest())
