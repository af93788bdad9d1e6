"""The daily round: what is due is said in time, once, and only while it is true."""

import datetime as dt

import pytest

from congress.common.messaging.reminders import remind
from congress.common.models import Message, SaidReminder
from congress.common.partial_dates import PartialDate
from congress.common.registry import reminders
from congress.township.models import TownSettings
from deputies.models import TaskStatus
from deputies.services import confirm_report, report_task, return_report
from tests.deputies.liaison import serving, task_for, visit_for
from tests.factories import GroupFactory, SessionFactory

pytestmark = pytest.mark.django_db

DUE = dt.date(2026, 12, 31)


def day(relative: int) -> dt.date:
    """A day relative to the due date."""
    return DUE + dt.timedelta(days=relative)


@pytest.fixture
def morning(clock):
    """``morning(-5)``: the round of that day; returns what it says of the due tasks."""

    def run(relative: int) -> int:
        clock(day(relative))
        return remind(day(relative)).messages.get("liaison-task-due", 0)

    return run


def last_text(user) -> str:
    return Message.objects.filter(recipient=user).latest("pk").text


class TestDays:
    """Five days before, one day before, on the day, then every week."""

    def test_reminders_come_on_their_days_only(self, morning, task):
        said = [relative for relative in range(-8, 30) if morning(relative)]
        assert said == [-5, -1, 0, 7, 14, 21, 28]

    def test_sentence_says_who_does_what_by_when(self, morning, task, deputy):
        title = "向沈立冬汇报履职情况（2026年第四季度）"
        morning(-5)
        assert last_text(deputy) == f"请在2026年12月31日以前办好：{title}，还有5天。"
        morning(0)
        assert last_text(deputy) == f"请在2026年12月31日以前办好：{title}，今天到期。"
        morning(7)
        assert last_text(deputy) == f"{title}已逾期7天，请尽快办好并填写记录。"

    def test_town_sets_the_days(self, morning, task):
        TownSettings.objects.create(reminder_days="10,3", reminder_every_days=14)
        said = [relative for relative in range(-12, 30) if morning(relative)]
        assert said == [-10, -3, 14, 28]

    def test_unusable_setting_falls_back_to_the_usual_days(self, morning, task):
        TownSettings.objects.create(reminder_days="五天")
        assert [relative for relative in range(-8, 2) if morning(relative)] == [-5, -1, 0]

    def test_setting_is_refused_in_words(self):
        settings = TownSettings(reminder_days="5、1")
        with pytest.raises(Exception, match="请只写天数（不超过999）"):
            settings.clean()

    def test_after_a_dozen_weeks_it_is_the_offices_business(self, morning, task):
        assert morning(84) == 1
        assert [morning(relative) for relative in (91, 98)] == [0, 0]

    def test_year_changes_between_two_reminders(self, morning, task, deputy):
        assert morning(7) == 1
        assert Message.objects.get().created_at.year == 2027


class TestOnce:
    """Nothing is said twice."""

    def test_second_run_of_the_day_says_nothing(self, morning, task):
        assert [morning(-5), morning(-5)] == [1, 0]
        assert Message.objects.count() == 1

    def test_missed_day_is_made_up_with_the_true_number(self, morning, task, deputy):
        assert morning(-3) == 1
        assert last_text(deputy).endswith("还有3天。")
        assert [morning(-2), morning(-1)] == [0, 1]

    def test_machine_off_over_the_due_date_says_one_thing(self, morning, task, deputy):
        morning(-5)
        assert morning(2) == 1
        assert "已逾期2天" in last_text(deputy)
        assert Message.objects.visible_to(deputy).unread().count() == 1

    def test_clock_set_back_repeats_nothing(self, morning, task):
        assert [morning(0), morning(-1), morning(-5)] == [1, 0, 0]

    def test_new_due_date_is_reminded_of_anew(self, morning, task):
        morning(-5)
        task.due_on = day(10)
        task.save()
        assert [morning(-4), morning(5)] == [0, 1]

    def test_read_reminder_is_not_repeated(self, morning, task):
        morning(-5)
        Message.objects.update(read_at="2026-12-26T09:00:00+08:00")
        assert morning(-5) == 0

    def test_next_step_takes_the_place_of_the_unread_one(self, morning, task, deputy):
        morning(-5)
        morning(-1)
        (unread,) = Message.objects.visible_to(deputy).unread()
        assert "明天到期" in unread.text

    def test_reminder_leaves_the_reason_of_a_return_unread(self, morning, clock, office, task):
        clock(day(-6))
        report_task(
            task, actor=task.assignee.user, held_on=day(-20), place="沙湖村", content="积水。"
        )
        return_report(task, actor=office, reason="请补写地点。")
        morning(-5)
        kinds = {m.kind for m in Message.objects.visible_to(task.assignee.user).unread()}
        assert kinds == {"liaison-report-returned", "liaison-task-due"}


