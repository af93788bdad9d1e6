"""The runner that script/server starts sends what waits, and reminds once a day."""

import pytest
from django.db import transaction

from congress.common.jobs import frequent
from congress.common.jobs.daily import daily_tasks
from congress.common.jobs.frequent import run_frequent_task, waiting_tasks
from congress.common.messaging.services import notify
from congress.common.models import DeliveryState, MessageDelivery
from congress.common.registry import MessageKind, Wording
from tests.jobs.conftest import runners, until  # noqa: F401  a fixture
from tests.messaging.test_mail import server  # noqa: F401  a fixture

KIND = MessageKind("test-kind", "测试消息")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_mail_leaves_soon_after_the_step_is_committed(runners, server, deputy):  # noqa: F811
    deputy.email = "he@example.cn"
    deputy.save()
    runners.start(
        PORTAL_EMAIL_URL=f"smtp://127.0.0.1:{server.port}", PORTAL_EMAIL_FROM="rd@example.cn"
    )
    with transaction.atomic():
        notify([deputy], KIND, Wording("请办理。"), dedup_key="1", actor=None)
        assert server.mails == []
    sent = MessageDelivery.objects.filter(state=DeliveryState.SENT)
    until(sent.exists, 40)
    assert len(server.mails) == 1


def test_reminders_are_a_daily_task_of_the_morning():
    assert ("reminders", 7) in [(task.name, task.at.hour) for task in daily_tasks()]


@pytest.mark.django_db
def test_mails_are_looked_after_only_when_some_wait(settings, deputy):
    settings.MAIL_IS_ON = True
    assert waiting_tasks() == []
    deputy.email = "he@example.cn"
    deputy.save()
    notify([deputy], KIND, Wording("请办理。"), dedup_key="1", actor=None)
    assert [task.name for task in waiting_tasks()] == ["mails"]


def test_one_that_fails_does_not_stop_the_others(monkeypatch, caplog):
    monkeypatch.setattr(frequent, "_tasks", {})
    done: list[str] = []
    frequent.register_frequent("broken", lambda: 1 / 0, is_due=lambda: True)
    frequent.register_frequent("sound", lambda: done.append("sound"), is_due=lambda: True)
    for task in waiting_tasks():
        run_frequent_task(task)
    assert done == ["sound"]
    assert "frequent task broken failed" in caplog.text
