"""The first account: made with the code of the console, once, and never by a passer-by."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse

from congress.accounts.models import User
from congress.common.exceptions import RuleViolation
from congress.common.models import SecurityEvent
from congress.common.roles import Role, has_role
from congress.township.setup.first_account import create_first_account, setup_code
from tests.factories import UserFactory

PASSWORD = "Liuxi-2026-qiu"
SENT = {
    "display_name": "秦晓棠",
    "username": "qin",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


def _send(client, **changed):
    return client.post(reverse("first-account"), {"code": setup_code(), **SENT, **changed})


def test_first_account_is_made_with_the_code_and_logged_in(client, db):
    response = _send(client)
    assert response.url == reverse("admin:setup_profile")
    user = User.objects.get()
    assert (user.username, user.display_name) == ("qin", "秦晓棠")
    assert user.check_password(PASSWORD)
    assert has_role(user, Role.OFFICE)
    assert has_role(user, Role.SYSADMIN)
    assert not user.is_superuser
    assert client.get(response.url).status_code == 200
    assert SecurityEvent.objects.get(detail="第一个账号").user == user


@pytest.mark.parametrize("code", ["aaaa-2222", "", "ｎｚｋｚ", "é" * 8, "0" * 20])
def test_wrong_code_makes_no_account(client, db, code):
    response = _send(client, code=code)
    assert response.status_code == 200
    assert response.context["form"].errors["code"]
    assert not User.objects.exists()


def test_code_is_read_as_people_type_it(client, db):
    assert _send(client, code=f" {setup_code().upper().replace('-', ' ')} ").status_code == 302


def test_passwords_that_differ_or_are_weak_are_refused_in_words(client, db):
    form = _send(client, password_again="other").context["form"]
    assert form.errors["password_again"] == ["两次填写的密码不一样。请重新填写。"]
    assert _send(client, password="123", password_again="123").context["form"].errors["password"]
    assert not User.objects.exists()


def test_page_is_gone_once_there_is_an_account(client, db):
    page = reverse("first-account")
    assert client.get(page).status_code == 200
    UserFactory()
    assert client.get(page).status_code == 404
    assert _send(client).status_code == 404


def test_second_who_was_slower_is_told(db):
    create_first_account(username="a", display_name="", password=PASSWORD)
    with pytest.raises(RuleViolation, match="已经有人建立了第一个账号"):
        create_first_account(username="b", display_name="", password=PASSWORD)


def test_home_of_an_untouched_portal_leads_there(client, db):
    page = reverse("first-account")
    assert page in client.get(reverse("home")).content.decode()
    UserFactory()
    assert page not in client.get(reverse("home")).content.decode()


def test_command_tells_the_code_only_while_it_is_needed(db):
    def said() -> str:
        out = StringIO()
        call_command("setup_code", stdout=out)
        return out.getvalue()

    assert setup_code() in said()
    UserFactory()
    assert setup_code() not in said()
