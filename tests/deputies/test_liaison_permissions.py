"""Who sees which task, and that the list and the predicate say the same."""

import pytest
from django.contrib.auth.models import AnonymousUser

from deputies.models import LiaisonTask
from deputies.permissions import (
    can_decide_task,
    can_manage_plan,
    can_report_on_behalf,
    can_report_task,
    can_view_task,
)
from tests.deputies.liaison import task_for, visit_for
from tests.factories import GroupFactory, UserFactory

pytestmark = pytest.mark.django_db

WHO = ["office", "chair", "member", "deputy", "other_deputy", "unit", "auditor", "visitor"]


@pytest.fixture
def people(cast):
    return {name: getattr(cast, name, AnonymousUser()) for name in WHO}


@pytest.fixture
def tasks(cast, term):
    """Of the deputy, of the other deputy, of the member, of the chair."""
    return [
        task_for(cast.deputy.deputy, cast.member.deputy),
        task_for(cast.other_deputy.deputy, cast.chair.deputy),
        visit_for(cast.member.deputy, GroupFactory(term=term)),
        task_for(cast.chair.deputy, cast.member.deputy),
    ]


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("office", {0, 1, 2, 3}),
        ("chair", {0, 1, 2, 3}),
        ("auditor", {0, 1, 2, 3}),
        ("member", {0, 2, 3}),
        ("deputy", {0}),
        ("other_deputy", {1}),
        ("unit", set()),
        ("visitor", set()),
    ],
)
def test_visible_tasks_and_the_predicate_agree(people, tasks, who, seen):
    user = people[who]
    listed = set(LiaisonTask.objects.visible_to(user))
    assert listed == {tasks[number] for number in seen}
    assert {task for task in tasks if can_view_task(user, task)} == listed


@pytest.mark.parametrize(
    ("who", "reportable"),
    [
        ("office", {0, 1, 2, 3}),
        ("chair", {3}),
        ("auditor", set()),
        ("member", {2}),
        ("deputy", {0}),
        ("other_deputy", {1}),
        ("unit", set()),
        ("visitor", set()),
    ],
)
def test_tasks_are_reported_by_assignee_or_office(people, tasks, who, reportable):
    able = {number for number, task in enumerate(tasks) if can_report_task(people[who], task)}
    assert able == reportable


@pytest.mark.parametrize(
    ("predicate", "allowed"),
    [
        (can_manage_plan, {"office", "chair"}),
        (can_decide_task, {"office", "chair"}),
        (can_report_on_behalf, {"office"}),
    ],
)
def test_office_rights_belong_to_the_office(people, predicate, allowed):
    assert {who for who in WHO if predicate(people[who])} == allowed


def test_superuser_sees_and_does_all(tasks):
    admin = UserFactory(is_superuser=True)
    assert LiaisonTask.objects.visible_to(admin).count() == len(tasks)
    assert can_decide_task(admin)
    assert can_report_task(admin, tasks[0])
