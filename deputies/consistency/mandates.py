"""Checks of persons and their mandates."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Count, F, Q

from congress.common.admin_links import change_address, changelist_address
from congress.common.partial_dates import is_reversed
from congress.common.registry import ConsistencyCheck, Finding, Severity
from congress.township.consistency import reversed_findings
from deputies.consistency.records import Roster
from deputies.models import Deputy, Mandate, MandateSuspension
from deputies.tenure import Period, mandate_dates

PART = "代表和代表资格"


def checks(roster: Roster) -> Iterable[ConsistencyCheck]:
    return [
        ConsistencyCheck(
            "mandates-overlap",
            310,
            PART,
            "同一人同一层级的代表资格时间重叠",
            Severity.MUST,
            "同一时间在同一层级只有一个代表资格",
            lambda: overlapping(roster),
        ),
        ConsistencyCheck(
            "mandate-outside-term",
            320,
            PART,
            "代表资格的时间不在本届任期内",
            Severity.MUST,
            "代表法第二条：代表任期与本届任期相同",
            outside_term,
        ),
        ConsistencyCheck(
            "mandate-of-other-term",
            330,
            PART,
            "代表资格的选区或小组属于另一届",
            Severity.MUST,
            "选区和小组每届重新划分",
            lambda: of_other_term(roster),
        ),
        ConsistencyCheck(
            "mandate-dates-reversed",
            340,
            PART,
            "代表资格或暂停的结束早于开始",
            Severity.MUST,
            "前后日期应当一致",
            reversed_dates,
        ),
        ConsistencyCheck(
            "deputy-without-mandate",
            350,
            PART,
            "代表没有代表资格",
            Severity.REMIND,
            "名册里的人都要有代表资格的记录",
            lambda: without_mandate(roster),
        ),
        ConsistencyCheck(
            "deputy-entered-twice",
            360,
            PART,
            "可能是同一个人",
            Severity.REMIND,
            "同名，出生年月也一致",
            possible_twins,
        ),
    ]


def without_mandate(roster: Roster) -> Iterator[Finding]:
    people = Deputy.objects.filter(mandates__isnull=True).select_related("village")
    for deputy in people.in_stroke_order():
        yield Finding(
            f"deputy:{deputy.pk}",
            f"{roster.namesakes.name(deputy)}没有代表资格的记录。",
            "补上代表资格",
            change_address(deputy, "mandates-group"),
        )


def overlapping(roster: Roster) -> Iterator[Finding]:
    """Two mandates of one level for more than a day, as far as the dates are known.

    One term ends on the day on which the next begins, and "2022年1月" may be any day of it.
    """
    several = (
        Mandate.objects.order_by()
        .values("deputy", "level")
        .annotate(mandates=Count("pk"))
        .filter(mandates__gt=1)
    )
    rows = Mandate.objects.filter(deputy__in=several.values("deputy"))
    by_level = defaultdict(list)
    for mandate in rows.select_related("deputy__village", "term").order_by(
        "deputy__stroke_key", "pk"
    ):
        by_level[mandate.deputy_id, mandate.level].append(mandate)
    for mandates in by_level.values():
        for one, other in itertools.combinations(mandates, 2):
            (one_first, one_last), (first, last) = _certainly(one), _certainly(other)
            if max(one_first, first) < min(one_last, last):
                yield Finding(
                    f"mandates:{one.pk}:{other.pk}",
                    f"{roster.namesakes.name(one.deputy)}有两个"
                    f"{one.get_level_display()}人大代表资格时间重叠：{_label(one)}、{_label(other)}。",
                    "更正代表资格",
                    change_address(one.deputy, "mandates-group"),
                )


def _certainly(mandate: Mandate) -> tuple[dt.date, dt.date]:
    """The days between which it was held whatever day a vague date means."""
    start, end = mandate_dates(mandate)
    return start.latest() if start else dt.date.min, end.earliest() if end else dt.date.max


def _label(mandate: Mandate) -> str:
    congress = str(mandate.term or mandate.congress_name or "未写届次")
    start, end = mandate_dates(mandate)
    return f"{congress}（{start or '？'}—{end or '今'}）"


def outside_term() -> Iterator[Finding]:
    """Dates of its own that can't lie in the term, as far as both are known."""
    own = Q(starts_on__isnull=False) | Q(ends_on__isnull=False)
    rows = Mandate.objects.filter(own, term__isnull=False).select_related("term", "deputy")
    for mandate in rows.order_by("deputy__stroke_key", "pk"):
        term = mandate.term
        assert term is not None  # noqa: S101  filtered above
        held = Period.between(mandate.starts_on, mandate.ends_on)
        whole = Period.between(term.starts_on, term.ends_on)
        early = mandate.starts_on and mandate.starts_on.latest() < whole.first
        late = mandate.ends_on and mandate.ends_on.earliest() > whole.last
        if early or late or not held.overlap(whole):
            yield Finding(
                f"mandate:{mandate.pk}",
                f"{mandate.deputy}的{term}代表资格是{mandate.starts_on or '本届开始'}至"
                f"{mandate.ends_on or '届满'}，超出了本届任期（{_term_period(term)}）。",
                "更正起止时间",
                change_address(mandate, "starts_on" if early else "ends_on"),
            )