class TestTrue:
    """Only what is still to be done, and only to whom it concerns."""

    @pytest.mark.parametrize(
        "status", [TaskStatus.REPORTED, TaskStatus.CONFIRMED, TaskStatus.CANCELLED]
    )
    def test_closed_task_is_not_mentioned(self, morning, task, status):
        task.status = status
        task.save()
        assert [morning(relative) for relative in (-5, 0, 7)] == [0, 0, 0]

    def test_returned_task_is(self, morning, task):
        task.status = TaskStatus.RETURNED
        task.save()
        assert morning(-5) == 1

    def test_task_that_is_not_open_yet_is_not_mentioned(self, morning, task):
        task.opens_on = day(-3)
        task.save()
        assert [morning(-5), morning(-3)] == [0, 1]

    def test_who_left_office_gets_nothing(self, morning, task, deputy):
        deputy.deputy.mandates.update(ends_on=PartialDate(2026, 12, 20), end_cause="moved_away")
        assert morning(-5) == 0

    def test_closed_account_gets_nothing(self, morning, task, deputy):
        deputy.is_active = False
        deputy.save()
        assert morning(-5) == 0

    def test_who_has_no_account_stops_nobody(self, morning, task, term, member):
        task_for(serving(term), member.deputy)
        assert morning(-5) == 1

    def test_what_was_done_otherwise_is_settled_by_the_next_round(self, morning, task):
        morning(-5)
        type(task).objects.update(status=TaskStatus.CANCELLED)
        morning(-4)
        assert Message.objects.get().settled_at

    def test_report_settles_the_reminder_at_once(self, morning, task, deputy):
        morning(-5)
        report_task(task, actor=deputy, held_on=day(-6), place="沙湖村", content="积水。")
        assert not Message.objects.visible_to(deputy).unread().exists()


class TestDigest:
    """Several things to one person are one message."""

    def test_three_tasks_are_one_message(self, morning, member, term):
        for name in ("新洲", "沙湖", "柳林"):
            visit_for(member.deputy, GroupFactory(term=term, name=f"{name}代表小组"))
        assert morning(-5) == 1
        message = Message.objects.get()
        when = "（2026年第四季度）"
        assert message.text == (
            f"您有3项联系任务快到期：走访新洲代表小组{when}、走访沙湖代表小组{when}、"
            f"走访柳林代表小组{when}。最早的一项还有5天。"
        )
        assert message.link.address == "/desk/"
        assert SaidReminder.objects.count() == 3

    def test_digest_says_how_many_are_late(self, morning, member, term):
        visit_for(member.deputy, GroupFactory(term=term), due_on=day(-12))
        visit_for(member.deputy, GroupFactory(term=term))
        morning(-5)
        text = last_text(member)
        assert text.startswith("您有2项联系任务要办，其中1项已逾期：走访")
        assert text.endswith("。最早的一项已逾期7天。")

    def test_many_are_named_in_part(self, morning, member, term):
        for _ in range(5):
            visit_for(member.deputy, GroupFactory(term=term))
        morning(-5)
        assert last_text(member).count("走访") == 3
        assert "等。最早的一项" in last_text(member)

    def test_what_was_said_is_left_out(self, morning, member, term):
        visit_for(member.deputy, GroupFactory(term=term), due_on=day(-2))
        morning(-7)
        visit_for(member.deputy, GroupFactory(term=term, name="沙湖代表小组"))
        morning(-5)
        assert "走访沙湖代表小组" in last_text(member)

    def test_digest_is_settled_with_its_last_task(self, morning, member, term):
        tasks = [visit_for(member.deputy, GroupFactory(term=term)) for _ in range(2)]
        morning(-5)
        for task, left in zip(tasks, (1, 0), strict=True):
            report_task(task, actor=member, held_on=day(-6), place="沙湖村", content="积水。")
            assert Message.objects.visible_to(member).unread().count() == left

    def test_each_person_has_the_own_message(self, morning, task, other_deputy, member):
        task_for(other_deputy.deputy, member.deputy)
        assert morning(-5) == 2


