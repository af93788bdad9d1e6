"""Warnings on a plan, as sentences that the office reads."""

import datetime as dt

import pytest

from congress.common.partial_dates import PartialDate
from congress.township.models import TownSettings
from deputies.consistency.liaison import plan_warnings
from deputies.models import PresidiumPost
from deputies.services import generate_liaison_tasks
from tests.deputies.liaison import line, next_session, sample_plan, serving, serving_member
from tests.factories import DeputyFactory, GroupFactory, MandateFactory, PlanFactory, VillageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(term):
    """Two members, four groups, eighteen deputies besides: nothing to say about it."""
    plan = PlanFactory(term=term, starts_on=dt.date(2026, 7, 1))
    members = [serving_member(term), serving_member(term)]
    groups = [GroupFactory(term=term) for _ in range(4)]
    others = [serving(term) for _ in range(18)]
    line(plan, members[0], groups[:2], [*others[:9], members[1]])
    line(plan, members[1], groups[2:], [*others[9:], members[0]])
    return plan


def test_sound_plan_has_no_warnings(plan):
    assert plan_warnings(plan) == []


def test_plan_of_the_samples_shape_has_no_warnings(term):
    assert plan_warnings(sample_plan(term)) == []


def test_empty_plan_says_so(term):
    assert "还没有联系安排" in plan_warnings(PlanFactory(term=term))[0]


def test_bounds_are_the_towns(plan):
    TownSettings.objects.create(liaison_deputies_max=9, liaison_groups_min=3)
    first, second = (row.member.name for row in plan.assignments.all())
    assert plan_warnings(plan) == [
        f"{first}联系2个小组，一般是3至3个。",
        f"{first}联系10名代表，一般是9至9名。",
        f"{second}联系2个小组，一般是3至3个。",
        f"{second}联系10名代表，一般是9至9名。",
    ]


def test_deputy_without_contact_is_named_with_the_village_of_namesakes(plan, term):
    for village in ("沙湖村", "中堡村"):
        deputy = DeputyFactory(name="张伟", village=VillageFactory(name=village))
        MandateFactory(deputy=deputy, term=term)
    (warning,) = plan_warnings(plan)
    assert warning.startswith("还有2名代表没有人联系：")
    assert "张伟（沙湖村）" in warning
    assert "张伟（中堡村）" in warning


def test_deputy_out_of_office_needs_no_contact(plan, term):
    serving(term, ends_on=PartialDate(2026, 6), end_cause="moved_away")
    assert plan_warnings(plan) == []


def test_deputy_named_twice_is_pointed_out(plan):
    first, second = plan.assignments.all()
    twice = first.deputies.exclude(pk=second.member_id).first()
    second.deputies.add(twice)
    assert plan_warnings(plan) == [f"有1名代表由两人以上联系：{twice}。只向排在前面的一位汇报。"]


def test_person_out_of_office_in_the_plan_is_pointed_out(plan):
    gone = DeputyFactory()
    plan.assignments.first().deputies.add(gone)
    assert plan_warnings(plan) == [f"计划里有1人不是在任代表：{gone}。不在任的季度不派任务。"]


def test_group_without_contact_is_named(plan, term):
    group = GroupFactory(term=term, name="花口代表小组")
    assert plan_warnings(plan) == [f"还有1个代表小组没有人联系：{group}。"]


def test_group_contacted_by_two_is_no_fault(plan):
    first, second = plan.assignments.all()
    second.groups.add(first.groups.first())
    assert plan_warnings(plan) == []


def test_member_without_post_is_pointed_out(plan):
    member = plan.assignments.first().member
    PresidiumPost.objects.filter(deputy=member).delete()
    assert plan_warnings(plan) == [f"没有主席团任职记录：{member}。请在“主席团职务”里补上。"]


def test_member_contacting_himself_is_pointed_out(plan):
    row = plan.assignments.first()
    row.deputies.add(row.member)
    assert f"{row.member}联系的代表里有他自己。" in plan_warnings(plan)


def test_task_that_is_missing_is_pointed_out(plan, term, office):
    generate_liaison_tasks(plan, actor=office)
    next_session(term)
    assert plan_warnings(plan) == ["还有任务没有派发：会前座谈2项。请点“派发任务”。"]
