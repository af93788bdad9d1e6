"""manage.py purge_history: what is past its time goes, the only proof of something stays."""

import datetime as dt
from io import StringIO
from types import SimpleNamespace

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from simple_history.utils import get_history_model_for_model

from congress.common.audit.kinds import audit_kinds
from congress.common.audit.purge import months_before
from congress.common.models import SecurityEvent, SecurityEventKind
from congress.common.security import record_event
from congress.township.models import Village
from deputies.models import DeputyGroup, LiaisonTask
from deputies.timeline import task_timeline
from tests.common.test_grants import serving_role  # noqa: F401
from tests.deputies.liaison import task_for
from tests.factories import DeputyFactory, GroupFactory, VillageFactory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)
HALF_A_YEAR = "2026-05-24"


def on(day: str) -> time_machine.travel:
    """Ten o'clock of a day by the town's clock."""
    zone = dt.timezone(dt.timedelta(hours=8))
    moment = dt.datetime.combine(dt.date.fromisoformat(day), dt.time(10), zone)
    return time_machine.travel(moment, tick=False)


@pytest.fixture(autouse=True)
def _today():
    with on(str(TODAY)):
        yield


def run(*args: str) -> str:
    out = StringIO()
    call_command("purge_history", *args, stdout=out)
    return out.getvalue()


def purge(before: str = HALF_A_YEAR) -> str:
    return run("--before", before, "--yes")


def edited(record, *days: str) -> None:
    for number, day in enumerate(days, start=1):
        record.order = number
        with on(day):
            record.save()


def days_of(rows) -> list[str]:
    """The days of entries, the oldest first."""
    return sorted(f"{timezone.localtime(row.history_date):%F}" for row in rows)


@pytest.fixture
def village(db):
    """Entered in 2024, edited twice in 2025, twice this year."""
    with on("2024-01-05"):
        village = VillageFactory(name="新洲村")
    edited(village, "2025-02-01", "2025-09-01", "2026-03-01", "2026-06-01")
    return village


def test_first_entry_and_state_of_the_day_stay(village):
    purge()
    assert days_of(village.history.all()) == ["2024-01-05", "2026-03-01", "2026-06-01"]


def test_what_the_next_change_is_compared_with_stays(village):
    purge("2025-03-01")
    days = ["2024-01-05", "2025-02-01", "2025-09-01", "2026-03-01", "2026-06-01"]
    assert days_of(village.history.all()) == days


def test_record_deleted_before_goes_altogether(village):
    with on("2026-04-01"):
        key = village.pk
        Village.history.filter(id=key, history_date__year=2026, history_date__month=6).delete()
        village.delete()
    purge()
    assert not Village.history.filter(id=key).exists()


def test_record_deleted_since_keeps_what_it_was(village):
    key = village.pk
    village.delete()
    purge()
    left = ["2024-01-05", "2026-03-01", "2026-06-01", str(TODAY)]
    assert days_of(Village.history.filter(id=key)) == left


def test_entries_of_one_moment_leave_one_first_and_one_last(db):
    village = VillageFactory()
    Village.history.all().delete()
    with on("2025-01-01"):
        for number in range(4):
            village.order = number
            village.save()
    entries = [row.pk for row in village.history.order_by("history_id")]
    purge()
    assert [row.pk for row in village.history.order_by("history_id")] == [entries[0], entries[-1]]


def test_links_of_what_goes_go_along(term):
    with on("2025-01-01"):
        group = GroupFactory(term=term)
        group.villages.set([VillageFactory(name="甲村")])
        group.villages.add(VillageFactory(name="乙村"))
        group.order = 9
        group.save()
    links = get_history_model_for_model(DeputyGroup).villages.model
    purge()
    kept = {row.pk for row in group.history.all()}
    assert len(kept) == 2
    assert {link.history_id for link in links.objects.all()} <= kept
    newest = group.history.first()
    assert {link.village.name for link in newest.villages.all()} == {"甲村", "乙村"}


def test_task_still_tells_when_it_was_handed_out_and_why_it_was_cancelled(term):
    with on("2025-01-10"):
        task = task_for(DeputyFactory(), DeputyFactory())
    with on("2025-02-10"):
        task.save()
    with on("2025-03-10"):
        task.status, task._change_reason = "cancelled", "任务并到下季度"
        task.save()
    before = task_timeline(task, [])
    purge()
    assert LiaisonTask.history.count() == 2
    assert task_timeline(task, []) == before
    assert "任务并到下季度" in before[-1].text


