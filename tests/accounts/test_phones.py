"""Phones that are remembered: in without a word, until somebody says no."""

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from congress.accounts.models import RememberedPhone
from congress.accounts.services import revoke_logins
from congress.accounts.services.cards import issue_card, reset_pin, revoke_card
from congress.common.roles import Role
from tests.accounts.test_cards import choose, enter
from tests.conftest import give_role, login_rules

DAY = dt.timedelta(days=1)
START = dt.datetime(2026, 9, 1, 8, 0, tzinfo=dt.UTC)


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def phone(clock, office, deputy) -> Client:
    """The deputy's own phone, on which he came in by card."""
    browser = Client()
    browser.code = issue_card(actor=office, account=deputy)
    choose(browser, browser.code)
    return browser


def lands_on(browser, page="desk") -> str:
    return browser.get(reverse(page), follow=True).request["PATH_INFO"]


def test_secret_is_in_a_cookie_that_scripts_and_other_sites_do_not_get(phone):
    cookie = phone.cookies["phone"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    until = dt.datetime.strptime(cookie["expires"], "%a, %d %b %Y %H:%M:%S GMT")
    assert abs(until - (START.replace(tzinfo=None) + 90 * DAY)) < dt.timedelta(seconds=2)
    assert not cookie["secure"]
    assert cookie.value not in str(RememberedPhone.objects.values())


def test_cookie_is_secure_where_the_page_is(clock, office, deputy):
    browser = Client()
    code = issue_card(actor=office, account=deputy)
    sent = {"code": code, "new_pin": "283719", "again": "283719", "remember": "on"}
    browser.post(reverse("card-enter"), sent, secure=True)
    assert browser.cookies["phone"]["secure"]


def test_phone_opens_the_page_asked_for_without_a_word(clock, phone, deputy):
    clock.shift(80 * DAY)
    assert phone.get(reverse("desk-done")).status_code == 200
    assert deputy.login_sessions.live().get().phone == deputy.phones.get()


def test_each_use_counts_the_days_anew(clock, phone):
    for _ in range(3):
        clock.shift(80 * DAY)
        assert lands_on(phone) == reverse("desk")
    clock.shift(91 * DAY)
    assert lands_on(phone).startswith(reverse("login"))


def test_phone_that_was_not_to_be_remembered_is_not(clock, office, deputy):
    browser = Client()
    code = issue_card(actor=office, account=deputy)
    choose(browser, code, remember="")
    assert "phone" not in browser.cookies
    clock.shift(DAY)
    assert lands_on(browser).startswith(reverse("login"))


def test_form_sent_after_the_login_ran_out_arrives(clock, phone, deputy):
    clock.shift(DAY)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = phone.cookies
    token = strict.cookies["csrftoken"].value
    answer = strict.post(reverse("account-end-login"), {"csrfmiddlewaretoken": token})
    assert answer.url == reverse("account")
    assert strict.get(answer.url).wsgi_request.user == deputy


def test_form_without_its_token_does_not(clock, phone):
    clock.shift(DAY)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = phone.cookies
    assert strict.post(reverse("account-end-login")).status_code == 403


def test_owner_is_known_on_public_pages_too(clock, phone):
    clock.shift(DAY)
    assert "工作台" in phone.get(reverse("home")).content.decode()


@pytest.mark.parametrize("how", [revoke_card, issue_card, reset_pin])
def test_office_shuts_a_phone_out_at_once(clock, phone, office, deputy, how):
    assert phone.get(reverse("desk")).status_code == 200
    how(actor=office, account=deputy)
    assert lands_on(phone).startswith(reverse("login"))


def test_login_ended_from_elsewhere_does_not_come_back_by_its_phone(phone, office, deputy):
    revoke_logins(actor=office, account=deputy, logins=deputy.login_sessions.all())
    assert lands_on(phone).startswith(reverse("login"))


def test_logging_out_asks_whether_to_forget_the_phone(phone, deputy):
    page = phone.post(reverse("logout"))
    assert "这部手机还要记住吗" in page.content.decode()
    assert phone.get(reverse("desk")).status_code == 200
    assert phone.post(reverse("logout"), {"phone": "keep"}).url == reverse("home")
    assert phone.get(reverse("home")).wsgi_request.user.is_anonymous
    assert phone.post(reverse("account-end-login")).url.startswith(reverse("login"))
    assert lands_on(phone) == reverse("desk")
    assert phone.get(reverse("home")).wsgi_request.user == deputy
    phone.post(reverse("logout"), {"phone": "forget"})
    assert phone.cookies["phone"].value == ""
    assert lands_on(phone).startswith(reverse("login"))
    assert not deputy.phones.known().exists()


def test_who_has_no_remembered_phone_is_not_asked(client, deputy):
    client.force_login(deputy)
    assert client.post(reverse("logout")).url == reverse("home")


def test_own_phones_are_listed_and_forgotten(phone, deputy):
    second = Client()
    enter(second, phone.code, remember="on")
    page = phone.get(reverse("account")).content.decode()
    assert page.count("就是这一部") == 1
    other = deputy.phones.exclude(logins__session_key=phone.session.session_key).get()
    phone.post(reverse("account-forget-phone"), {"phone": other.public_id})
    assert lands_on(second).startswith(reverse("login"))
    assert phone.get(reverse("desk")).status_code == 200
    own = deputy.phones.known().get()
    asked = phone.post(reverse("account-forget-phone"), {"phone": own.public_id})
    assert "退出，忘记这部手机" in asked.content.decode()


def test_nobody_forgets_the_phone_of_somebody_else(phone, deputy, other_deputy):
    browser = Client()
    browser.force_login(other_deputy)
    theirs = deputy.phones.get().public_id
    answer = browser.post(reverse("account-forget-phone"), {"phone": theirs})
    assert answer.status_code == 404
    assert deputy.phones.known().exists()


def test_rules_that_remember_nothing_count_at_once(clock, phone):
    login_rules(Role.DEPUTY, remember_days=0)
    clock.shift(DAY)
    assert lands_on(phone).startswith(reverse("login"))


def test_phone_of_an_account_that_is_off_stays_out(clock, phone, deputy):
    type(deputy).objects.filter(pk=deputy.pk).update(is_active=False)
    assert lands_on(phone).startswith(reverse("login"))


def test_phone_opens_no_back_office(clock, phone, deputy):
    give_role(deputy, Role.OFFICE)
    clock.shift(DAY)
    assert phone.get(reverse("admin:index"), follow=True).status_code == 403


def test_password_is_asked_for_where_somebody_wants_to_type_it(clock, phone, deputy):
    clock.shift(DAY)
    assert phone.get(f"{reverse('login')}?by=password").status_code == 200


def test_secret_that_is_no_secret_is_nobodys(client, db):
    for value in ("x", "x" * 5000, "长"):
        client.cookies["phone"] = value.encode().decode("latin-1")
        assert client.get(reverse("desk"), follow=True).status_code == 200


def test_scanning_again_leaves_one_phone(clock, phone, deputy):
    clock.shift(DAY)
    enter(phone, phone.code, remember="on")
    assert deputy.phones.known().count() == 1
