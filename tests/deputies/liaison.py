"""Plans of the shape that offices really have, for the tests of tasks, desk and admin."""

import datetime as dt

from congress.common.partial_dates import PartialDate
from congress.township.models import CongressTerm, Session
from deputies.models import (
    Deputy,
    DeputyGroup,
    LiaisonAssignment,
    LiaisonPlan,
    LiaisonTask,
    TaskKind,
)
from tests.factories import (
    DeputyFactory,
    GroupFactory,
    LineFactory,
    MandateFactory,
    PlanFactory,
    PostFactory,
    SessionFactory,
)

MEMBERS = 8
DEPUTIES = 79


def serving(term: CongressTerm, **mandate) -> Deputy:
    """A deputy of the term without an account."""
    return MandateFactory(deputy=DeputyFactory(), term=term, **mandate).deputy


def serving_member(term: CongressTerm) -> Deputy:
    deputy = serving(term)
    PostFactory(deputy=deputy, term=term)
    return deputy


def line(plan: LiaisonPlan, member: Deputy, groups=(), deputies=()) -> LiaisonAssignment:
    """One member's line of the plan."""
    row = LineFactory(plan=plan, member=member)
    row.groups.set(groups)
    row.deputies.set(deputies)
    return row


def sample_plan(term: CongressTerm) -> LiaisonPlan:
    """8 members with 2 groups each, 79 deputies in all (the members among them), from August on."""
    plan = PlanFactory(term=term, starts_on=dt.date(2026, 8, 1))
    members = [serving_member(term) for _ in range(MEMBERS)]
    deputies = members + [serving(term) for _ in range(DEPUTIES - MEMBERS)]
    groups = [GroupFactory(term=term) for _ in range(MEMBERS)]
    # Nobody contacts himself: the list is turned by one.
    turned = deputies[1:] + deputies[:1]
    for number, member in enumerate(members):
        own = [groups[number], groups[(number + 1) % MEMBERS]]
        line(plan, member, own, turned[number::MEMBERS])
    return plan


def next_session(term: CongressTerm) -> Session:
    return SessionFactory(term=term, ordinal=6, starts_on=PartialDate(2027, 1), ends_on=None)


def task_for(
    assignee: Deputy,
    member: Deputy,
    *,
    plan: LiaisonPlan | None = None,
    quarter: int = 4,
    **fields,
) -> LiaisonTask:
    """A duty report of a deputy to the member, for a quarter of 2026."""
    months = {1: (1, 3, 31), 2: (4, 6, 30), 3: (7, 9, 30), 4: (10, 12, 31)}
    first, last, day = months[quarter]
    defaults = {
        "plan": plan or LiaisonPlan.objects.first() or PlanFactory(),
        "kind": TaskKind.DUTY_REPORT,
        "assignee": assignee,
        "member": member,
        "deputy": assignee,
        "year": 2026,
        "quarter": quarter,
        "opens_on": dt.date(2026, first, 1),
        "due_on": dt.date(2026, last, day),
        "due_rule": "每季度一次",
    }
    return LiaisonTask.objects.create(**defaults | fields)


def visit_for(member: Deputy, group: DeputyGroup, **fields) -> LiaisonTask:
    """A visit of the member to the group."""
    visit = {"kind": TaskKind.GROUP_VISIT, "deputy": None, "group": group}
    return task_for(member, member, **visit | fields)
