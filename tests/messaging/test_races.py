"""Two at the same moment: the second waits, and says nothing twice."""

import datetime as dt
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.utils import timezone

from congress.common.messaging.outbox import flush_outbox
from congress.common.messaging.reminders import remind
from congress.common.messaging.services import notify
from congress.common.models import Message, SaidReminder
from congress.common.registry import MessageKind, Wording
from deputies.services import report_task
from tests.deputies.liaison import task_for, visit_for
from tests.deputies.test_liaison_races import together
from tests.factories import GroupFactory
from tests.jobs.conftest import database_url
from tests.messaging.test_mail import server  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_rounds_say_everything_once(deputy, member, term):
    day = dt.date(2026, 12, 26)
    task_for(deputy.deputy, member.deputy)
    for _ in range(3):
        visit_for(member.deputy, GroupFactory(term=term))
    rounds = together(*[lambda: remind(day)] * 3)
    assert sum(one.messages.get("liaison-task-due", 0) for one in rounds) == 2
    assert Message.objects.count() == 2
    assert SaidReminder.objects.count() == 4


def test_two_commands_in_two_processes_say_everything_once(deputy, member):
    today = timezone.localdate()
    dates = {"opens_on": today - dt.timedelta(days=60), "due_on": today}
    task_for(deputy.deputy, member.deputy, **dates)
    command = [sys.executable, "manage.py", "send_reminders"]
    address = database_url()
    environment = {**os.environ, "DATABASE_URL": address, "DATABASE_OWNER_URL": address}
    runs = [
        subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    said = [run.communicate(timeout=60) for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert sum("联系任务到期：提醒1人，共1件。" in out for out, _ in said) == 1
    assert sum("没有新的事项要提醒。" in out for out, _ in said) == 1
    assert Message.objects.count() == 1


def test_two_reports_at_once_are_one_message_of_two(office, deputy, other_deputy, member):
    day = timezone.localdate()
    people = (deputy, other_deputy)
    tasks = [task_for(person.deputy, member.deputy, opens_on=day) for person in people]
    done = {"held_on": day, "place": "沙湖村", "content": "机耕路积水。"}
    together(
        lambda: report_task(tasks[0], actor=deputy, **done),
        lambda: report_task(tasks[1], actor=other_deputy, **done),
    )
    (message,) = Message.objects.all()
    assert message.text.startswith("有2件办理记录等待确认")
    assert len(message.about) == 2


def test_two_runs_send_each_mail_once(server, deputy):  # noqa: F811
    deputy.email = "he@example.cn"
    deputy.save()
    kind = MessageKind("test-kind", "测试消息")
    for number in range(6):
        text = f"第{number}件"
        notify([deputy], kind, Wording(text), dedup_key=text, actor=None)
    posted = together(flush_outbox, flush_outbox)
    assert sum(one.sent for one in posted) == 6
    assert len(server.mails) == 6