def _term_period(term: Any) -> str:
    return f"{term.starts_on or '未填'}—{term.ends_on or '今'}"


def of_other_term(roster: Roster) -> Iterator[Finding]:
    other = (Q(district__isnull=False) & ~Q(district__term=F("term"))) | (
        Q(group__isnull=False) & ~Q(group__term=F("term"))
    )
    rows = Mandate.objects.filter(other, term__isnull=False).select_related(
        "deputy__village", "term", "district__term", "group__term"
    )
    for mandate in rows.order_by("deputy__stroke_key", "pk"):
        wrong = [
            (field, place)
            for field, place in (("district", mandate.district), ("group", mandate.group))
            if place is not None and place.term_id != mandate.term_id
        ]
        places = "、".join(f"{place}（{place.term}）" for _, place in wrong)
        yield Finding(
            f"mandate:{mandate.pk}",
            f"{roster.namesakes.name(mandate.deputy)}的代表资格属于{mandate.term}，写的却是{places}。",
            "重新选择",
            change_address(mandate, wrong[0][0]),
        )


def reversed_dates() -> Iterator[Finding]:
    rows = Mandate.objects.filter(is_reversed()).select_related("deputy")
    yield from reversed_findings(rows)
    pauses = MandateSuspension.objects.filter(is_reversed()).select_related("mandate__deputy")
    for pause in pauses:
        yield Finding(
            f"suspension:{pause.pk}",
            f"{pause.mandate.deputy}的代表资格{pause.starts_on}起暂停，{pause.ends_on}已经结束。",
            "更正日期",
            change_address(pause.mandate, "suspensions-group"),
        )


def possible_twins() -> Iterator[Finding]:
    """People of one name whose birth dates agree as far as both are known to the month."""
    same = Deputy.objects.order_by().values("name").annotate(people=Count("pk"))
    shared = same.filter(people__gt=1).values("name")
    by_name = defaultdict(list)
    for deputy in Deputy.objects.filter(name__in=shared).select_related("village").order_by("pk"):
        if deputy.born_on and deputy.born_on.month:
            by_name[deputy.name].append(deputy)
    for name, people in by_name.items():
        for one, other in itertools.combinations(people, 2):
            if one.could_be(name, other.born_on):
                where = "、".join(str(d.village or "没有填村") for d in (one, other))
                yield Finding(
                    f"deputies:{one.pk}:{other.pk}",
                    f"有两名{name}（{where}），出生年月一致，可能是同一个人。",
                    "对照两人的记录",
                    changelist_address(Deputy, q=name),
                )
