import datetime as dt

import pytest

from deputies.models import PresidiumMeeting
from tests.factories import SessionFactory
from tests.proposals.stage import unit_user

DAY = dt.date(2026, 4, 10)


@pytest.fixture(autouse=True)
def _clock(time_machine):
    time_machine.move_to(f"{DAY}T09:00+08:00")


@pytest.fixture
def station(town):
    """The account of 镇水利站 and the unit."""
    user, unit = unit_user()
    user.unit = unit
    return user


@pytest.fixture
def session(term):
    return SessionFactory(term=term, ordinal=5)


@pytest.fixture
def meeting(term):
    return PresidiumMeeting.objects.create(term=term, held_on=DAY)
