"""Checks of terms, sessions, districts and villages."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from django.urls import reverse

from congress.common.admin_links import add_address, change_address, changelist_address
from congress.common.partial_dates import in_force, is_reversed
from congress.common.permissions import can_view_accounts
from congress.common.registry import ConsistencyCheck, Finding, Severity
from congress.township.law import LEAST_SESSIONS
from congress.township.models import (
    CongressTerm,
    ElectoralDistrict,
    Organ,
    RoleAssignment,
    Session,
    TownSettings,
    Village,
)
from congress.township.working_days import working_calendar

SESSIONS, PLACES, ACCOUNTS = "届次、会议和日历", "选区和村（社区）", "账号和角色"
_NOTICE_IS_OUT_FROM = 11  # the month in which next year's notice has been out in most years
TERM_BASIS = "组织法第九条：每届任期五年，到下一届第一次会议为止"


def checks(day: dt.date) -> Iterable[ConsistencyCheck]:
    """What the institution itself is held to."""
    town = Institution(day)
    return [
        ConsistencyCheck(
            "terms-both-open",
            110,
            SESSIONS,
            "上一届没有填任期届满",
            Severity.MUST,
            TERM_BASIS,
            town.terms_both_open,
        ),
        ConsistencyCheck(
            "session-outside-term",
            120,
            SESSIONS,
            "会议日期不在本届任期内",
            Severity.MUST,
            TERM_BASIS,
            town.sessions_outside_term,
        ),
        ConsistencyCheck(
            "year-without-session",
            130,
            SESSIONS,
            "一年没有举行会议",
            Severity.MUST,
            "组织法第十四条：每年至少举行一次",
            town.years_without_session,
        ),
        ConsistencyCheck(
            "dates-reversed",
            140,
            SESSIONS,
            "结束早于开始（届、会议、村、单位）",
            Severity.MUST,
            "前后日期应当一致",
            town.reversed_dates,
        ),
        ConsistencyCheck(
            "few-sessions",
            150,
            SESSIONS,
            "去年会议次数不足",
            Severity.REMIND,
            "本镇设置；组织法第十四条：一般每年举行两次",
            town.few_sessions,
        ),
        ConsistencyCheck(
            "term-without-session",
            160,
            SESSIONS,
            "本届没有会议",
            Severity.REMIND,
            TERM_BASIS,
            town.term_without_session,
        ),
        ConsistencyCheck(
            "calendar-missing",
            170,
            SESSIONS,
            "没有录入放假安排",
            Severity.REMIND,
            "国务院办公厅每年公布下一年的放假安排",
            town.years_without_calendar,
        ),
        ConsistencyCheck(
            "village-without-district",
            250,
            PLACES,
            "村（社区）不在本届任何选区",
            Severity.REMIND,
            "选举法第二十五条：按居住状况或者生产单位、事业单位、工作单位划分选区",
            town.villages_without_district,
        ),
        ConsistencyCheck(
            "village-without-successor",
            260,
            PLACES,
            "撤并的村（社区）没有写明并入哪里",
            Severity.REMIND,
            "合村并组后，原村的记录要能找到现在的村",
            town.villages_without_successor,
        ),
        ConsistencyCheck(
            "role-dates-reversed",
            710,
            ACCOUNTS,
            "角色的结束早于开始",
            Severity.MUST,
            "前后日期应当一致",
            town.reversed_roles,
            can_view_accounts,
        ),
    ]


class Institution:
    """The town's terms, sessions and places as they stand on a day."""

    def __init__(self, day: dt.date) -> None:
        self.day = day

    @cached_property
    def term(self) -> CongressTerm | None:
        return CongressTerm.objects.current(self.day)

    @cached_property
    def sessions(self) -> list[Session]:
        """The sessions of the current term."""
        return list(Session.objects.filter(term=self.term).select_related("term"))

    def terms_both_open(self) -> Iterator[Finding]:
        begun = [
            term
            for term in CongressTerm.objects.order_by("ordinal")
            if term.starts_on is None or term.starts_on.earliest() <= self.day
        ]
        for term, later in itertools.pairwise(begun):
            if term.ends_on is None:
                since = f"{later.starts_on}" if later.starts_on else ""
                yield Finding(
                    f"term:{term.pk}",
                    f"{term}没有填任期届满，而{later}{since}已经开始。",
                    "填写任期届满",
                    change_address(term, "ends_on"),
                )

    def term_without_session(self) -> Iterator[Finding]:
        if self.term is not None and not self.sessions:
            yield Finding(
                f"term:{self.term.pk}",
                f"{self.term}还没有录入一次会议。",
                "增加次会议",
                add_address(Session, term=self.term.pk),
            )

    def sessions_outside_term(self) -> Iterator[Finding]:
        """Outside as far as the dates are known: a month that touches the term is no fault."""
        for session in Session.objects.select_related("term"):
            term, last = session.term, session.ends_on or session.starts_on
            early = (
                session.starts_on
                and term.starts_on
                and (session.starts_on.latest() < term.starts_on.earliest())
            )
            late = last and term.ends_on and last.earliest() > term.ends_on.latest()
            if early or late:
                held = session.starts_on if early else last
                bound = f"{term.starts_on}才开始" if early else f"{term.ends_on}已经届满"
                yield Finding(
                    f"session:{session.pk}",
                    f"{session}的日期是{held}，而{term}{bound}。",
                    "更正日期",
                    change_address(session, "starts_on" if early else "ends_on"),
                )

    @cached_property
    def _held_in(self) -> Counter[int]:
        """Sessions of the current term by the year in which they began."""
        return Counter(s.starts_on.year for s in self.sessions if s.starts_on)

    def _full_years(self) -> range:
        """Whole calendar years of the term that are over."""
        if self.term is None or self.term.starts_on is None:
            return range(0)
        last = self.day.year
        if self.term.ends_on is not None:
            last = min(last, self.term.ends_on.year)
        return range(self.term.starts_on.year + 1, last)

    def years_without_session(self) -> Iterator[Finding]:
        """Nothing while the term has no session at all: that is one finding of its own."""
        for year in self._full_years() if self.sessions else ():
            if self._held_in[year] < LEAST_SESSIONS:
                yield self._year_finding(year, f"{self.term}{year}年没有会议的记录。")

    def few_sessions(self) -> Iterator[Finding]:
        """Only the last year: what was long ago can't be made up for."""
        usual = TownSettings.load().sessions_per_year
        for year in self._full_years()[-1:]:
            if LEAST_SESSIONS <= self._held_in[year] < usual:
                yield self._year_finding(
                    year, f"{year}年举行了{self._held_in[year]}次会议，一般每年{usual}次。"
                )

    def _year_finding(self, year: int, sentence: str) -> Finding:
        assert self.term is not None  # noqa: S101  full years are a term's
        url = changelist_address(Session, term=self.term.pk)
        return Finding(f"year:{self.term.pk}:{year}", sentence, "核对次会议", url)

    def reversed_dates(self) -> Iterator[Finding]:
        for model in (CongressTerm, Village, Organ):
            yield from reversed_findings(model._default_manager.filter(is_reversed()))
        sessions = Session.objects.filter(is_reversed()).select_related("term")
        yield from reversed_findings(sessions)

    def reversed_roles(self) -> Iterator[Finding]:
        rows = RoleAssignment.objects.filter(is_reversed())
        yield from reversed_findings(rows.select_related("user"))

    def years_without_calendar(self) -> Iterator[Finding]:
        """Years whose days off should be known by now and aren't."""
        soon = self.day.month >= _NOTICE_IS_OUT_FROM
        known = working_calendar().years
        for year in (self.day.year, self.day.year + 1) if soon else (self.day.year,):
            if year not in known:
                yield Finding(
                    f"calendar:{year}",
                    f"还没有录入{year}年的放假安排，按工作日计算的期限会不准。",
                    "录入放假安排",
                    reverse("admin:township_calendar_year", args=[year]),
                )

    def villages_without_district(self) -> Iterator[Finding]:
        if self.term is None:
            return
        villages = list(Village.objects.filter(in_force(self.day)))
        districts = ElectoralDistrict.objects.filter(term=self.term)
        covered = set(districts.values_list("villages", flat=True))
        if villages and not covered:
            yield Finding(
                f"term:{self.term.pk}",
                f"{self.term}还没有录入选区。",
                "增加选区",
                add_address(ElectoralDistrict, term=self.term.pk),
            )
            return
        url = changelist_address(ElectoralDistrict, term=self.term.pk)
        for village in villages:
            if village.pk not in covered:
                yield Finding(
                    f"village:{village.pk}",
                    f"{village}不在{self.term}的任何选区里。",
                    "编入选区",
                    url,
                )

    def villages_without_successor(self) -> Iterator[Finding]:
        for village in Village.objects.filter(ends_on__isnull=False, successor__isnull=True):
            yield Finding(
                f"village:{village.pk}",
                f"{village}{village.ends_on}撤并，没有写明并入哪个村（社区）。",
                "填写并入的村（社区）",
                change_address(village, "successor"),
            )


def reversed_findings(rows: Iterable[Any]) -> Iterator[Finding]:
    """One finding a row that ends before it starts."""
    for row in rows:
        yield Finding(
            f"{row._meta.model_name}:{row.pk}",
            f"{row._meta.verbose_name}“{row}”{row.starts_on}开始，{row.ends_on}已经结束。",
            "更正日期",
            change_address(row, "ends_on"),
        )
