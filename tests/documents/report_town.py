"""A small town with known figures for the work report to its fifth session.

The period is 18 January 2024 to 14 January 2025, so that no test depends on today.
"""

import datetime as dt
from types import SimpleNamespace

from congress.common.partial_dates import PartialDate
from deputies.models import (
    LiaisonTask,
    Mandate,
    MandateSuspension,
    PresidiumRole,
    TaskKind,
    TaskReport,
    TaskStatus,
)
from tests.factories import (
    DeputyFactory,
    DistrictFactory,
    GroupFactory,
    LineFactory,
    MandateFactory,
    PlanFactory,
    PostFactory,
    SessionFactory,
    TermFactory,
    TownshipFactory,
    UserFactory,
)

AS_OF = dt.date(2025, 1, 14)
RARE = ("叶㐱", "龙䶮", "王𠅤")
# name, sex, born, education, party, occupation
PEOPLE = [
    ("程远", "1", PartialDate(1975, 6), "21", "01", "official"),
    ("沈立冬", "1", PartialDate(1968, 2, 3), "31", "01", "village_cadre"),
    ("叶㐱", "2", PartialDate(1990, 1, 14), "11", "13", "professional"),
    ("龙䶮", "2", PartialDate(1989, 1, 15), "61", "12", "enterprise"),
    ("王𠅤", "1", PartialDate(1969), "71", "13", "farmer"),
    ("田富", "1", None, "81", "", "farmer"),
    ("田大利", "", PartialDate(1998, 12), "", "03", "other"),
    ("阿依古丽·买买提", "2", PartialDate(2000, 1), "44", "13", ""),
    ("何秋萍", "2", PartialDate(1980, 5), "41", "02", "farmer"),
    ("鲁大江", "9", PartialDate(1958, 11), "90", "04", "veteran"),
]


def make_town() -> SimpleNamespace:
    """The town; gives term, session, groups, members, deputies and plan."""
    TownshipFactory()
    term = TermFactory(fixed_deputies=13, population_basis=60_000)
    SessionFactory(
        term=term, ordinal=4, starts_on=PartialDate(2024, 1, 16), ends_on=PartialDate(2024, 1, 17)
    )
    session = SessionFactory(
        term=term, ordinal=5, starts_on=PartialDate(2025, 1, 15), ends_on=PartialDate(2025, 1, 16)
    )
    groups = [GroupFactory(term=term, name=f"{n}代表小组") for n in ("新洲", "东岭")]
    district = DistrictFactory(term=term, number=1)
    deputies = [_deputy(row, term, groups[i % 2], district) for i, row in enumerate(PEOPLE)]
    PostFactory(deputy=deputies[0], term=term, role=PresidiumRole.CHAIR)
    PostFactory(deputy=deputies[1], term=term)
    _changes(term, deputies)
    plan = PlanFactory(term=term, year=2024, starts_on=dt.date(2024, 7, 1))
    town = SimpleNamespace(term=term, session=session, groups=groups, deputies=deputies, plan=plan)
    town.clerk = UserFactory()
    town.user_of = lambda name: _user_of(name, deputies)
    _tasks(town)
    return town


def _deputy(row, term, group, district):
    name, sex, born_on, education, party, occupation = row
    deputy = DeputyFactory(
        name=name,
        sex=sex,
        born_on=born_on,
        education=education,
        political_status=party,
        occupation_class=occupation,
        post="新洲村党支部书记",
    )
    MandateFactory(deputy=deputy, term=term, group=group, district=district)
    return deputy


def _user_of(name, deputies):
    """A user who is the deputy of that name."""
    (deputy,) = [deputy for deputy in deputies if deputy.name == name]
    deputy.user = UserFactory()
    deputy.save()
    return deputy.user


def _changes(term, deputies) -> None:
    """Two by-elections and one end in the period, one end before it, one suspension."""
    for deputy, start in ((deputies[2], PartialDate(2024, 5)), (deputies[3], PartialDate(2024, 6))):
        mandate = deputy.mandates.get()
        mandate.starts_on, mandate.start_cause = start, "by_election"
        mandate.save()
    for name, end in (("钱远行", PartialDate(2024, 6)), ("孙早", PartialDate(2023, 5, 1))):
        MandateFactory(
            deputy=DeputyFactory(name=name), term=term, ends_on=end, end_cause="moved_away"
        )
    MandateFactory(deputy=DeputyFactory(name="暂停人"), term=term)
    held = Mandate.objects.get(deputy__name="暂停人")
    MandateSuspension.objects.create(
        mandate=held, cause="in_custody", starts_on=PartialDate(2024, 3)
    )


def _tasks(town) -> None:
    """Visits: 4 due, 3 held; duty reports: 3 due, 1 made; outside: a cancelled and a later one."""
    chair, member = town.deputies[:2]
    for place, who in enumerate((member, chair)):
        LineFactory(plan=town.plan, member=who, order=place)
    quarters = {3: dt.date(2024, 9, 30), 4: dt.date(2024, 12, 31)}
    visits = [(chair, 0, 3, True), (chair, 1, 3, True), (member, 0, 4, True), (member, 1, 4, False)]
    for who, group, quarter, is_done in visits:
        add_task(town, TaskKind.GROUP_VISIT, who, quarter, quarters[quarter], is_done, group=group)
    for place, is_done in ((4, True), (5, False), (6, False)):
        add_task(town, TaskKind.DUTY_REPORT, member, 4, quarters[4], is_done, deputy=place)
    cancelled = add_task(town, TaskKind.GROUP_VISIT, chair, 4, quarters[4], False, group=0)
    cancelled.status = TaskStatus.CANCELLED
    cancelled.save()
    later = add_task(town, TaskKind.GROUP_VISIT, chair, 1, dt.date(2025, 3, 31), False, group=0)
    LiaisonTask.objects.filter(pk=later.pk).update(year=2025)


def add_task(town, kind, member, quarter, due_on, is_done, *, group=None, deputy=None):
    """A task of the plan, confirmed with its report when ``is_done``."""
    who = town.deputies[deputy] if deputy is not None else None
    task = LiaisonTask.objects.create(
        plan=town.plan,
        kind=kind,
        assignee=who or member,
        member=member,
        group=town.groups[group] if group is not None else None,
        deputy=who,
        year=2024,
        quarter=quarter,
        opens_on=due_on - dt.timedelta(days=90),
        due_on=due_on,
        due_rule="季度末",
        status=TaskStatus.CONFIRMED if is_done else TaskStatus.OPEN,
    )
    if is_done:
        TaskReport.objects.create(
            task=task,
            held_on=due_on,
            place="新洲村",
            content="东堤有一段渗水。",
            solution="已转镇水利站。" if kind == TaskKind.DUTY_REPORT else "",
            reported_by=town.clerk,
            is_accepted=True,
        )
    return task


def next_session(town):
    """A session without anything about it known but its number."""
    return SessionFactory(term=town.term, ordinal=6, starts_on=None, ends_on=None)