def test_what_is_done_while_the_round_speaks_is_settled(clock, monkeypatch, task, deputy):
    """Reported after the round had looked, before it spoke."""
    clock(day(-5))
    collected = reminders.collect(day(-5))
    done = {"held_on": day(-6), "place": "沙湖村", "content": "积水。"}
    report_task(task, actor=deputy, **done)
    answers = iter([collected, reminders.collect(day(-5))])
    monkeypatch.setattr(reminders, "collect", lambda _: next(answers))
    remind(day(-5))
    assert Message.objects.get(recipient=deputy).settled_at


class TestWaitingReports:
    """The office is reminded of what it hasn't decided on."""

    @pytest.fixture
    def waiting(self, clock, deputy, other_deputy, member):
        """Two reports of 1 December, by an evening and a midnight of Shanghai."""
        reports = []
        for person, (hour, minute) in ((deputy, (20, 0)), (other_deputy, (23, 59))):
            clock(dt.date(2026, 12, 1), hour, minute)
            task = task_for(person.deputy, member.deputy)
            done = {"held_on": dt.date(2026, 12, 1), "place": "沙湖村", "content": "积水。"}
            reports.append(report_task(task, actor=person, **done))
        return reports

    def run(self, clock, number: int) -> int:
        clock(dt.date(2026, 12, number))
        return remind(dt.date(2026, 12, number)).messages.get("liaison-report-arrived", 0)

    def test_after_three_days_and_then_weekly(self, clock, office, waiting):
        said = [number for number in range(1, 17) if self.run(clock, number)]
        assert said == [4, 8, 15]
        text = "有2件办理记录一直没有确认，最早的已经等了14天。请确认或退回。"
        assert last_text(office) == text

    def test_reminder_takes_the_place_of_the_first_message(self, clock, office, waiting):
        self.run(clock, 4)
        assert Message.objects.visible_to(office).unread().count() == 1

    def test_decided_report_is_not_mentioned(self, clock, office, waiting):
        confirm_report(waiting[0].task, actor=office)
        self.run(clock, 4)
        assert last_text(office).startswith("鲁大江的记录已经等了3天，请确认或退回：")


class TestSessions:
    """The office hears of a session a month, a week and a day before."""

    @pytest.fixture
    def said(self, clock, office, term):
        """The days, before a session of 13 January 2027, on which something was said."""

        def run(starts_on: PartialDate) -> dict[int, str]:
            SessionFactory(term=term, ordinal=6, starts_on=starts_on, ends_on=None)
            said = {}
            for left in range(40, -5, -1):
                day = dt.date(2027, 1, 13) - dt.timedelta(days=left)
                clock(day)
                if remind(day).messages.get("session-near"):
                    said[left] = last_text(office)
            return said

        return run

    def test_a_month_a_week_and_a_day_before(self, said):
        words = said(PartialDate(2027, 1, 13))
        assert list(words) == [30, 7, 1]
        assert words[30].startswith("镇十九届人大六次会议2027年1月13日开始，还有30天。请核对")
        assert "明天开始" in words[1]

    def test_month_alone_is_not_near(self, said):
        assert said(PartialDate(2027, 1)) == {}

    def test_session_that_has_begun_presses_no_more(self, said, office):
        said(PartialDate(2027, 1, 13))
        assert not Message.objects.visible_to(office).unread().exists()


def test_round_takes_a_fixed_number_of_queries_a_person(
    clock, member, term, django_assert_num_queries
):
    clock(day(-5))
    for number in (1, 9):
        for _ in range(number):
            visit_for(member.deputy, GroupFactory(term=term))
        Message.objects.all().delete()
        with django_assert_num_queries(65):
            remind(day(-5))


def test_dry_run_writes_nothing(clock, task):
    clock(day(-5))
    assert remind(day(-5), dry_run=True).messages == {"liaison-task-due": 1}
    assert (Message.objects.count(), SaidReminder.objects.count()) == (0, 0)