@pytest.fixture
def old_events(db):
    with on("2025-01-01"):
        for kind in (*SecurityEventKind,):
            record_event(kind, user=None, subject="旧的")
    return SimpleNamespace(left=("history_purged", "restored"))


def test_events_go_but_for_those_that_prove_what_happened_to_history(old_events):
    record_event(SecurityEventKind.EXPORT, user=None, subject="新的")
    purge()
    left = SecurityEvent.objects.filter(subject="旧的").values_list("kind", flat=True)
    assert set(left) == set(old_events.left)
    assert SecurityEvent.objects.filter(subject="新的").exists()


def test_purge_leaves_an_event_with_how_many_of_what(village, old_events):
    said = purge()
    event = SecurityEvent.objects.latest("pk")
    gone = len(SecurityEventKind) - 2
    assert event.kind == SecurityEventKind.HISTORY_PURGED
    assert event.subject.startswith(f"2026年5月24日以前的留痕，共{gone + 2}条（服务器账号")
    assert event.detail == f"安全事件{gone}条、村（社区）2条"
    assert f"可以清理{gone + 2}条留痕：安全事件{gone}条、村（社区）2条。" in said
    assert f"已清理{gone + 2}条" in said


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ["--before", "2026-05-25"],
            "网络安全法），只能清理2026年5月24日以前",
        ),
        (["--before", "2026-11-24"], "留痕至少要保存六个月"),
        (["--before", "2999-01-01"], "留痕至少要保存六个月"),
        (["--before", "去年"], "看不懂日期“去年”"),
        (["--months", "5"], "至少6"),
        (["--months", "²"], "至少6"),
        (["--months", "-7"], "至少6"),
    ],
)
def test_nothing_younger_than_six_months_goes(village, arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        run(*arguments, "--yes")
    assert village.history.count() == 5


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        ("2026-11-24", 6, "2026-05-24"),
        ("2026-08-31", 6, "2026-02-28"),
        ("2024-08-31", 6, "2024-02-29"),
        ("2026-01-15", 12, "2025-01-15"),
        ("2026-05-31", 6, "2025-11-30"),
    ],
)
def test_months_are_those_of_the_calendar(day, months, before):
    assert months_before(dt.date.fromisoformat(day), months) == dt.date.fromisoformat(before)


def test_months_count_back_from_today(village):
    run("--months", "12", "--yes")
    days = ["2024-01-05", "2025-09-01", "2026-03-01", "2026-06-01"]
    assert days_of(village.history.all()) == days


def test_check_removes_nothing(village):
    said = run("--before", HALF_A_YEAR, "--check")
    assert "2026年5月24日以前可以清理2条留痕：村（社区）2条。" in said
    assert village.history.count() == 5


def test_without_a_yes_nothing_is_removed(village, monkeypatch):
    with pytest.raises(CommandError, match="请加上 --yes 确认"):
        run("--before", HALF_A_YEAR)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: "好的")
    with pytest.raises(CommandError, match="没有清理，留痕保持原样"):
        run("--before", HALF_A_YEAR)
    assert village.history.count() == 5
    monkeypatch.setattr("builtins.input", lambda _: "清理")
    run("--before", HALF_A_YEAR)
    assert village.history.count() == 3


def test_nothing_to_remove_leaves_no_event(db):
    VillageFactory()
    assert "没有可以清理的留痕" in purge()
    assert not SecurityEvent.objects.exists()


def test_serving_role_can_not_purge(village, serving_role):  # noqa: F811
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{serving_role}"')
    with pytest.raises(CommandError, match="请设 DATABASE_OWNER_URL"):
        purge()
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert village.history.count() == 5
    assert not SecurityEvent.objects.exists()


def test_second_purge_finds_nothing_more(village, old_events):
    purge()
    left = {kind.key: kind.rows.objects.count() for kind in audit_kinds().values()}
    assert "没有可以清理的留痕" in purge()
    assert {kind.key: kind.rows.objects.count() for kind in audit_kinds().values()} == left
