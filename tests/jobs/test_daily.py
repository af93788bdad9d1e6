"""Daily tasks: once a day, also late; a failure is tried again, and said."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import timezone

from congress.common.exceptions import RuleViolation
from congress.common.jobs import daily, register_daily
from congress.common.jobs.daily import due_tasks, run_daily_task
from congress.common.models import DailyRun

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 5, 6)


@pytest.fixture
def calls(monkeypatch) -> list[dt.date]:
    """The days on which the one registered task was called."""
    called: list[dt.date] = []

    def task(day: dt.date) -> str:
        called.append(day)
        return "做了一件。"

    monkeypatch.setattr(daily, "_tasks", {})
    register_daily("one", task, title="一件事", at=dt.time(6))
    return called


def failing(message: str = ""):
    def task(day: dt.date) -> None:
        raise RuleViolation(message) if message else ZeroDivisionError("secret")

    register_daily("one", task, title="一件事", at=dt.time(6))


def clock(hour: int, minute: int = 0) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(DAY, dt.time(hour, minute)))


def names(now: dt.datetime) -> list[str]:
    return [task.name for task in due_tasks(now)]


def one():
    return daily.daily_tasks()[0]


def test_task_is_due_from_its_hour_on_and_once_a_day(calls):
    assert names(clock(5, 59)) == []
    assert names(clock(6)) == ["one"]
    assert names(clock(23)) == ["one"]  # the machine was off all day
    run_daily_task(one(), DAY)
    assert names(clock(23)) == []
    run_daily_task(one(), DAY)
    assert calls == [DAY]
    run = DailyRun.objects.get()
    assert (run.message, run.problem) == ("做了一件。", "")
    assert names(clock(23) + dt.timedelta(days=1)) == ["one"]


def test_task_that_broke_off_is_due_at_once(calls):
    DailyRun.objects.create(name="one", day=DAY, attempts=1, started_at=clock(6))
    assert names(clock(6, 1)) == ["one"]


def test_failed_task_is_due_again_after_an_hour_and_three_times_in_all(calls):
    run = DailyRun.objects.create(
        name="one", day=DAY, attempts=1, started_at=clock(6), problem="没有网络。"
    )
    assert names(clock(6, 59)) == []
    assert names(clock(7)) == ["one"]
    run.attempts = 3
    run.save()
    assert names(clock(23)) == []


def test_failure_is_kept_in_words_without_details(calls):
    failing()
    run = run_daily_task(one(), DAY)
    assert run.finished_at is None
    assert run.problem == "出了意外的问题，已经记录下来。"
    failing("邮件服务器没有应答。")
    assert run_daily_task(one(), DAY).problem == "邮件服务器没有应答。"


def test_command_does_what_is_left_of_the_day(calls):
    out = StringIO()
    call_command("run_daily", stdout=out)
    call_command("run_daily", "one", stdout=out)
    assert calls == [timezone.localdate()]
    assert out.getvalue() == "一件事：完成。做了一件。\n" * 2


def test_command_tells_of_failures_and_unknown_names(calls):
    failing("邮件服务器没有应答。")
    err = StringIO()
    with pytest.raises(CommandError, match="有的每日工作没有做成"):
        call_command("run_daily", stderr=err)
    assert "一件事：没有做成。邮件服务器没有应答。" in err.getvalue()
    with pytest.raises(CommandError, match="没有这项每日工作：two"):
        call_command("run_daily", "two")


def test_first_page_tells_of_failed_daily_tasks(calls, client, office, term):
    from django.urls import reverse

    failing("邮件服务器没有应答。")
    run_daily_task(one())
    client.force_login(office)
    assert "每日工作没有做成" in client.get(reverse("admin:index")).content.decode()
    assert (
        "邮件服务器没有应答。"
        in client.get(reverse("admin:common_dailyrun_changelist")).content.decode()
    )
