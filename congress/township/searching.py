"""What the institution gives to the search of the back office."""

from collections.abc import Iterable
from typing import Any

from congress.common.admin_links import change_address
from congress.common.registry import SearchGroup, SearchHit
from congress.common.text_search import SearchQuery, plain_contains
from congress.township.models import CongressTerm, Organ, Session, Village


def office_groups(query: SearchQuery, user: Any) -> Iterable[SearchGroup]:
    """Villages and organs by name, those of today first; sessions by their names."""
    villages = Village.objects.filter(plain_contains(query, "name"))
    organs = Organ.objects.filter(plain_contains(query, "name"))
    return [
        SearchGroup.of(
            40, "村（社区）", villages.order_by("-ends_on", "order"), _place, icon="holiday_village"
        ),
        SearchGroup.of(
            50, "机关单位", organs.order_by("-ends_on", "name"), _place, icon="account_balance"
        ),
        _sessions(query),
    ]


def _place(place: Village | Organ) -> SearchHit:
    note = f"{place.ends_on}撤并" if place.ends_on else ""
    return SearchHit(str(place), change_address(place), note=note)


def _sessions(query: SearchQuery) -> SearchGroup:
    """Names of sessions are put together from numbers, so they are read through: they are few."""
    terms = CongressTerm.objects.prefetch_related("sessions")
    rows = []
    for term in terms.order_by("-ordinal"):
        for session in term.sessions.all():
            session.term = term
            name = f"{session.full_name} {session.short_name}"
            if all(word in name for word in query.terms):
                rows.append(session)
    return SearchGroup.of(60, "次会议", rows, _session, icon="groups_2")


def _session(session: Session) -> SearchHit:
    return SearchHit(session.short_name, change_address(session), note=str(session.starts_on or ""))
