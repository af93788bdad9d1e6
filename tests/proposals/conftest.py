"""江湾镇 with its roster, before or after its ledger was imported."""

import pytest

from congress.common.imports.services import import_file
from tests.factories import SessionFactory
from tests.imports.conftest import DATA, ROSTER
from tests.proposals.samples import town_lists
from tests.proposals.stage import DAY, Stage

LEDGER = DATA / "proposals-ledger.xlsx"


@pytest.fixture
def session(term):
    """镇十九届人大五次会议, with the 80 deputies of the roster."""
    town_lists()
    import_file("roster", ROSTER, {"create_missing": True})
    return SessionFactory(term=term, ordinal=5, starts_on="2026-01-14")


@pytest.fixture
def stage(term, office, time_machine):
    """The second day of a session, with six deputies who have accounts."""
    time_machine.move_to(f"{DAY}T09:00+08:00")
    return Stage(term, office)
