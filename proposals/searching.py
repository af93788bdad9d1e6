"""Finding proposals by what people type: words, numbers, names, pinyin, units."""

from __future__ import annotations

import re
import unicodedata

from django.db.models import Q

from congress.common.text_search import search_query, text_contains
from congress.township.models import Organ
from deputies.models import Deputy
from proposals.enums import Occasion
from proposals.models import Assignment, Proposal, Sponsorship

# 提案 is the word of the political consultative conference; people say it and mean these.
_WRONG_WORD = "提案"
_NUMBER = re.compile(r"(闭会)?第?0*(\d{1,5})号?")


def found_by(typed: str) -> Q:
    """Proposals in which every word is found somewhere: text, number, sponsor or unit."""
    found = Q()
    for term in search_query(typed.replace(_WRONG_WORD, " ")).terms:
        found &= _term(term)
    return found


def _term(term: str) -> Q:
    query = search_query(term)
    people = Deputy.objects.found_by(term)
    sponsored = Sponsorship.objects.filter(deputy__in=people)
    units = Organ.objects.filter(name__icontains=term)
    handled = Assignment.objects.filter(unit__in=units)
    texts = Proposal.objects.filter(text_contains(query))
    found = Q(pk__in=texts.values("pk"))
    found |= Q(pk__in=sponsored.values("proposal")) | Q(pk__in=handled.values("proposal"))
    number = _NUMBER.fullmatch("".join(unicodedata.normalize("NFKC", term).split()))
    if number:
        numbered = Q(number=int(number.group(2)))
        if number.group(1):
            numbered &= Q(occasion=Occasion.INTERSESSIONAL)
        elif term.startswith("第"):
            numbered &= Q(occasion=Occasion.IN_SESSION)
        found |= numbered
    return found
