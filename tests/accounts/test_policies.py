"""The login rules of the roles: who may have a card is a setting, but never for the back office."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from congress.accounts.models import LoginPolicy
from congress.common.roles import BACK_OFFICE, Role
from tests.conftest import give_role, login_rules
from tests.factories import UserFactory


@pytest.fixture
def at_root(town, client):
    client.force_login(give_role(UserFactory(username="root"), Role.SYSADMIN))
    return client


def page_of(role) -> str:
    return reverse("admin:accounts_loginpolicy_change", args=[login_rules(role).pk])


@pytest.mark.parametrize("role", sorted(BACK_OFFICE))
def test_back_office_never_opens_by_card(at_root, role):
    html = at_root.get(page_of(role)).content.decode()
    assert 'name="idle_minutes"' in html
    assert 'name="card_allowed"' not in html
    sent = {"idle_minutes": 20, "absolute_hours": 12, "card_allowed": "on", "remember_days": 90}
    at_root.post(page_of(role), sent)
    policy = LoginPolicy.objects.get(role=role)
    assert (policy.idle_minutes, policy.card_allowed, policy.remember_days) == (20, False, 0)
    policy.card_allowed = True
    with pytest.raises(IntegrityError), transaction.atomic():
        policy.save()


def test_others_are_given_cards_or_not(at_root):
    sent = {"idle_minutes": 60, "absolute_hours": 8, "remember_days": 30, "link_days": 1}
    at_root.post(page_of(Role.UNIT), sent)
    unit = LoginPolicy.objects.get(role=Role.UNIT)
    assert (unit.card_allowed, unit.remember_days, unit.link_days) == (False, 30, 1)
    at_root.post(page_of(Role.PARTY), {**sent, "card_allowed": "on"})
    assert LoginPolicy.objects.get(role=Role.PARTY).card_allowed
