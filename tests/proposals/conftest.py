"""江湾镇 with its roster, before or after its ledger was imported."""

from types import SimpleNamespace

import pytest

from congress.common.imports.services import import_file
from proposals import services
from proposals.enums import UnitRole
from proposals.services import UnitPart
from tests.factories import SessionFactory
from tests.imports.conftest import DATA, ROSTER
from tests.proposals.samples import town_lists
from tests.proposals.stage import DAY, Stage, unit_user

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


@pytest.fixture
def handed_out(stage):
    """第1号, brought by 甘霖 and 白露: 镇水利站 leads, 镇农业站 assists."""
    user, unit = unit_user()
    helper, helping = unit_user("镇农业站", "nongye")
    proposal = services.accept_proposal(stage.registered(joining=1), actor=stage.office)
    parts = [UnitPart(unit), UnitPart(helping, UnitRole.CO)]
    lead, co = services.assign_proposal(proposal, parts, actor=stage.office)
    return SimpleNamespace(
        proposal=proposal, lead=lead, co=co, user=user, helper=helper, unit=unit, stage=stage
    )


@pytest.fixture
def alone(stage):
    """第1号, brought by 甘霖 and 白露, for 镇水利站 alone."""
    user, unit = unit_user()
    proposal = services.accept_proposal(stage.registered(joining=1), actor=stage.office)
    (part,) = services.assign_proposal(proposal, [UnitPart(unit)], actor=stage.office)
    return SimpleNamespace(proposal=proposal, lead=part, user=user, unit=unit, stage=stage)


@pytest.fixture
def as_user(client):
    def as_user(user):
        client.force_login(user)
        return client

    return as_user
