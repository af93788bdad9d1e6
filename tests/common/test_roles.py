"""From a role to its holders: the way back agrees with the way there."""

import pytest

from congress.common.partial_dates import PartialDate
from congress.common.roles import Role, holders_of, roles_of
from tests.factories import GroupFactory

pytestmark = pytest.mark.django_db


def test_holders_and_roles_agree_for_everybody(cast, term):
    GroupFactory(term=term, leader=cast.deputy.deputy)
    people = list(vars(cast).values())
    for role in Role:
        expected = {user for user in people if role in roles_of(user)}
        assert set(holders_of(role)) == expected, role
        assert expected or role in (Role.VICE_CHAIR, Role.PARTY, Role.COUNTY, Role.SYSADMIN)


def test_who_left_holds_nothing(deputy):
    deputy.deputy.mandates.update(ends_on=PartialDate(2025, 1), end_cause="moved_away")
    assert holders_of(Role.DEPUTY) == []


def test_closed_account_holds_nothing(office):
    office.is_active = False
    office.save()
    assert holders_of(Role.OFFICE) == []
