"""Proposals about the same, from a title that is still being typed.

Chinese writes no spaces: what two titles share are pairs of neighbouring characters. A pair that
few titles have (古井) says more than one that many have (修建), and where it is to be done says
less than what: names of villages and units only decide between what is otherwise as near.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Case, Count, IntegerField, Max, Prefetch, Sum, Value, When
from django.utils.functional import cached_property

from congress.common.text_search import BETWEEN, search_query
from congress.township.models import Organ, Village
from proposals.enums import AssignmentStatus, ProposalStatus
from proposals.models import Assignment, Proposal, Reply, TitlePair
from proposals.querysets import LATEST_FIRST

_NEAR = 0.3  # of what the typed title says, by weight
_LONG = 8  # pairs; of a longer title as much as of one of this length is enough
_PLACE = 0.2  # what the same village or unit adds
_SAYS_NOTHING = 20  # a pair that every twentieth title has
_TELLING = 12  # pairs that are looked at, the rarest
_LOOKED_AT = 50  # of the nearest, not all of which the user may see
_MOST = 1_000
_FEW = 1_000  # proposals, below which no pair is taken for common
_SHORTEST = 2
_MILLION = 1_000_000
# What is over without a reply; the state says it all.
_OVER = (ProposalStatus.SET_ASIDE, ProposalStatus.MERGED, ProposalStatus.WITHDRAWN)
_CURRENT = (AssignmentStatus.ASSIGNED, AssignmentStatus.REPLIED)


@dataclass(frozen=True)
class Similar:
    """A proposal about the same, and how near it is: 1 has all that was typed."""

    proposal: Proposal
    nearness: float

    @cached_property
    def became(self) -> str:
        """What became of it, in one sentence: 镇水利站2026年4月6日答复，办理结果：A 已解决。"""
        return what_became(self.proposal)


def similar_to(
    text: str, *, user: Any, exclude: Proposal | None = None, limit: int = 5
) -> list[Similar]:
    """What the user may see of this and past years about the same, the nearest first.

    Of those equally near the latest comes first. Drafts aren't found, nor is ``exclude``.
    """
    words = "".join(search_query(text).text.split())
    if len(words) < _SHORTEST:
        return []
    places = _named_in(words)
    nearness = _nearness(*_pairs(words, places))
    if exclude is not None:
        nearness.pop(exclude.pk, None)
    seen = Proposal.objects.visible_to(user).submitted().filter(pk__in=_best(nearness))
    latest = list(seen.order_by(*LATEST_FIRST).values_list("pk", "title"))
    for key, title in latest:
        nearness[key] += _PLACE if any(place in title for place in places) else 0
    chosen = sorted((key for key, _ in latest), key=lambda key: -nearness[key])[:limit]
    found = {proposal.pk: proposal for proposal in _with_what_became(chosen)}
    return [Similar(found[key], nearness[key]) for key in chosen if key in found]


def _named_in(text: str) -> list[str]:
    """Villages and units named in the text, the longest first."""
    villages = Village.objects.order_by().values_list("name", flat=True)
    units = Organ.objects.order_by().values_list("name", flat=True)
    names = {name for name in villages.union(units) if len(name) >= _SHORTEST and name in text}
    return sorted(names, key=lambda name: (-len(name), name))


def _pairs(text: str, places: list[str]) -> tuple[list[int], list[int]]:
    """The pairs of a title without the places named in it, and all of them.

    Those that run from a place into the next word say nothing.
    """
    rest = text
    for name in places:
        rest = rest.replace(name, BETWEEN)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT portal_pairs(proposals_title_about(%s)), "
            "portal_pairs(proposals_title_about(%s))",
            [rest, text],
        )
        about, whole = cursor.fetchone()
    inside = set(whole)
    return [pair for pair in about if pair in inside], whole


def _nearness(about: list[int], whole: list[int]) -> dict[int, float]:
    """By key: how much of what was typed is in the title; of a place alone, if nothing else is."""
    pairs = about or whole
    rows = TitlePair.objects.order_by()
    counts = dict(rows.filter(pair__in=pairs).values_list("pair").annotate(titles=Count("*")))
    if not counts:
        return {}
    # About as many as there are proposals: to count them takes longer than the search.
    most = max(Proposal.objects.aggregate(last=Max("pk"))["last"] or 0, _FEW)
    rarest = sorted(counts, key=lambda pair: (counts[pair], pair))
    telling = [pair for pair in rarest if counts[pair] * _SAYS_NOTHING <= most][:_TELLING]
    telling = telling or rarest[:1]
    weights = {pair: 1 + max(math.log(most / counts[pair]), 0) for pair in telling}
    # Half of what nobody ever wrote counts as not found.
    whole_weight = sum(weights.values())
    whole_weight += (len(pairs) - len(counts)) * min(weights.values()) / 2
    shares = {pair: weight / whole_weight for pair, weight in weights.items()}
    return _sums(rows, shares, enough=_NEAR * min(1, _LONG / len(pairs)))


def _sums(rows: Any, shares: dict[int, float], enough: float) -> dict[int, float]:
    """By key of the proposal: the sum of the shares of the pairs in its title, if it is enough.

    The database adds whole millionths: in whatever order, the sum is the same.
    """
    parts = {pair: round(share * _MILLION) for pair, share in sorted(shares.items())}
    each = Case(
        *(When(pair=pair, then=Value(part)) for pair, part in parts.items()),
        output_field=IntegerField(),
    )
    found = rows.filter(pair__in=list(parts)).values_list("proposal_id")
    near = found.annotate(nearness=Sum(each)).filter(nearness__gte=int(enough * _MILLION))
    nearest = near.order_by("-nearness", "-proposal_id")[:_MOST]
    return {key: nearness / _MILLION for key, nearness in nearest}


def _best(nearness: dict[int, float]) -> list[int]:
    """Keys of the nearest, and of all that a place could bring as near as the last of them."""
    if len(nearness) <= _LOOKED_AT:
        return list(nearness)
    last = sorted(nearness.values(), reverse=True)[_LOOKED_AT - 1] - _PLACE
    return [key for key, value in nearness.items() if value >= last]


def _with_what_became(keys: Iterable[int]) -> Any:
    replies = Reply.objects.select_related("outcome").order_by("replied_on", "pk")
    parts = Assignment.objects.filter(status__in=_CURRENT).select_related("unit").order_by("pk")
    parts = parts.prefetch_related(Prefetch("replies", replies, to_attr="given"))
    rows = Proposal.objects.filter(pk__in=list(keys)).select_related("session__term")
    rows = rows.defer("search_text", "grounds", "measures")
    return rows.prefetch_related(Prefetch("assignments", parts, to_attr="parts"))


def what_became(proposal: Any) -> str:
    """One sentence; reads ``parts`` and their ``given``."""
    given = [(part, reply) for part in proposal.parts for reply in part.given]
    if proposal.status in _OVER or not (given or proposal.parts):
        return f"{proposal.get_status_display()}。"
    if given:
        part, reply = given[-1]
        when = str(reply.replied_on) if reply.replied_on else ""
        outcome = f"，办理结果：{reply.outcome}" if reply.outcome else ""
        return f"{part.unit}{when}答复{outcome}。"
    units = "、".join(str(part.unit) for part in proposal.parts)
    return f"交{units}办理，还没有答复。"
