"""Finding projects by what people type: words, units, people in charge, dates."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from congress.common.text_search import search_query, text_contains
from congress.township.models import Organ
from deputies.models import Deputy
from supervision.models import ProjectUnit, SupervisionProject


def found_by(typed: str) -> Q:
    """Projects in which every word is found: in the text, or as a unit or who is in charge."""
    found = Q()
    for term in search_query(typed).terms:
        found &= Q(pk__in=_term(term))
    return found


def _term(term: str) -> Any:
    """Keys of all that has one word; what is found otherwise than by the text is seldom much."""
    texts = text_contains(search_query(term))
    keys = SupervisionProject.objects.filter(texts).order_by().values("pk")
    units = list(Organ.objects.filter(name__icontains=term).values_list("pk", flat=True))
    people = list(Deputy.objects.found_by(term).order_by().values_list("pk", flat=True))
    others: list[Any] = []
    if units:
        others.append(ProjectUnit.objects.filter(unit__in=units).order_by().values("project"))
    if people:
        led = SupervisionProject.objects.filter(member__in=people)
        others.append(led.order_by().values("pk"))
    return keys.union(*others) if others else keys
