"""Invented proposals in any number, with sponsors, units, replies and ratings, for benchmarks.

The same terms, sessions, deputies and units stand behind a hundred and a hundred thousand, so that
a page shows as much of them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

TERMS, SESSIONS, DEPUTIES = 5, 10, 160  # sessions a term, deputies a term
UNITS = [
    "镇水利站",
    "镇财政所",
    "中心学校",
    "卫生院",
    "交警中队",
    "供电所",
    "农业服务中心",
    "自然资源所",
    "派出所",
    "司法所",
    "市场监管所",
    "社会事务办",
    "规划建设办",
    "应急管理办",
    "文化站",
    "供水站",
]
PLACES = [f"{a}{b}村" for a in "新东西南北上下大石柳花马" for b in "洲岭湾口桥塘坝坪"]
VERBS = [
    "修缮",
    "新建",
    "改造",
    "增加",
    "规范",
    "清理",
    "加强",
    "完善",
    "恢复",
    "整治",
    "扩建",
    "支持",
]
OBJECTS = [
    "机耕路",
    "路灯",
    "排水沟",
    "校车班次",
    "卫生室",
    "文化广场",
    "垃圾收集点",
    "自来水管网",
    "防汛沙石",
    "农机补贴",
    "灌溉渠道",
    "养老服务站",
    "公交站台",
    "农贸市场",
    "河道护岸",
    "电网线路",
    "通村公路",
    "人居环境",
    "水产养殖",
    "村级图书室",
    "幼儿园",
    "停车位",
    "污水处理",
    "森林防火",
    "耕地保护",
    "集体经济",
    "信号基站",
    "危房",
    "古树名木",
    "桥梁",
]
REASON = "据村民反映，这件事多年没有解决，给生产和生活带来不便。"
RARE, RARELY = "村里的古井也在其中。", 40  # so many have it, however many there are
_WORDS = 6_000


@dataclass(frozen=True)
class Town:
    """What proposals refer to."""

    sessions: list[Any]
    deputies: list[list[Any]]  # by term
    groups: list[Any]
    units: list[Any]
    categories: list[Any]
    outcomes: list[Any]


def make_town() -> Town:
    """The town in which all of it happens; the lists are those of the migrations."""
    from congress.common.partial_dates import PartialDate
    from congress.township.models import CongressTerm, Organ, Session
    from deputies.models import DeputyGroup
    from proposals.models import Category, OutcomeClass
    from tests.factories import TownshipFactory

    TownshipFactory()
    terms = [
        CongressTerm.objects.create(
            town_name="江湾镇",
            ordinal=15 + n,
            starts_on=PartialDate(_begins(15 + n)),
            ends_on=PartialDate(_begins(16 + n)) if n < TERMS - 1 else None,
        )
        for n in range(TERMS)
    ]
    sessions = [
        Session.objects.create(
            term=term, ordinal=n + 1, starts_on=PartialDate(_begins(term.ordinal) + n // 2)
        )
        for term in terms
        for n in range(SESSIONS)
    ]
    return Town(
        sessions=sessions,
        deputies=[_deputies(term) for term in terms],
        groups=[DeputyGroup.objects.create(term=terms[-1], name=f"第{n}小组") for n in range(8)],
        units=[Organ.objects.create(name=name) for name in UNITS],
        categories=list(Category.objects.all()),
        outcomes=list(OutcomeClass.objects.all()),
    )


def _begins(ordinal: int) -> int:
    """The first year of a term."""
    return 2006 + 4 * (ordinal - 15)


def _deputies(term: Any) -> list[Any]:
    from deputies.models import Deputy, Mandate

    people = []
    for n in range(DEPUTIES):
        person = Deputy()
        place = 7 * n + 1_000 * term.ordinal
        person.set_name("王李张刘陈杨黄赵周吴"[n % 10] + chr(0x4E00 + place % 9_000))
        person.save()
        Mandate.objects.create(deputy=person, term=term)
        people.append(person)
    return people


class Proposals:
    """Adds proposals to a town, always the same ones in the same order."""

    def __init__(self, town: Town) -> None:
        from proposals.models import NumberSeries

        self.town = town
        self.chance = random.Random(20261124)
        letters = [chr(0x4E00 + number) for number in range(3_000)]
        self.words = [
            "".join(self.chance.choices(letters, k=self.chance.choice((2, 2, 3))))
            for _ in range(_WORDS)
        ]
        self.odds = list(accumulate(1 / rank for rank in range(1, _WORDS + 1)))
        self.series = [
            NumberSeries.objects.create(key=f"session:{session.pk}") for session in town.sessions
        ]
        self.done = 0

    def grow_to(self, number: int, batch: int = 5_000) -> None:
        """Add proposals with all that became of them until there are ``number``."""
        from django.db import connection

        while self.done < number:
            self._add(min(batch, number - self.done))
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")

    def _add(self, count: int) -> None:
        from congress.common.history import bulk_create_recorded
        from proposals.models import Assignment, Proposal, Reply, ReplyRating, Sponsorship

        def store(model: Any, rows: Any) -> Any:
            return bulk_create_recorded(model, rows, actor=None)

        proposals = store(Proposal, [self._proposal(self.done + n) for n in range(count)])
        self.done += count
        sponsors = store(Sponsorship, [s for p in proposals for s in self._sponsors(p)])
        parts = store(Assignment, [a for p in proposals for a in self._assignments(p)])
        replies = store(Reply, [self._reply(a) for a in parts if a.status == "replied"])
        leads = {s.proposal_id: s for s in sponsors if s.is_lead}
        store(ReplyRating, [self._rating(r, leads[r.assignment.proposal_id]) for r in replies])

    def _proposal(self, n: int) -> Any:
        from congress.common.partial_dates import PartialDate
        from proposals.models import Proposal

        # Spread over all sessions, so that the number of each is the same among few and many.
        place = n % len(self.town.sessions)
        session, pick = self.town.sessions[place], self.chance.choice
        status = "in_handling" if n % 10 == 0 else pick(("closed", "closed", "replied", "accepted"))
        return Proposal(
            term=session.term,
            session=session,
            series=self.series[place],
            number=n // len(self.town.sessions) + 1,
            occasion="intersessional" if n % 7 == 0 else "in_session",
            kind="motion" if n % 40 == 0 else "suggestion",
            title=f"关于{pick(VERBS)}{pick(PLACES)}{pick(OBJECTS)}的建议",
            grounds=REASON + (RARE if n < RARELY else "") + self._text(120),
            measures=self._text(80),
            category=pick(self.town.categories),
            submitted_on=PartialDate(session.starts_on.year, n % 12 + 1, n % 28 + 1),
            status=status,
            source="ledger",
        )

    def _text(self, length: int) -> str:
        chosen = self.chance.choices(self.words, cum_weights=self.odds, k=length // 2)
        return "，".join("".join(chosen[at : at + 6]) for at in range(0, len(chosen), 6))[:length]

    def _sponsors(self, proposal: Any) -> list[Any]:
        from proposals.models import Sponsorship

        term = self.town.sessions.index(proposal.session) // SESSIONS
        people = self.chance.sample(self.town.deputies[term], 3)
        if proposal.number == 1 and term < TERMS // 2:
            # Somebody has a page of his own among few as among many.
            people = [self.town.deputies[-1][-1], *people]
        group = self.chance.choice(self.town.groups)
        return [
            Sponsorship(
                proposal=proposal,
                deputy=person,
                group=group,
                is_lead=not order,
                order=order,
                status="confirmed",
            )
            for order, person in enumerate(people)
        ]

    def _assignments(self, proposal: Any) -> list[Any]:
        from proposals.models import Assignment

        if proposal.status == "accepted":
            return []
        # As in towns, a few units have most of it.
        odds = [1 / rank for rank in range(1, len(UNITS) + 1)]
        number = self.chance.choice((1, 1, 2))
        units = dict.fromkeys(self.chance.choices(self.town.units, odds, k=number))
        status = "assigned" if proposal.status == "in_handling" else "replied"
        # What is open has a limit in the future: a town that is late with a tenth is none.
        due = "2030-01-31" if status == "assigned" else f"{proposal.submitted_on.year}-12-31"
        return [
            Assignment(
                proposal=proposal,
                unit=unit,
                role="co" if order else "lead",
                status=status,
                assigned_on=proposal.submitted_on,
                due_on=due,
                due_rule="自交办之日起三个月内答复（代表法第五十一条）",
            )
            for order, unit in enumerate(units)
        ]

    def _reply(self, assignment: Any) -> Any:
        from proposals.models import Reply

        return Reply(
            assignment=assignment,
            replied_on=assignment.assigned_on,
            outcome=self.chance.choice(self.town.outcomes),
            content=self._text(100),
        )

    def _rating(self, reply: Any, lead: Any) -> Any:
        from proposals.models import ReplyRating

        said = "dissatisfied" if self.chance.random() < 0.01 else "satisfied"
        return ReplyRating(reply=reply, sponsorship=lead, attitude=said, result=said)
