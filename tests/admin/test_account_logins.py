"""The page of an account's logins: what somebody who calls the office needs."""

import datetime as dt
import io

import pdfplumber
import pytest
from django.test import Client
from django.urls import reverse

from congress.accounts.models import LoginCard, LoginSession, RememberedPhone
from congress.accounts.pins import lock_name
from congress.accounts.services.cards import issue_card, issue_link
from congress.common.models import SecurityEvent, SecurityEventKind
from congress.common.roles import Role
from tests.accounts.test_cards import choose, enter
from tests.conftest import events, give_role, login_rules
from tests.factories import UserFactory

ANDROID = "Mozilla/5.0 (Linux; Android 13) Chrome/110 MicroMessenger/8.0.38"


@pytest.fixture
def at_office(office, client):
    client.force_login(office)
    return client


@pytest.fixture
def phone(office, deputy) -> Client:
    """The deputy's own phone, on which he came in by card."""
    browser = Client(headers={"user-agent": ANDROID})
    browser.code = issue_card(actor=office, account=deputy)
    choose(browser, browser.code)
    return browser


def page_of(account) -> str:
    return reverse("admin:accounts_user_logins_page", args=[account.pk])


def is_in(browser) -> bool:
    return browser.get(reverse("desk")).status_code == 200


def test_page_is_reached_from_the_account_and_from_the_deputy(at_office, deputy):
    account = at_office.get(reverse("admin:accounts_user_change", args=[deputy.pk]))
    assert page_of(deputy) in account.content.decode()
    person = reverse("admin:deputies_deputy_change", args=[deputy.deputy.pk])
    card = reverse("admin:deputies_deputy_card_page", args=[deputy.deputy.pk])
    assert card in at_office.get(person).content.decode()
    shown = at_office.get(card, follow=True)
    assert shown.redirect_chain[-1][0] == page_of(deputy)
    assert person in shown.content.decode()


def test_lost_phone_is_out_by_one_button(at_office, phone, deputy):
    second = Client()
    enter(second, phone.code)
    html = at_office.get(page_of(deputy)).content.decode()
    assert "微信（安卓）" in html
    assert "2处" in html
    assert "1部" in html
    at_office.post(page_of(deputy), {"do": "all"})
    assert not is_in(phone)
    assert not is_in(second)
    assert not RememberedPhone.objects.known().exists()
    event = SecurityEvent.objects.get(kind=SecurityEventKind.SESSION_REVOKED)
    assert (event.user.username, event.subject, event.detail) == (
        "office",
        deputy.label,
        "2处登录",
    )
    assert enter(Client(), phone.code).status_code == 302


def test_one_login_is_ended_and_the_others_stay(at_office, phone, deputy):
    second = Client()
    enter(second, phone.code)
    row = LoginSession.objects.get(session_key=second.session.session_key)
    answer = at_office.post(page_of(deputy), {"do": "end", "which": row.public_id}, follow=True)
    assert "那一处已经退出" in answer.content.decode()
    assert not is_in(second)
    assert is_in(phone)
    again = at_office.post(page_of(deputy), {"do": "end", "which": row.public_id}, follow=True)
    assert "早已退出" in again.content.decode()
    assert events().filter(kind=SecurityEventKind.SESSION_REVOKED).count() == 1


def test_phone_without_a_login_is_forgotten_too(at_office, phone, deputy):
    phone.cookies.pop("sessionid")
    known = deputy.phones.known().get()
    at_office.post(page_of(deputy), {"do": "forget", "which": known.public_id})
    assert not is_in(phone)
    event = SecurityEvent.objects.get(kind=SecurityEventKind.PHONE_FORGOTTEN)
    assert (event.user.username, event.detail) == ("office", "微信（安卓）")


def test_phones_of_an_account_that_is_off_are_forgotten_with_the_rest(at_office, phone, deputy):
    type(deputy).objects.filter(pk=deputy.pk).update(is_active=False)
    at_office.post(page_of(deputy), {"do": "all"})
    type(deputy).objects.filter(pk=deputy.pk).update(is_active=True)
    assert not is_in(phone)


def test_row_of_somebody_else_is_not_ended_here(at_office, phone, deputy, other_deputy):
    row = deputy.login_sessions.get()
    known = deputy.phones.get()
    for sent in (
        {"do": "end", "which": row.public_id},
        {"do": "forget", "which": known.public_id},
    ):
        assert at_office.post(page_of(other_deputy), sent).status_code == 302
    assert is_in(phone)


def test_locked_pin_is_shown_and_freed(at_office, phone, deputy):
    for _ in range(5):
        enter(Client(), phone.code, "283718")
    html = at_office.get(page_of(deputy)).content.decode()
    assert "履职卡口令输错太多次，锁到" in html
    assert "登录名和密码输错" not in html
    at_office.post(page_of(deputy), {"do": "unlock"})
    assert "登录锁定" not in at_office.get(page_of(deputy)).content.decode().split("content")[-1]
    assert enter(Client(), phone.code).status_code == 302
    assert events().filter(kind=SecurityEventKind.UNLOCKED, subject=deputy.label).exists()


