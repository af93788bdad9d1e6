"""From the plan to its tasks: how many, for whom, for which quarters, and never twice."""

import datetime as dt
from collections import Counter

import pytest
from django.core.exceptions import PermissionDenied

from congress.common.partial_dates import PartialDate
from deputies.enums import SuspensionCause
from deputies.models import (
    LiaisonTask,
    Mandate,
    MandateSuspension,
    PresidiumPost,
    TaskKind,
    TaskStatus,
)
from deputies.services import GeneratedTasks, cancel_task, generate_liaison_tasks
from tests.deputies.liaison import line, next_session, sample_plan, serving, serving_member
from tests.factories import GroupFactory, PlanFactory, SessionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(term):
    """One member with one group and one deputy, from the third quarter on."""
    plan = PlanFactory(term=term, starts_on=dt.date(2026, 7, 1))
    line(plan, serving_member(term), [GroupFactory(term=term)], [serving(term)])
    return plan


def quarters_of(kind: TaskKind) -> list[int]:
    tasks = LiaisonTask.objects.filter(kind=kind).exclude(status=TaskStatus.CANCELLED)
    return sorted(tasks.values_list("quarter", flat=True))


def test_sample_plan_gives_visits_reports_and_symposia(term, office):
    next_session(term)
    result = generate_liaison_tasks(sample_plan(term), actor=office)
    counts = Counter(LiaisonTask.objects.values_list("kind", "quarter"))
    assert result == GeneratedTasks(created=198, existing=0)
    assert counts == {
        ("group_visit", 3): 16,
        ("group_visit", 4): 16,
        ("duty_report", 3): 79,
        ("duty_report", 4): 79,
        ("symposium", None): 8,
    }


def test_generation_takes_a_fixed_number_of_queries(term, small, office, django_assert_num_queries):
    big = sample_plan(term)
    big.year = 2027
    big.starts_on = dt.date(2027, 1, 1)
    big.save()
    generate_liaison_tasks(PlanFactory(term=term, year=2030), actor=office)
    with django_assert_num_queries(23):
        generate_liaison_tasks(small, actor=office)
    with django_assert_num_queries(23):
        generate_liaison_tasks(big, actor=office)


def test_task_has_people_days_and_rule(small, office):
    generate_liaison_tasks(small, actor=office)
    visit = LiaisonTask.objects.get(kind=TaskKind.GROUP_VISIT, quarter=3)
    report = LiaisonTask.objects.get(kind=TaskKind.DUTY_REPORT, quarter=4)
    row = small.assignments.get()
    assert (visit.assignee, visit.member, visit.group) == (
        row.member,
        row.member,
        row.groups.get(),
    )
    assert (visit.opens_on, visit.due_on) == (dt.date(2026, 7, 1), dt.date(2026, 9, 30))
    assert visit.due_rule == "每季度一次：2026年第三季度的最后一天"
    assert (report.assignee, report.deputy, report.member) == (
        row.deputies.get(),
        row.deputies.get(),
        row.member,
    )
    assert report.due_on == dt.date(2026, 12, 31)


def test_every_task_has_one_history_entry_by_the_actor(small, office):
    generate_liaison_tasks(small, actor=office)
    entries = LiaisonTask.history.all()
    assert entries.count() == LiaisonTask.objects.count() == 4
    assert {(e.history_type, e.history_user) for e in entries} == {("+", office)}


def test_generation_repeated_makes_nothing_new(small, office):
    generate_liaison_tasks(small, actor=office)
    assert generate_liaison_tasks(small, actor=office) == GeneratedTasks(created=0, existing=4)
    assert LiaisonTask.objects.count() == 4


def test_task_cancelled_by_hand_does_not_come_back(small, office):
    generate_liaison_tasks(small, actor=office)
    cancel_task(LiaisonTask.objects.first(), actor=office, reason="小组已合并")
    assert generate_liaison_tasks(small, actor=office) == GeneratedTasks(created=0, existing=4)


def test_line_added_later_gets_its_tasks(term, small, office):
    generate_liaison_tasks(small, actor=office)
    small.assignments.get().deputies.add(serving(term))
    assert generate_liaison_tasks(small, actor=office) == GeneratedTasks(created=2, existing=4)


