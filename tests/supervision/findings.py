"""Towns in which something is odd in supervision: how to make ``n`` things that a check finds."""

from decimal import Decimal

from congress.common.partial_dates import PartialDate
from supervision.enums import DemandState
from supervision.models import (
    Instalment,
    Milestone,
    PlanItem,
    SupervisionPlan,
)
from tests.factories import DeputyFactory, OrganFactory
from tests.supervision.samples import demand_of, project_of

MARCH = PartialDate(2026, 3)


def _projects(n, **values):
    told = {"unit": OrganFactory(), "member": DeputyFactory(), **values}
    return [project_of(name=f"项目{number}", **told) for number in range(n)]


def too_much_money(term, n):
    for project in _projects(n, sources=[("县级财政", "1000", MARCH)]):
        Instalment.objects.create(
            source=project.sources.get(), amount=Decimal(1001), arrived_on=MARCH
        )
        _counted(project)


def _counted(project):
    from supervision.services.sums import refresh_sums

    refresh_sums(project)


def early_milestones(term, n):
    for project in _projects(n):
        Milestone.objects.create(
            project=project, name="基坑", planned_on=PartialDate(2026, 1), actual_on=MARCH
        )


def ends_first(term, n):
    _projects(n, planned_end=PartialDate(2026, 1), finished_on=PartialDate(2025))


def wrong_sums(term, n):
    for project in _projects(n, sources=[("县级财政", "1000", MARCH)]):
        Instalment.objects.create(source=project.sources.get(), amount=Decimal(5), arrived_on=MARCH)


def without_member(term, n):
    _projects(n, member=None)


def without_unit(term, n):
    _projects(n, unit=None)


def undated_money(term, n):
    for project in _projects(n, sources=[("县级财政", "1000", MARCH)]):
        Instalment.objects.create(source=project.sources.get(), amount=Decimal(5))
        _counted(project)


def without_limit(term, n):
    unit = OrganFactory()
    for _ in range(n):
        demand_of(unit, state=DemandState.ISSUED, issued_on=MARCH)


def without_month(term, n):
    plan = SupervisionPlan.objects.create(year=2026)
    for number in range(n):
        PlanItem.objects.create(plan=plan, kind="topic", title=f"议题{number}")


# How to make them, how many findings two are, how many queries it takes.
ODD = {
    "instalments-beyond-plan": (too_much_money, 2, 1),
    "milestone-before-start": (early_milestones, 2, 1),
    "project-ends-before-start": (ends_first, 2, 1),
    "project-sums": (wrong_sums, 2, 3),
    "project-without-member": (without_member, 2, 1),
    "project-without-unit": (without_unit, 2, 1),
    "instalment-without-date": (undated_money, 2, 1),
    "demand-without-date": (without_limit, 2, 1),
    "plan-item-without-month": (without_month, 2, 1),
}
