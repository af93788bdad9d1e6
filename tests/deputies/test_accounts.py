"""The office opens an account for a deputy who logs in by password."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from congress.accounts.models import User
from congress.common.exceptions import RuleViolation, StaleRecord
from deputies.models import Deputy
from deputies.services.accounts import open_account
from tests.factories import DeputyFactory


@pytest.fixture
def person(term):
    return DeputyFactory(name="张伟")


def test_account_is_opened_by_its_page_and_its_password_is_shown_once(office, person, client):
    client.force_login(office)
    page = reverse("admin:deputies_deputy_open_account_page", args=[person.pk])
    assert 'value="zhangwei"' in client.get(page).content.decode()
    shown = client.post(page, {"username": "zhang.wei"}, follow=True).content.decode()
    [password] = re.findall(r"密码是 (\w+) ，只显示这一次", shown)
    person.refresh_from_db()
    assert (person.user.username, person.user.display_name) == ("zhang.wei", "张伟")
    assert person.user.must_change_password
    sent = {"username": "zhang.wei", "password": password}
    assert Client().post(reverse("login"), sent, follow=True).wsgi_request.user == person.user
    assert client.get(page).status_code in (403, 404)


def test_only_the_office_opens_accounts(person, member, deputy):
    for actor in (member, deputy):
        with pytest.raises(PermissionDenied):
            open_account(person, actor=actor, username="zhangwei")
    assert Deputy.objects.get(pk=person.pk).user is None


def test_who_has_an_account_gets_no_second_one(office, deputy):
    with pytest.raises(RuleViolation, match="已有登录账号"):
        open_account(deputy.deputy, actor=office, username="second")
    assert not User.objects.filter(username="second").exists()


def test_of_two_clerks_the_second_leaves_no_account_behind(office, person):
    meanwhile = Deputy.objects.get(pk=person.pk)
    open_account(person, actor=office, username="first")
    with pytest.raises(StaleRecord):
        open_account(meanwhile, actor=office, username="second")
    assert not User.objects.filter(username="second").exists()
    assert Deputy.objects.get(pk=person.pk).user.username == "first"