def test_pin_and_card_are_looked_after_here(at_office, phone, deputy):
    at_office.post(page_of(deputy), {"do": "pin"})
    assert "先设一个口令" in Client().get(reverse("card", args=[phone.code])).content.decode()
    at_office.post(page_of(deputy), {"do": "revoke"})
    assert not LoginCard.objects.usable().exists()
    assert Client().get(reverse("card", args=[phone.code])).status_code == 404


def test_unit_gets_a_card_with_its_name_and_comes_in(at_office, unit):
    html = at_office.get(page_of(unit)).content.decode()
    assert "发卡并打印" in html
    sent = {"do": "print", "seen": at_office.get(page_of(unit)).context["seen"]}
    pdf = at_office.post(page_of(unit), sent)
    with pdfplumber.open(io.BytesIO(pdf.content)) as document:
        text = document.pages[0].extract_text()
    assert "承办单位登录卡" in text
    assert "镇水利站" in text
    link = at_office.post(page_of(unit), {"do": "link"}).context["link"]
    clerk = Client()
    answer = choose(clerk, link.rstrip("/").rsplit("/", 1)[-1])
    assert answer.status_code == 302
    assert clerk.get(reverse("home")).wsgi_request.user == unit


def test_rules_of_the_role_decide_who_may_have_a_card(at_office, unit):
    login_rules(Role.UNIT, card_allowed=False)
    html = at_office.get(page_of(unit)).content.decode()
    assert "只能用登录名和密码登录" in html
    assert "发卡并打印" not in html
    for verb in ("print", "link"):
        answer = at_office.post(page_of(unit), {"do": verb}, follow=True)
        assert "没有发卡" in answer.content.decode()
    assert not LoginCard.objects.exists()


@pytest.mark.parametrize("role", [Role.OFFICE, Role.PARTY, Role.COUNTY])
def test_back_office_and_readers_get_no_card(at_office, role):
    account = give_role(UserFactory(username="zhang"), role)
    assert "发卡并打印" not in at_office.get(page_of(account)).content.decode()
    at_office.post(page_of(account), {"do": "print"})
    assert not LoginCard.objects.exists()


def test_card_printed_twice_from_one_page_is_printed_once(at_office, deputy):
    seen = at_office.get(page_of(deputy)).context["seen"]
    assert at_office.post(page_of(deputy), {"do": "print", "seen": seen}).status_code == 200
    card = LoginCard.objects.usable().get()
    answer = at_office.post(page_of(deputy), {"do": "print", "seen": seen}, follow=True)
    assert "卡已经发过了" in answer.content.decode()
    assert LoginCard.objects.usable().get() == card


@pytest.mark.parametrize("verb", ["", "nonsense"])
def test_what_can_not_be_done_is_said_in_words(at_office, deputy, verb):
    answer = at_office.post(page_of(deputy), {"do": verb}, follow=True)
    assert "请点页面上的按钮" in answer.content.decode()


def test_own_logins_have_a_page_of_their_own(at_office, office):
    assert at_office.get(page_of(office)).url == reverse("account")


def test_link_that_waits_is_shown_until_when(at_office, office, deputy):
    issue_link(actor=office, account=deputy)
    waiting = deputy.login_cards.get()
    assert waiting.expires_at - waiting.issued_at == dt.timedelta(days=3)
    assert "没有用过" in at_office.get(page_of(deputy)).content.decode()


def test_lock_of_a_pin_tells_what_to_do(phone, deputy, settings):
    for _ in range(5):
        page = enter(Client(), phone.code, "283718")
    html = page.content.decode()
    assert "口令连续5次输错" in html
    assert "过30分钟再试" in html
    assert "重设口令" in html
    event = SecurityEvent.objects.get(kind=SecurityEventKind.LOCKED_OUT)
    assert (event.subject, event.detail) == (f"{deputy.label}的口令", "")
    assert lock_name(deputy) not in html


def test_lock_of_an_address_tells_what_to_do(phone, deputy, settings):
    settings.ADDRESS_FAILURE_LIMIT = 3
    for _ in range(3):
        page = enter(Client(), phone.code, "283718")
    assert page.status_code == 429
    html = page.content.decode()
    assert "从您现在用的网络" in html
    assert "改用流量" in html
    assert "由工作人员解锁" not in html
    event = SecurityEvent.objects.get(kind=SecurityEventKind.LOCKED_OUT)
    assert "来源地址输错太多" in event.detail
    assert enter(Client(REMOTE_ADDR="203.0.113.9"), phone.code).status_code == 302
