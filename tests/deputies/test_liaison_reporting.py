"""Report, confirm, send back, cancel, add: who, when, and what is left behind."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from congress.common.exceptions import RuleViolation, StaleRecord
from congress.common.partial_dates import PartialDate
from deputies.models import LiaisonTask, TaskKind, TaskReport, TaskStatus
from deputies.services import (
    add_task,
    cancel_task,
    confirm_report,
    report_task,
    return_report,
)
from tests.deputies.liaison import next_session, task_for, visit_for
from tests.factories import GroupFactory, PlanFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_today")]

DONE = {"held_on": dt.date(2026, 10, 20), "place": "沙湖村", "content": "机耕路积水。"}


@pytest.fixture
def frozen_today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: dt.date(2026, 11, 23))


@pytest.fixture
def task(cast):
    return task_for(cast.deputy.deputy, cast.member.deputy)


@pytest.fixture
def reported(task, cast):
    report_task(task, actor=cast.deputy, **DONE)
    task.refresh_from_db()
    return task


def status_of(task) -> str:
    return LiaisonTask.objects.get(pk=task.pk).status


def test_assignee_reports_his_task(task, cast):
    report = report_task(task, actor=cast.deputy, **DONE, solution="请村里清沟。")
    assert status_of(task) == TaskStatus.REPORTED
    assert (report.held_on, report.solution) == (dt.date(2026, 10, 20), "请村里清沟。")
    assert (report.reported_by, report.is_on_behalf) == (cast.deputy, False)


def test_office_reports_on_behalf_with_the_true_date(task, cast):
    report = report_task(task, actor=cast.office, **DONE)
    assert (report.reported_by, report.is_on_behalf) == (cast.office, True)
    assert report.held_on == dt.date(2026, 10, 20)
    assert report.reported_at.date() != report.held_on


@pytest.mark.parametrize("who", ["other_deputy", "member", "chair", "unit", "auditor"])
def test_others_may_not_report(task, cast, who):
    with pytest.raises(PermissionDenied):
        report_task(task, actor=getattr(cast, who), **DONE)
    assert status_of(task) == TaskStatus.OPEN


def test_deputy_whose_mandate_ended_may_not_report(task, cast):
    cast.deputy.deputy.mandates.update(ends_on=PartialDate(2026, 10), end_cause="resigned")
    with pytest.raises(PermissionDenied):
        report_task(task, actor=cast.deputy, **DONE)


@pytest.mark.parametrize(
    ("held_on", "sentence"),
    [
        (dt.date(2026, 11, 24), "实际日期不能晚于今天（2026年11月23日）。"),
        (dt.date(2026, 9, 30), "这项任务从2026年10月1日起办理"),
    ],
)
def test_impossible_day_is_refused_with_the_reason(task, cast, held_on, sentence):
    with pytest.raises(RuleViolation) as refusal:
        report_task(task, actor=cast.office, **DONE | {"held_on": held_on})
    assert sentence in refusal.value.message
    assert not TaskReport.objects.exists()


@pytest.mark.parametrize("held_on", [dt.date(2026, 10, 1), dt.date(2026, 11, 23)])
def test_first_day_and_today_are_possible(task, cast, held_on):
    assert report_task(task, actor=cast.deputy, **DONE | {"held_on": held_on}).pk


def test_late_report_is_taken(cast):
    late = task_for(cast.deputy.deputy, cast.member.deputy, quarter=3)
    report_task(late, actor=cast.deputy, **DONE)
    assert status_of(late) == TaskStatus.REPORTED


def test_double_tap_is_one_report(task, cast):
    first = report_task(task, actor=cast.deputy, **DONE, seen_version=1)
    second = report_task(task, actor=cast.deputy, **DONE, seen_version=1)
    assert first.pk == second.pk
    assert TaskReport.objects.count() == 1


def test_second_phone_is_told_who_reported(task, cast):
    report_task(task, actor=cast.office, **DONE, seen_version=1)
    with pytest.raises(StaleRecord) as refusal:
        report_task(task, actor=cast.deputy, **DONE | {"content": "别的话"}, seen_version=1)
    assert "由文书小秦代录" in refusal.value.message
    assert TaskReport.objects.count() == 1


def test_page_opened_before_a_return_is_told_so(reported, cast):
    return_report(reported, actor=cast.office, reason="请写明地点。")
    with pytest.raises(StaleRecord) as refusal:
        report_task(reported, actor=cast.deputy, **DONE | {"content": "改过"}, seen_version=1)
    assert "有了变动" in refusal.value.message


def test_confirmed_report_is_done(reported, cast):
    confirm_report(reported, actor=cast.chair)
    report = reported.reports.get()
    assert status_of(reported) == TaskStatus.CONFIRMED
    assert (report.is_accepted, report.decided_by) == (True, cast.chair)
    assert report.decided_at is not None


def test_returned_report_is_kept_and_the_next_is_a_new_one(reported, cast):
    return_report(reported, actor=cast.office, reason=" 请写明解决办法。 ")
    report_task(reported, actor=cast.deputy, **DONE | {"solution": "清沟。"})
    confirm_report(reported, actor=cast.office)
    second, first = reported.reports.all()
    assert (first.is_accepted, first.return_reason) == (False, "请写明解决办法。")
    assert (second.is_accepted, second.solution) == (True, "清沟。")


@pytest.mark.parametrize("reason", ["", "  "])
def test_return_and_cancel_need_a_reason(reported, cast, reason):
    with pytest.raises(RuleViolation):
        return_report(reported, actor=cast.office, reason=reason)
    with pytest.raises(RuleViolation):
        cancel_task(reported, actor=cast.office, reason=reason)
    assert status_of(reported) == TaskStatus.REPORTED


@pytest.mark.parametrize("who", ["deputy", "member", "unit", "auditor"])
def test_decisions_are_the_offices(reported, cast, who):
    actor = getattr(cast, who)
    with pytest.raises(PermissionDenied):
        confirm_report(reported, actor=actor)
    with pytest.raises(PermissionDenied):
        return_report(reported, actor=actor, reason="不行")
    with pytest.raises(PermissionDenied):
        cancel_task(reported, actor=actor, reason="不行")


def test_decision_on_an_older_report_is_refused(reported, cast):
    with pytest.raises(StaleRecord):
        confirm_report(reported, actor=cast.office, seen_version=reported.version - 1)
    assert status_of(reported) == TaskStatus.REPORTED


def test_every_step_is_in_the_history_under_its_actor(reported, cast):
    return_report(reported, actor=cast.chair, reason="请补充。")
    cancel_task(reported, actor=cast.office, reason="小组合并")
    steps = reported.history.order_by("history_id").values_list(
        "history_user__username", "status", "history_change_reason", "version"
    )
    assert list(steps)[-3:] == [
        ("deputy", "reported", "提交办理记录", 2),
        ("chair", "returned", "退回：请补充。", 3),
        ("office", "cancelled", "小组合并", 4),
    ]
    report = reported.reports.get()
    assert [entry.history_type for entry in report.history.all()] == ["~", "+"]


class TestAdding:
    """One task by hand, with the plan's own time limit."""

    @pytest.fixture
    def plan(self, term):
        return PlanFactory(term=term)

    def test_visit_is_the_members(self, plan, cast, term):
        group = GroupFactory(term=term)
        task = add_task(
            plan,
            actor=cast.office,
            kind=TaskKind.GROUP_VISIT,
            member=cast.member.deputy,
            quarter=4,
            group=group,
        )
        assert (task.assignee, task.group) == (cast.member.deputy, group)
        assert (task.opens_on, task.due_on) == (dt.date(2026, 10, 1), dt.date(2026, 12, 31))

    def test_duty_report_is_the_deputys(self, plan, cast):
        task = add_task(
            plan,
            actor=cast.office,
            kind=TaskKind.DUTY_REPORT,
            member=cast.member.deputy,
            quarter=3,
            deputy=cast.deputy.deputy,
        )
        assert (task.assignee, task.member) == (cast.deputy.deputy, cast.member.deputy)

    def test_symposium_is_due_before_its_session(self, plan, cast, term):
        task = add_task(
            plan,
            actor=cast.office,
            kind=TaskKind.SYMPOSIUM,
            member=cast.member.deputy,
            session=next_session(term),
        )
        assert (task.quarter, task.due_on) == (None, dt.date(2026, 12, 31))

    @pytest.mark.parametrize(
        ("fields", "sentence"),
        [
            ({"kind": TaskKind.GROUP_VISIT, "quarter": 4}, "请选择要走访的代表小组。"),
            ({"kind": TaskKind.DUTY_REPORT, "quarter": 4}, "请选择汇报履职情况的代表。"),
            ({"kind": TaskKind.SYMPOSIUM}, "请选择要准备的会议。"),
        ],
    )
    def test_what_it_is_about_must_be_chosen(self, plan, cast, fields, sentence):
        with pytest.raises(RuleViolation) as refusal:
            add_task(plan, actor=cast.office, member=cast.member.deputy, **fields)
        assert refusal.value.message == sentence

    def test_quarter_must_be_chosen(self, plan, cast):
        with pytest.raises(RuleViolation) as refusal:
            add_task(
                plan,
                actor=cast.office,
                kind=TaskKind.DUTY_REPORT,
                member=cast.member.deputy,
                deputy=cast.deputy.deputy,
            )
        assert "请选择季度" in refusal.value.message

    def test_same_task_is_not_added_twice(self, plan, cast, term):
        group = GroupFactory(term=term)
        visit_for(cast.member.deputy, group)
        with pytest.raises(RuleViolation) as refusal:
            add_task(
                plan,
                actor=cast.office,
                kind=TaskKind.GROUP_VISIT,
                member=cast.member.deputy,
                quarter=4,
                group=group,
            )
        assert "已经有同样的任务" in refusal.value.message

    def test_nobody_out_of_office_gets_a_task(self, plan, cast):
        cast.deputy.deputy.mandates.update(ends_on=PartialDate(2026, 6), end_cause="died")
        with pytest.raises(RuleViolation) as refusal:
            add_task(
                plan,
                actor=cast.office,
                kind=TaskKind.DUTY_REPORT,
                member=cast.member.deputy,
                quarter=4,
                deputy=cast.deputy.deputy,
            )
        assert "不在任" in refusal.value.message

    def test_adding_is_the_offices(self, plan, cast, term):
        with pytest.raises(PermissionDenied):
            add_task(
                plan,
                actor=cast.member,
                kind=TaskKind.GROUP_VISIT,
                member=cast.member.deputy,
                quarter=4,
                group=GroupFactory(term=term),
            )