def test_open_task_follows_a_changed_line(term, small, office):
    generate_liaison_tasks(small, actor=office)
    row, other = small.assignments.get(), line(small, serving_member(term))
    deputy = row.deputies.get()
    row.deputies.clear()
    other.deputies.add(deputy)
    reported = LiaisonTask.objects.get(deputy=deputy, quarter=3)
    LiaisonTask.objects.filter(pk=reported.pk).update(status=TaskStatus.REPORTED)
    assert generate_liaison_tasks(small, actor=office) == GeneratedTasks(0, 4, updated=1)
    tasks = LiaisonTask.objects.filter(deputy=deputy).order_by("quarter")
    assert [task.member for task in tasks] == [row.member, other.member]
    assert tasks[1].history.first().history_change_reason == "联系计划改动"


def test_symposium_follows_the_sessions_date(term, small, office):
    session = next_session(term)
    generate_liaison_tasks(small, actor=office)
    session.starts_on = PartialDate(2027, 1, 14)
    session.save()
    assert generate_liaison_tasks(small, actor=office).updated == 1
    task = LiaisonTask.objects.get(kind=TaskKind.SYMPOSIUM)
    assert (task.due_on, task.version) == (dt.date(2027, 1, 13), 2)


def test_deputy_named_in_two_lines_reports_to_the_first(term, office):
    plan = PlanFactory(term=term, starts_on=dt.date(2026, 10, 1))
    twice, first, second = serving(term), serving_member(term), serving_member(term)
    line(plan, first, [], [twice])
    line(plan, second, [], [twice])
    generate_liaison_tasks(plan, actor=office)
    assert LiaisonTask.objects.get().member == first


def test_plan_without_office_right_is_refused(small, deputy):
    with pytest.raises(PermissionDenied):
        generate_liaison_tasks(small, actor=deputy)
    assert not LiaisonTask.objects.exists()


def test_plan_can_be_handed_out_by_a_command(small):
    assert generate_liaison_tasks(small, actor=None).created == 4


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "quarters"),
    [
        (None, None, [3, 4]),
        (PartialDate(2026, 9, 30), None, [3, 4]),
        (PartialDate(2026, 8), None, [3, 4]),
        (PartialDate(2026, 10, 1), None, [4]),
        (PartialDate(2026, 11, 20), None, [4]),
        (PartialDate(2027, 1), None, []),
        (None, PartialDate(2026, 6, 30), []),
        (None, PartialDate(2026, 7, 1), [3]),
        (None, PartialDate(2026, 5), []),
        (None, PartialDate(2026, 9), [3]),
        (None, PartialDate(2026), [3, 4]),
    ],
)
def test_duty_reports_stay_inside_the_mandate(term, office, starts_on, ends_on, quarters):
    plan = PlanFactory(term=term)
    cause = "moved_away" if ends_on else ""
    deputy = serving(term, starts_on=starts_on, ends_on=ends_on, end_cause=cause)
    line(plan, serving_member(term), [], [deputy])
    generate_liaison_tasks(plan, actor=office)
    assert quarters_of(TaskKind.DUTY_REPORT) == quarters


def test_task_of_a_by_elected_deputy_opens_with_the_mandate(term, office):
    plan = PlanFactory(term=term)
    deputy = serving(term, starts_on=PartialDate(2026, 11, 20))
    line(plan, serving_member(term), [], [deputy])
    generate_liaison_tasks(plan, actor=office)
    assert LiaisonTask.objects.get().opens_on == dt.date(2026, 11, 20)


def test_deputy_suspended_all_quarter_has_no_task(term, office):
    plan = PlanFactory(term=term)
    deputy = serving(term)
    MandateSuspension.objects.create(
        mandate=deputy.mandates.get(),
        cause=SuspensionCause.IN_CUSTODY,
        starts_on=PartialDate(2026, 6, 3),
        ends_on=PartialDate(2026, 10, 2),
    )
    line(plan, serving_member(term), [], [deputy])
    generate_liaison_tasks(plan, actor=office)
    assert quarters_of(TaskKind.DUTY_REPORT) == [4]
    assert LiaisonTask.objects.get().opens_on == dt.date(2026, 10, 3)


def test_mandate_in_another_term_does_not_count(term, office):
    from tests.factories import TermFactory

    plan = PlanFactory(term=term)
    old = TermFactory(ordinal=18, starts_on=PartialDate(2017, 1), ends_on=PartialDate(2021, 12))
    line(plan, serving_member(term), [], [serving(old)])
    generate_liaison_tasks(plan, actor=office)
    assert quarters_of(TaskKind.DUTY_REPORT) == []


def test_visits_end_with_the_post_in_the_presidium(small, office):
    PresidiumPost.objects.update(ends_on=PartialDate(2026, 9, 15))
    generate_liaison_tasks(small, actor=office)
    assert quarters_of(TaskKind.GROUP_VISIT) == [3]


