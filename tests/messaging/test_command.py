"""manage.py send_reminders: what it prints, and what it refuses."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command

from congress.common.models import Message
from tests.deputies.liaison import visit_for
from tests.factories import GroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(clock, capsys):
    clock(dt.date(2026, 12, 26))

    def run(*options: str) -> list[str]:
        call_command("send_reminders", *options)
        return capsys.readouterr().out.splitlines()

    return run


def test_says_how_many_of_each_kind(run, member, term):
    for _ in range(2):
        visit_for(member.deputy, GroupFactory(term=term))
    assert run() == ["联系任务到期：提醒1人，共2件。"]
    assert run() == ["没有新的事项要提醒。"]


def test_trial_sends_nothing(run, task):
    trial = ["联系任务到期：将提醒1人，共1件。", "这是试运行，什么都没有发出。"]
    assert run("--dry-run") == trial
    assert Message.objects.count() == 0


def test_other_days_can_be_tried(run, task):
    assert run("--dry-run", "--date", "2026-12-20")[0] == "没有新的事项要提醒。"
    assert run("--dry-run", "--date", "2027-01-07")[0] == "联系任务到期：将提醒1人，共1件。"


@pytest.mark.parametrize("day", ["2026-12-25", "2026-12-27"])
def test_other_days_are_not_sent(run, task, day):
    with pytest.raises(CommandError, match="漏掉的日子会自动补上"):
        run("--date", day)


def test_what_is_no_date_is_refused(run):
    with pytest.raises(CommandError, match="2026-12-26 这样的日期"):
        run("--date", "12月26日")


def test_day_is_the_towns_day(clock, capsys, task):
    """Half past midnight in Shanghai is still the day before in Greenwich."""
    clock(dt.date(2026, 12, 26), 0, 30)
    call_command("send_reminders")
    assert "联系任务到期：提醒1人" in capsys.readouterr().out
