"""How long a login lasts, who is logged in where, and how it ends."""

import datetime as dt

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from congress.accounts.browsers import browser_label
from congress.accounts.enums import EndCause, Entry
from congress.accounts.models import LoginPolicy, LoginSession
from congress.accounts.policies import limits_of
from congress.accounts.services import reset_password
from congress.common.models import SecurityEvent, SecurityEventKind
from congress.common.roles import Role, has_role, roles_of
from tests.conftest import give_role, login_rules
from tests.factories import UserFactory

NOW = dt.datetime(2026, 9, 1, 8, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
WECHAT = (
    "Mozilla/5.0 (Linux; Android 10; V1818A Build/QP1A) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/116.0 Mobile Safari/537.36 MMWEBID/1 MicroMessenger/8.0.47 WeChat/arm64"
)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def at(user, user_agent="") -> Client:
    browser = Client(headers={"user-agent": user_agent})
    sent = {"username": user.username, "password": "correct horse 9"}
    assert browser.post(reverse("login"), sent).status_code == 302
    return browser


def is_in(browser) -> bool:
    return browser.get(reverse("account")).status_code == 200


def test_login_is_written_down(deputy):
    browser = at(deputy, WECHAT)
    login = deputy.login_sessions.get()
    assert (login.browser, login.ip, login.entered_by) == (
        "微信（安卓）",
        "127.0.0.1",
        Entry.PASSWORD,
    )
    assert login.session_key == browser.session.session_key
    event = SecurityEvent.objects.get(kind=SecurityEventKind.LOGIN)
    assert (event.user, event.detail) == (deputy, "登录名和密码，微信（安卓）")


def test_office_is_out_after_half_an_hour_without_a_click(clock, office):
    browser = at(office)
    clock.shift(29 * MINUTE)
    assert is_in(browser)
    clock.shift(29 * MINUTE)
    assert is_in(browser)
    clock.shift(31 * MINUTE)
    answer = browser.get(reverse("account"))
    assert answer.url == f"{reverse('login')}?next={reverse('account')}"
    login = LoginSession.objects.get()
    assert (login.end_cause, login.ended_at) == (EndCause.IDLE, NOW + 89 * MINUTE)
    assert not Session.objects.filter(session_key=login.session_key).exists()


def test_login_page_says_why_and_leads_back(clock, office):
    browser = at(office)
    clock.shift(31 * MINUTE)
    page = browser.get(reverse("password-change"), follow=True)
    assert "有一段时间没有操作" in page.content.decode()
    sent = {"username": "office", "password": "correct horse 9"}
    answer = browser.post(f"{page.request['PATH_INFO']}?{page.request['QUERY_STRING']}", sent)
    assert answer.url == reverse("password-change")
    browser.post(reverse("logout"))
    assert "有一段时间没有操作" not in browser.get(reverse("login")).content.decode()


def test_idle_form_meets_the_door_like_any_visitors(clock, deputy):
    browser = at(deputy)
    clock.shift(121 * MINUTE)
    answer = browser.post(reverse("account-end-login"))
    assert answer.status_code == 302
    assert answer.url.startswith(reverse("login"))


def test_public_page_stays_open_to_who_was_idle(clock, office):
    browser = at(office)
    clock.shift(31 * MINUTE)
    page = browser.get(reverse("home"))
    assert page.status_code == 200
    assert page.wsgi_request.user.is_anonymous


def test_login_ends_in_the_evening_however_busy(clock, office):
    browser = at(office)
    for _ in range(12 * 3 - 1):
        clock.shift(20 * MINUTE)
        assert is_in(browser)
    clock.shift(20 * MINUTE)
    assert not is_in(browser)
    assert LoginSession.objects.get().end_cause == EndCause.EXPIRED


def test_strictest_of_several_roles_counts(deputy, member, office):
    assert limits_of(deputy).idle == 120 * MINUTE
    assert limits_of(member).idle == 120 * MINUTE
    give_role(deputy, Role.OFFICE)
    assert limits_of(deputy).idle == 30 * MINUTE
    assert limits_of(deputy).remember == dt.timedelta(0)
    assert limits_of(UserFactory()).idle == 30 * MINUTE
    assert limits_of(UserFactory(is_superuser=True)).absolute == dt.timedelta(hours=12)


def test_role_without_a_row_has_the_defaults(deputy):
    LoginPolicy.objects.all().delete()
    limits = limits_of(deputy)
    assert (limits.idle, limits.remember.days) == (120 * MINUTE, 90)


def test_changed_rule_counts_within_a_minute(clock, deputy):
    browser = at(deputy)
    login_rules(Role.DEPUTY, idle_minutes=10)
    clock.shift(2 * MINUTE)
    assert is_in(browser)
    clock.shift(11 * MINUTE)
    assert not is_in(browser)


def test_use_is_noted_once_a_minute(clock, deputy, django_assert_num_queries):
    browser = at(deputy)
    clock.shift(dt.timedelta(seconds=59))
    with django_assert_num_queries(2):  # the session, the user
        browser.get(reverse("text-size"))
    assert LoginSession.objects.get().seen_at == NOW
    clock.shift(dt.timedelta(seconds=2))
    is_in(browser)
    assert LoginSession.objects.get().seen_at == NOW + dt.timedelta(seconds=61)


def test_own_other_logins_are_listed_and_ended(deputy, other_deputy):
    here, phone, pc = at(deputy), at(deputy, WECHAT), at(deputy)
    stranger = at(other_deputy)
    page = here.get(reverse("account")).content.decode()
    assert "微信（安卓）" in page
    assert "2处" in page
    chosen = deputy.login_sessions.get(browser="微信（安卓）")
    here.post(reverse("account-end-login"), {"login": chosen.public_id})
    assert [is_in(browser) for browser in (here, phone, pc, stranger)] == [True, False, True, True]
    here.post(reverse("account-end-login"))
    assert [is_in(browser) for browser in (here, phone, pc, stranger)] == [True, False, False, True]
    revoked = SecurityEvent.objects.filter(kind=SecurityEventKind.SESSION_REVOKED)
    assert [event.detail for event in revoked] == ["1处登录", "1处登录"]


def test_nobody_ends_the_login_of_somebody_else(deputy, other_deputy):
    mine, theirs = at(deputy), at(other_deputy)
    mine.post(reverse("account-end-login"), {"login": other_deputy.login_sessions.get().public_id})
    assert is_in(theirs)


def test_ended_login_is_told_why(deputy):
    here, phone = at(deputy), at(deputy)
    here.post(reverse("account-end-login"))
    page = phone.get(reverse("account"), follow=True).content.decode()
    assert "这次登录已被撤销" in page


def test_reset_password_ends_all_logins_and_says_so(office, deputy):
    phone = at(deputy)
    reset_password(actor=office, account=deputy)
    page = phone.get(reverse("account"), follow=True).content.decode()
    assert "密码已经更换" in page


def test_account_that_is_switched_off_is_out(deputy):
    phone = at(deputy)
    type(deputy).objects.filter(pk=deputy.pk).update(is_active=False)
    assert not is_in(phone)


def test_changing_the_own_password_keeps_this_login(deputy):
    here, phone = at(deputy), at(deputy)
    new = "Jiangdi-2026"
    sent = {"old_password": "correct horse 9", "new_password1": new, "new_password2": new}
    here.post(reverse("password-change"), sent)
    assert is_in(here)
    assert not is_in(phone)
    assert here.get(reverse("account")).context["here"]


def test_logging_out_ends_the_login_in_the_list(deputy):
    browser = at(deputy)
    browser.post(reverse("logout"))
    assert LoginSession.objects.get().end_cause == EndCause.LOGOUT
    assert not LoginSession.objects.live().exists()
    assert SecurityEvent.objects.filter(kind=SecurityEventKind.LOGOUT, user=deputy).exists()


def test_overview_asks_as_much_for_many_logins_as_for_one(deputy, django_assert_num_queries):
    browser = at(deputy)
    browser.get(reverse("account"))
    with django_assert_num_queries(13):
        browser.get(reverse("account"))
    for _ in range(9):
        at(deputy)
    with django_assert_num_queries(13):
        browser.get(reverse("account"))


def test_failed_logins_are_recorded_without_what_was_typed(client, deputy):
    for name in ("deputy", "correct horse 9"):
        client.post(reverse("login"), {"username": name, "password": "wrong"})
    for _ in range(6):
        client.post(reverse("login"), {"username": "deputy", "password": "wrong"})
    kinds = SecurityEvent.objects.order_by("pk").values_list("kind", flat=True)
    failed = [SecurityEventKind.LOGIN_FAILED] * 6
    assert list(kinds) == [*failed, SecurityEventKind.LOCKED_OUT]
    subjects = set(SecurityEvent.objects.values_list("subject", flat=True))
    assert subjects == {"账号deputy（何秋萍）", "没有这个登录名（c…，15字）"}


def test_card_opens_only_roles_that_allow_cards(chair, deputy):
    assert Role.CHAIR in roles_of(chair)
    assert chair.is_staff
    for user in (chair, deputy):
        user.__dict__.pop("_roles_on", None)
        user.entered_by = Entry.CARD
    assert roles_of(chair) == {Role.PRESIDIUM_MEMBER, Role.DEPUTY}
    assert not has_role(chair, Role.CHAIR)
    assert not chair.is_staff
    assert roles_of(deputy) == {Role.DEPUTY}


@pytest.mark.parametrize(
    ("sent", "label"),
    [
        (WECHAT, "微信（安卓）"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Safari/604.1", "Safari（iPhone）"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120.0 Safari/537.36", "Chrome（Windows）"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/120 Safari/537.36 Edg/120.0", "Edge（Windows）"),
        ("Mozilla/5.0 (Linux; Android 12; HarmonyOS) HuaweiBrowser/14", "华为浏览器（鸿蒙）"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Firefox/128.0", "Firefox（Linux）"),
        ("curl/8", "其他浏览器"),
        ("", "其他浏览器"),
    ],
)
def test_browser_is_named_as_people_call_it(sent, label):
    assert browser_label(sent) == label
