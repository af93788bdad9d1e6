"""The public home page says how far the year's liaison is, once the town wants it said."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse

from congress.township.models import TownSettings
from deputies.models import TaskKind, TaskStatus
from tests.conftest import serving_deputy
from tests.deputies.liaison import task_for
from tests.factories import GroupFactory

TODAY = dt.date(2026, 11, 24)


@pytest.fixture
def visits(term):
    """Three visits of the year: one done, one open, one taken back."""
    member = serving_deputy(term, "沈立冬", "member").deputy
    for quarter, status in (
        (3, TaskStatus.CONFIRMED),
        (4, TaskStatus.OPEN),
        (4, TaskStatus.CANCELLED),
    ):
        group = GroupFactory(term=term)
        visit = {"kind": TaskKind.GROUP_VISIT, "group": group, "deputy": None}
        task_for(member, member, quarter=quarter, status=status, **visit)


def _home(client) -> str:
    with time_machine.travel(TODAY, tick=False):
        return client.get(reverse("home")).content.decode()


def test_progress_of_the_year_is_not_public_by_itself(visits, client):
    TownSettings.objects.create(publishes_deputies=True)
    assert "今年做了什么" not in _home(client)


def test_progress_of_the_year_counts_what_was_confirmed(visits, client):
    TownSettings.objects.create(publishes_liaison_progress=True)
    html = _home(client)
    assert "全年应走访2次，已走访1次。" in html
    assert "1/2次（50%）" in html  # the bar says it, and so does its table
    assert "2026年走访代表小组</caption>" in html
    assert "沈立冬" not in html
    assert "代表向主席团成员汇报" not in html  # none was handed out: no bar without a whole


def test_year_without_tasks_shows_no_progress(term, client):
    TownSettings.objects.create(publishes_liaison_progress=True)
    assert "今年做了什么" not in _home(client)


def test_words_of_a_picture_grow_with_large_text(visits, client):
    TownSettings.objects.create(publishes_liaison_progress=True)
    assert 'viewBox="0 0 340 ' in _home(client)
    client.cookies["text"] = "large"
    html = _home(client)
    assert 'viewBox="0 0 251.85 ' in html  # 340 ÷ 1.35: the same words in less room
    assert 'viewBox="0 0 340 ' not in html