def test_visits_end_with_the_mandate_of_the_member(small, office):
    member = small.assignments.get().member
    Mandate.objects.filter(deputy=member).update(ends_on=PartialDate(2026, 9), end_cause="resigned")
    generate_liaison_tasks(small, actor=office)
    assert quarters_of(TaskKind.GROUP_VISIT) == [3]


def test_member_without_any_recorded_post_still_visits(small, office):
    PresidiumPost.objects.all().delete()
    generate_liaison_tasks(small, actor=office)
    assert quarters_of(TaskKind.GROUP_VISIT) == [3, 4]


@pytest.mark.parametrize(
    ("starts_on", "due_on"),
    [
        (PartialDate(2027, 1), dt.date(2026, 12, 31)),
        (PartialDate(2027, 3, 31), dt.date(2027, 3, 30)),
        (PartialDate(2027, 4, 1), None),
        (PartialDate(2026, 7, 1), None),
        (PartialDate(2026, 7, 2), dt.date(2026, 7, 1)),
        (None, None),
    ],
)
def test_symposium_is_held_before_the_sessions_of_the_plan(term, small, office, starts_on, due_on):
    SessionFactory(term=term, ordinal=6, starts_on=starts_on, ends_on=None)
    generate_liaison_tasks(small, actor=office)
    talks = LiaisonTask.objects.filter(kind=TaskKind.SYMPOSIUM)
    assert [task.due_on for task in talks] == ([due_on] if due_on else [])


def test_next_year_does_not_repeat_a_symposium(term, small, office):
    next_session(term)
    generate_liaison_tasks(small, actor=office)
    following = PlanFactory(term=term, year=2027, starts_on=dt.date(2026, 12, 1))
    line(following, small.assignments.get().member)
    assert generate_liaison_tasks(following, actor=office) == GeneratedTasks(0, 1)


class TestAdjustment:
    """A later plan of the same year takes over from its first quarter on."""

    @pytest.fixture
    def plans(self, term):
        """The year's plan, and one from August in which another member takes the deputy."""
        first = PlanFactory(term=term, starts_on=dt.date(2026, 1, 1))
        deputy, group = serving(term), GroupFactory(term=term)
        line(first, serving_member(term), [group], [deputy])
        second = PlanFactory(term=term, starts_on=dt.date(2026, 8, 1), title="8月调整")
        line(second, serving_member(term), [group], [deputy])
        return first, second

    def test_open_tasks_pass_to_the_new_plan(self, plans, office):
        first, second = plans
        generate_liaison_tasks(first, actor=office)
        assert generate_liaison_tasks(second, actor=office) == GeneratedTasks(4, 0, cancelled=4)
        left = first.tasks.exclude(status=TaskStatus.CANCELLED)
        assert sorted(left.values_list("kind", "quarter")) == [
            ("duty_report", 1),
            ("duty_report", 2),
            ("group_visit", 1),
            ("group_visit", 2),
        ]

    def test_cancelling_is_in_the_history(self, plans, office):
        first, second = plans
        generate_liaison_tasks(first, actor=office)
        generate_liaison_tasks(second, actor=office)
        task = first.tasks.filter(status=TaskStatus.CANCELLED).first()
        entry = task.history.first()
        assert (entry.history_user, entry.history_change_reason) == (office, "由《8月调整》接替")
        assert task.version == 2

    @pytest.mark.parametrize(
        "status", [TaskStatus.REPORTED, TaskStatus.RETURNED, TaskStatus.CONFIRMED]
    )
    def test_reported_task_stays_and_is_not_asked_twice(self, plans, office, status):
        first, second = plans
        generate_liaison_tasks(first, actor=office)
        done = first.tasks.get(kind=TaskKind.DUTY_REPORT, quarter=3)
        LiaisonTask.objects.filter(pk=done.pk).update(status=status)
        assert generate_liaison_tasks(second, actor=office) == GeneratedTasks(3, 1, cancelled=3)
        done.refresh_from_db()
        assert done.status == status

    def test_earlier_plan_hands_out_nothing_after_the_later_one(self, plans, office):
        first, second = plans
        generate_liaison_tasks(second, actor=office)
        assert generate_liaison_tasks(first, actor=office) == GeneratedTasks(4, 0)
        assert set(first.tasks.values_list("quarter", flat=True)) == {1, 2}

    def test_symposium_passes_to_the_new_plan(self, plans, term, office):
        first, second = plans
        next_session(term)
        generate_liaison_tasks(first, actor=office)
        generate_liaison_tasks(second, actor=office)
        talk = LiaisonTask.objects.exclude(status="cancelled").get(kind=TaskKind.SYMPOSIUM)
        assert talk.plan == second
