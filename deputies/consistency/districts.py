"""Checks of districts and of the number of deputies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from congress.common.admin_links import change_address, changelist_address
from congress.common.registry import ConsistencyCheck, Finding, Severity
from congress.township.consistency import PLACES
from deputies.consistency.records import Roster
from deputies.models import Deputy


def checks(roster: Roster) -> Iterable[ConsistencyCheck]:
    return [
        ConsistencyCheck(
            "district-overfull",
            210,
            PLACES,
            "选区代表超过应选数",
            Severity.MUST,
            "选举法第二十五条：每一选区选一名至三名代表",
            lambda: overfull(roster),
        ),
        ConsistencyCheck(
            "deputies-beyond-fixed",
            220,
            PLACES,
            "代表超过确定数",
            Severity.MUST,
            "选举法第十三条、第十四条：代表名额由县级人大常委会确定，不再变动",
            lambda: beyond_fixed(roster),
        ),
        ConsistencyCheck(
            "seats-and-fixed",
            230,
            PLACES,
            "确定数没有填，或者与各选区应选数之和不同",
            Severity.REMIND,
            "选举法第十三条、第二十五条",
            lambda: seats_and_fixed(roster),
        ),
        ConsistencyCheck(
            "district-vacant",
            240,
            PLACES,
            "选区有缺额",
            Severity.REMIND,
            "选举法第五十七条：代表出缺，由原选区选民补选",
            lambda: vacant(roster),
        ),
        ConsistencyCheck(
            "deputy-without-district",
            245,
            PLACES,
            "代表没有选区",
            Severity.REMIND,
            "选举法第二十五条：代表由选区选出",
            lambda: without_district(roster),
        ),
    ]


def overfull(roster: Roster) -> Iterator[Finding]:
    for district in roster.districts:
        taken = roster.by_district[district.pk]
        if len(taken) > district.seats:
            names = roster.namesakes.listed(mandate.deputy for mandate in taken)
            yield Finding(
                f"district:{district.pk}",
                f"{district}应选{district.seats}名，现有{len(taken)}名：{names}。",
                "核对这几名代表的选区",
                changelist_address(Deputy, term=district.term_id, district=district.pk),
            )


def vacant(roster: Roster) -> Iterator[Finding]:
    for district in roster.districts:
        taken = len(roster.by_district[district.pk])
        if taken < district.seats:
            has = f"现有{taken}名，缺{district.seats - taken}名" if taken else "现在没有代表"
            yield Finding(
                f"district:{district.pk}",
                f"{district}应选{district.seats}名，{has}。",
                "核对选区",
                change_address(district, "seats"),
            )


def beyond_fixed(roster: Roster) -> Iterator[Finding]:
    term = roster.term
    if term is not None and term.fixed_deputies is not None:
        count = len(roster.mandates)
        if count > term.fixed_deputies:
            yield Finding(
                f"term:{term.pk}",
                f"{term}确定数是{term.fixed_deputies}名，名册里有{count}名。",
                "核对名册",
                changelist_address(Deputy, term=term.pk, status="seated"),
            )


def seats_and_fixed(roster: Roster) -> Iterator[Finding]:
    term = roster.term
    if term is None:
        return
    if term.fixed_deputies is None:
        sentence = f"{term}还没有填确定数，算不出缺额。"
    else:
        seats = sum(district.seats for district in roster.districts)
        if not seats or seats == term.fixed_deputies:
            return
        sentence = f"各选区应选数合计{seats}名，{term}确定数是{term.fixed_deputies}名。"
    yield Finding(f"term:{term.pk}", sentence, "核对确定数", change_address(term, "fixed_deputies"))


def without_district(roster: Roster) -> Iterator[Finding]:
    """Nothing while the term has no districts: that is one finding of its own."""
    for mandate in roster.by_district[None] if roster.districts else ():
        yield Finding(
            f"mandate:{mandate.pk}",
            f"{roster.namesakes.name(mandate.deputy)}没有填选区。",
            "填写选区",
            change_address(mandate, "district"),
        )
