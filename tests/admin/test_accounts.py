"""Accounts are made, corrected, unlocked and switched off; never deleted."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from congress.accounts.models import User
from congress.accounts.services import reset_password
from congress.common.models import SecurityEventKind
from congress.common.roles import Role
from tests.conftest import events, give_role
from tests.factories import DeputyFactory, UserFactory


@pytest.fixture
def at_office(office, client):
    client.force_login(office)
    return client


def shown_password(response):
    return re.search(r"密码是 (\S+) ，只显示这一次", response.content.decode()).group(1)


def test_new_account_shows_its_random_password_once(at_office):
    add = reverse("admin:accounts_user_add")
    response = at_office.post(add, {"username": " xiaoqin ", "display_name": "小秦"}, follow=True)
    user = User.objects.get(username="xiaoqin")
    assert user.check_password(shown_password(response))
    page = reverse("admin:accounts_user_change", args=[user.pk])
    assert "只显示这一次" not in at_office.get(page).content.decode()
    event = events().get()
    assert (event.kind, event.ip) == (SecurityEventKind.ACCOUNT_CREATED, "127.0.0.1")


def test_weak_initial_password_is_refused(at_office):
    form = {"username": "neu", "password": "12345"}
    html = at_office.post(reverse("admin:accounts_user_add"), form).content.decode()
    assert "密码" in html
    assert not User.objects.filter(username="neu").exists()


def test_password_is_reset_and_recorded(at_office):
    user = UserFactory(username="lost")
    url = reverse("admin:accounts_user_reset_password_page", args=[user.pk])
    assert "原来的密码将不能再用" in at_office.get(url).content.decode()
    assert user.check_password("correct horse 9")
    response = at_office.post(url, {"password": ""}, follow=True)
    user.refresh_from_db()
    assert user.check_password(shown_password(response))
    assert events().get().kind == SecurityEventKind.PASSWORD_RESET


@pytest.mark.parametrize("role", [Role.SYSADMIN, Role.AUDITOR])
def test_office_can_not_take_over_those_who_watch_it(office, at_office, role):
    guardian = give_role(UserFactory(username="guardian"), role)
    url = reverse("admin:accounts_user_reset_password_page", args=[guardian.pk])
    assert at_office.post(url, {"password": ""}).status_code == 403
    with pytest.raises(PermissionDenied):
        reset_password(actor=office, account=guardian)


def test_account_is_switched_off_not_deleted(at_office, office):
    user = UserFactory(username="gone")
    assert at_office.get(reverse("admin:accounts_user_delete", args=[user.pk])).status_code == 403
    form = {
        "username": "gone",
        "role_assignments-TOTAL_FORMS": "0",
        "role_assignments-INITIAL_FORMS": "0",
    }
    at_office.post(reverse("admin:accounts_user_change", args=[user.pk]), form)
    user.refresh_from_db()
    assert not user.is_active


def test_nobody_switches_himself_off(at_office, office):
    form = {"username": "office", "is_active": ""}
    response = at_office.post(reverse("admin:accounts_user_change", args=[office.pk]), form)
    assert "不能停用自己的账号" in response.content.decode()
    office.refresh_from_db()
    assert office.is_active


def test_deputy_gets_an_account_from_his_page(at_office):
    deputy = DeputyFactory(name="何秋萍")
    url = reverse("admin:deputies_deputy_open_account_page", args=[deputy.pk])
    assert 'value="heqiuping"' in at_office.get(url).content.decode()
    response = at_office.post(url, {"username": "heqiuping"}, follow=True)
    deputy.refresh_from_db()
    assert deputy.user.display_name == "何秋萍"
    assert deputy.user.check_password(shown_password(response))
