"""Each step tells the one who has to know, once, in the same transaction."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from congress.common.exceptions import RuleViolation
from congress.common.messaging.services import read_message
from congress.common.models import Message
from congress.common.partial_dates import PartialDate
from congress.common.roles import Role
from deputies.models import LiaisonTask, TaskKind
from deputies.services import (
    add_task,
    cancel_task,
    confirm_report,
    generate_liaison_tasks,
    report_task,
    return_report,
)
from tests.conftest import give_role, serving_deputy
from tests.deputies.liaison import line, next_session, task_for
from tests.factories import GroupFactory, PlanFactory, UserFactory

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 23)
DONE = {"held_on": dt.date(2026, 10, 20), "place": "沙湖村", "content": "机耕路积水。"}


@pytest.fixture(autouse=True)
def _today(clock):
    clock(TODAY)


def texts(user) -> list[str]:
    """What presses the user now, the latest first."""
    return [message.text for message in Message.objects.visible_to(user).unread()]


class TestTasks:
    """Handed out, taken back, put off."""

    def test_one_task_is_told_with_its_day(self, office, deputy, member):
        add_task(
            PlanFactory(),
            actor=office,
            kind=TaskKind.DUTY_REPORT,
            member=member.deputy,
            deputy=deputy.deputy,
            quarter=4,
        )
        (message,) = Message.objects.all()
        title = "向沈立冬汇报履职情况（2026年第四季度）"
        assert message.recipient == deputy
        assert message.text == f"请在2026年12月31日以前办好：{title}。"
        assert message.link.address == f"/desk/tasks/{LiaisonTask.objects.get().public_id}/"

    def test_a_plan_is_one_message_a_person(self, office, deputy, member, term):
        plan = PlanFactory(term=term, starts_on=dt.date(2026, 10, 1))
        groups = [GroupFactory(term=term, name=f"{name}代表小组") for name in ("新洲", "沙湖")]
        line(plan, member.deputy, groups, [deputy.deputy])
        generate_liaison_tasks(plan, actor=office)
        (given,) = texts(member)
        assert given.startswith("人大办给您派了2项联系任务，最早的请在2026年12月31日以前办好：走访")
        assert len(texts(deputy)) == 1
        generate_liaison_tasks(plan, actor=office)
        assert Message.objects.count() == 2

    def test_what_was_due_long_ago_is_no_news(self, office, deputy, member, term):
        plan = PlanFactory(term=term, year=2025, starts_on=dt.date(2025, 1, 1))
        line(plan, member.deputy, [GroupFactory(term=term)], [deputy.deputy])
        assert generate_liaison_tasks(plan, actor=office).created
        assert Message.objects.count() == 0

    def test_who_left_office_is_told_nothing(self, office, deputy, task):
        report_task(task, actor=deputy, **DONE)
        deputy.deputy.mandates.update(ends_on=PartialDate(2026, 11, 1), end_cause="moved_away")
        return_report(task, actor=office, reason="请补写参加人员。")
        assert texts(deputy) == []

    def test_cancelled_task_presses_no_more(self, office, deputy, task):
        cancel_task(task, actor=office, reason="小组调整。")
        (message,) = Message.objects.all()
        assert (message.recipient, message.detail) == (deputy, "取消原因：小组调整。")
        assert message.text.startswith("不用办了：")

    def test_new_plan_settles_the_tasks_of_the_old(self, office, deputy, member, term):
        old = PlanFactory(term=term, starts_on=dt.date(2026, 7, 1))
        line(old, member.deputy, [], [deputy.deputy])
        generate_liaison_tasks(old, actor=office)
        new = PlanFactory(term=term, starts_on=dt.date(2026, 10, 1), title="调整后的联系计划")
        line(new, member.deputy, [], [deputy.deputy])
        generate_liaison_tasks(new, actor=office)
        first, second = Message.objects.filter(recipient=deputy).order_by("pk")
        assert first.settled_at
        assert second.is_unread

    def test_new_date_is_told(self, office, member, term):
        session = next_session(term)
        plan = PlanFactory(term=term)
        line(plan, member.deputy)
        generate_liaison_tasks(plan, actor=office)
        session.starts_on = PartialDate(2027, 1, 20)
        session.save()
        generate_liaison_tasks(plan, actor=office)
        assert "的期限改为2027年1月19日。" in texts(member)[0]


class TestReports:
    """Submitted, returned, confirmed."""

    def test_submitted_report_reaches_the_office_and_nobody_else(self, cast, task):
        report_task(task, actor=cast.deputy, **DONE)
        (message,) = Message.objects.all()
        assert (message.recipient, message.sender) == (cast.office, cast.deputy)
        assert message.text.startswith("请确认或退回何秋萍提交的向沈立冬汇报履职情况")
        assert message.link.address == f"/admin/deputies/liaisontask/{task.pk}/change/"

    def test_many_reports_are_one_message_to_the_office(self, office, deputy, other_deputy, member):
        for person in (deputy, other_deputy):
            report_task(task_for(person.deputy, member.deputy), actor=person, **DONE)
        (message,) = Message.objects.filter(recipient=office)
        assert message.text.startswith("有2件办理记录等待确认，最近一件是鲁大江提交的")
        assert message.link.address == "/admin/deputies/liaisontask/?state=reported"

    def test_report_after_the_message_was_read_is_a_new_message(
        self, office, deputy, other_deputy, member
    ):
        report_task(task_for(deputy.deputy, member.deputy), actor=deputy, **DONE)
        read_message(Message.objects.get(), actor=office)
        report_task(task_for(other_deputy.deputy, member.deputy), actor=other_deputy, **DONE)
        assert len(texts(office)) == 1
        assert "鲁大江" in texts(office)[0]

    def test_report_on_the_next_day_is_a_new_message(
        self, clock, office, deputy, other_deputy, member
    ):
        report_task(task_for(deputy.deputy, member.deputy), actor=deputy, **DONE)
        clock(TODAY + dt.timedelta(days=1), 0, 1)
        report_task(task_for(other_deputy.deputy, member.deputy), actor=other_deputy, **DONE)
        assert len(texts(office)) == 2

    def test_one_colleague_decides_for_all(self, office, deputy, task):
        colleague = give_role(UserFactory(), Role.OFFICE)
        report_task(task, actor=deputy, **DONE)
        assert len(texts(office)) == len(texts(colleague)) == 1
        confirm_report(task, actor=office)
        assert texts(office) == texts(colleague) == []

    def test_gathered_message_presses_until_all_are_decided(
        self, office, deputy, other_deputy, member
    ):
        tasks = [task_for(person.deputy, member.deputy) for person in (deputy, other_deputy)]
        report_task(tasks[0], actor=deputy, **DONE)
        report_task(tasks[1], actor=other_deputy, **DONE)
        confirm_report(tasks[0], actor=office)
        assert len(texts(office)) == 1
        return_report(tasks[1], actor=office, reason="请补写地点。")
        assert texts(office) == []

    def test_report_typed_by_the_office_is_no_news_to_it(self, office, task):
        give_role(UserFactory(), Role.OFFICE)
        report_task(task, actor=office, **DONE)
        assert Message.objects.count() == 0

    def test_returned_report_comes_with_reason_and_day(self, office, deputy, task):
        report_task(task, actor=deputy, **DONE)
        return_report(task, actor=office, reason="请补写有哪些代表参加。")
        message = Message.objects.get(recipient=deputy)
        assert message.text == f"{task.title}的记录被退回，请在2026年12月31日以前补充后再提交。"
        assert message.detail == "退回原因：请补写有哪些代表参加。"
        assert message.link.address.endswith(f"/desk/tasks/{task.public_id}/#report")

    def test_each_return_is_told(self, office, deputy, task):
        for number in (1, 2):
            report_task(task, actor=deputy, **DONE | {"content": f"第{number}次。"})
            return_report(task, actor=office, reason=f"第{number}次退回。")
        details = [m.detail for m in Message.objects.filter(recipient=deputy).order_by("pk")]
        assert details == ["退回原因：第1次退回。", "退回原因：第2次退回。"]

    def test_new_report_settles_the_return(self, office, deputy, task):
        report_task(task, actor=deputy, **DONE)
        return_report(task, actor=office, reason="请补写地点。")
        report_task(task, actor=deputy, **DONE | {"place": "沙湖村村委会"})
        assert texts(deputy) == []

    def test_confirmation_is_told(self, office, deputy, task):
        report_task(task, actor=deputy, **DONE)
        confirm_report(task, actor=office)
        assert texts(deputy) == [f"{task.title}的记录已经确认，任务完成。"]

    def test_nobody_is_told_what_he_did_himself(self, chair, member):
        give_role(chair, Role.OFFICE)
        task = task_for(chair.deputy, member.deputy)
        report_task(task, actor=chair, **DONE)
        confirm_report(task, actor=chair)
        assert Message.objects.count() == 0

    def test_without_an_office_who_may_everything_is_told(self, deputy, task):
        everything = UserFactory(is_superuser=True)
        report_task(task, actor=deputy, **DONE)
        assert Message.objects.get().recipient == everything

    def test_closed_account_is_told_nothing(self, office, deputy, task):
        report_task(task, actor=deputy, **DONE)
        deputy.is_active = False
        deputy.save()
        confirm_report(task, actor=office)
        assert not Message.objects.filter(recipient=deputy).exists()


class TestOneTransaction:
    """No message without its step, no step without its message."""

    def test_refused_step_tells_nothing(self, office, deputy, task):
        with pytest.raises(RuleViolation):
            report_task(task, actor=deputy, **DONE | {"held_on": TODAY + dt.timedelta(days=1)})
        with pytest.raises(PermissionDenied):
            cancel_task(task, actor=deputy, reason="不想办。")
        assert Message.objects.count() == 0

    def test_step_that_is_rolled_back_takes_its_message_along(self, office, deputy, task):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            report_task(task, actor=deputy, **DONE)
            assert Message.objects.count() == 1
            1 / 0  # noqa: B018
        assert Message.objects.count() == 0

    def test_long_reason_is_cut_not_refused(self, office, deputy, task):
        report_task(task, actor=deputy, **DONE)
        return_report(task, actor=office, reason="补" * 500)
        detail = Message.objects.get(recipient=deputy).detail
        assert len(detail) == 500
        assert detail.endswith("…")


def test_handing_out_takes_the_same_queries_for_any_number_of_accounts(office, term, member):
    counts = []
    generate_liaison_tasks(PlanFactory(term=term, year=2030), actor=office)  # asks for his roles
    for year, number in ((2027, 1), (2028, 8)):
        plan = PlanFactory(term=term, year=year, starts_on=dt.date(year, 1, 1))
        people = [serving_deputy(term, f"何{year}", f"d{year}-{n}").deputy for n in range(number)]
        line(plan, member.deputy, [], people)
        with CaptureQueriesContext(connection) as queries:
            generate_liaison_tasks(plan, actor=office)
        counts.append(len(queries))
    assert counts[0] == counts[1]
