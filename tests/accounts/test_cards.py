"""Coming in by card: the page, the PIN, the link for one use, and how it all ends."""

import datetime as dt

import pytest
import time_machine
from axes.models import AccessAttempt
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from congress.accounts.codes import new_code, read_code, written
from congress.accounts.enums import Entry
from congress.accounts.models import LoginCard, LoginPin, User
from congress.accounts.pins import clean_pin, require_good_pin
from congress.accounts.services import unlock_account
from congress.accounts.services.cards import issue_card, issue_link, reset_pin, revoke_card
from congress.common.exceptions import RuleViolation
from congress.common.models import SecurityEvent, SecurityEventKind
from congress.common.roles import Role
from tests.conftest import give_role, login_rules
from tests.factories import UserFactory

PIN = "283719"
ENTER = "card-enter"


@pytest.fixture
def code(office, deputy) -> str:
    return issue_card(actor=office, account=deputy)


def choose(browser, code, pin=PIN, again=None, remember="on"):
    sent = {"code": code, "new_pin": pin, "again": pin if again is None else again}
    return browser.post(reverse(ENTER), {**sent, "remember": remember})


def enter(browser, code, pin=PIN, **more):
    return browser.post(reverse(ENTER), {"code": code, "pin": pin, **more})


@pytest.fixture
def used(code) -> str:
    """A card whose owner has chosen a PIN, and come in once without being remembered."""
    choose(Client(), code, remember="")
    return code


def test_first_scan_asks_for_a_pin_twice_and_leads_to_the_desk(client, code, deputy):
    page = client.get(reverse("card", args=[code])).content.decode()
    assert "何*萍，您好" in page
    assert "何秋萍" not in page
    assert 'inputmode="numeric"' in page
    answer = choose(client, code)
    assert answer.url == reverse("desk")
    shown = client.get(answer.url)
    assert shown.status_code == 200
    assert shown.wsgi_request.user == deputy
    login = deputy.login_sessions.get()
    assert (login.entered_by, login.phone) == (Entry.CARD, deputy.phones.get())


def test_opening_the_page_changes_nothing(client, code, deputy):
    for _ in range(3):
        client.get(reverse("card", args=[code]))
        client.head(reverse("card", args=[code]))
    card = deputy.login_cards.get()
    assert (card.used_at, card.revoked_at) == (None, None)
    assert not client.cookies.get("sessionid")


def test_later_scan_asks_for_the_pin(client, used, deputy):
    page = client.get(reverse("card", args=[used])).content.decode()
    assert "请输入您的口令" in page
    assert "再输入一遍" not in page
    assert enter(client, used, "283718").status_code == 200
    assert client.get(reverse("desk")).status_code == 302
    assert enter(client, used).url == reverse("desk")


@pytest.mark.parametrize("typed", ["２８３７１９", " 283719 ", "283 719"])
def test_pin_is_read_as_people_type_it(client, used, typed):
    assert enter(client, used, typed).status_code == 302


@pytest.mark.parametrize(
    ("pin", "said"),
    [
        ("123456", "连着的数字"),
        ("987654", "猜到"),
        ("000000", "猜到"),
        ("121212", "猜到"),
        ("760512", "生日"),
        ("197605", "生日"),
        ("12345", "6位数字"),
        ("abcdef", "6位数字"),
        ("", "请输入6位数字口令"),
    ],
)
def test_easy_pin_is_refused_in_words(client, code, deputy, pin, said):
    page = choose(client, code, pin)
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not LoginPin.objects.exists()


def test_most_pins_are_good():
    """So that nobody despairs of finding one."""
    good = 0
    for number in range(0, 1_000_000, 997):
        try:
            require_good_pin(clean_pin(f"{number:06}"))
        except RuleViolation:
            continue
        good += 1
    assert good > 900


def test_two_different_pins_are_refused(client, code):
    assert "两次输入的不一样" in choose(client, code, again="283718").content.decode()


def test_pin_chosen_meanwhile_is_asked_for(client, code, deputy, monkeypatch):
    monkeypatch.setattr("congress.accounts.views.cards.has_pin", lambda _: False)
    choose(Client(), code)
    page = choose(client, code, "371904").content.decode()
    assert "口令刚刚已经设好了" in page
    monkeypatch.undo()
    assert enter(Client(), code).status_code == 302


def test_session_before_the_login_is_not_the_one_after(client, used):
    client.cookies["sessionid"] = "x" * 32
    enter(client, used)
    assert client.cookies["sessionid"].value != "x" * 32


def test_five_wrong_pins_lock_the_card_and_not_the_password(client, used, deputy, office):
    codes = [enter(Client(), used, "283718").status_code for _ in range(5)]
    assert codes == [200] * 4 + [429]
    assert enter(client, used).status_code == 429
    sent = {"username": "deputy", "password": "correct horse 9"}
    assert Client().post(reverse("login"), sent).status_code == 302
    assert enter(client, used).status_code == 429
    unlock_account(actor=office, account=deputy)
    assert enter(client, used).status_code == 302


def test_lock_of_a_card_ends_by_itself(used):
    with time_machine.travel("2026-09-01 08:00+08:00", tick=False) as clock:
        for _ in range(5):
            enter(Client(), used, "283718")
        clock.shift(dt.timedelta(minutes=31))
        assert enter(Client(), used).status_code == 302


def test_right_pin_forgives_the_wrong_ones(used):
    for _ in range(3):
        for _ in range(4):
            enter(Client(), used, "283718")
        assert enter(Client(), used).status_code == 302


def test_card_forgives_no_wrong_passwords(used, deputy):
    wrong = {"username": "deputy", "password": "wrong"}
    for _ in range(4):
        Client().post(reverse("login"), wrong)
    assert enter(Client(), used).status_code == 302
    assert Client().post(reverse("login"), wrong).status_code == 429


def test_codes_that_nobody_has_lock_the_address(client, db, settings, code):
    settings.ADDRESS_FAILURE_LIMIT = 6
    codes = [client.post(reverse(ENTER), {"code": new_code()}).status_code for _ in range(6)]
    assert codes == [200] * 5 + [429]
    assert choose(client, code).status_code == 429


def test_code_is_typed_where_a_phone_cannot_scan(client, code):
    assert "输入卡号" in client.get(reverse(ENTER)).content.decode()
    typed = written(code).upper()
    page = client.post(reverse(ENTER), {"code": typed}).content.decode()
    assert "何*萍，您好" in page
    assert f'value="{code}"' in page
    wrong = client.post(reverse(ENTER), {"code": "kx7p"})
    assert "没有找到这张卡" in wrong.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        "kx7p-2mdf-9qrs-3tvw",
        "KX7P2MDF9QRS3TVW",
        " Kx7p 2mdf 9qrs 3tvw ",
        "ＫＸ７Ｐ－２ＭＤＦ－９ＱＲＳ－３ＴＶＷ",
        "kx7p—2mdf–9qrs_3tvw",
        "kx7p。2mdf，9qrs　3tvw",
    ],
)
def test_code_is_read_as_people_type_it(typed):
    assert read_code(typed) == "kx7p2mdf9qrs3tvw"


@pytest.mark.parametrize("text", ["", "kx7p", "x" * 17, "o" * 16, "长" * 16, "../../etc/passwd"])
def test_rubbish_is_no_code(text):
    assert read_code(text) == ""


def test_code_is_kept_nowhere_and_told_to_nobody(client, code, caplog, deputy):
    page = client.get(reverse("card", args=[code]))
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "strict-origin"
    assert "noindex" in page["X-Robots-Tag"]
    choose(client, code)
    enter(Client(), code, "283718")
    stored = [
        *LoginCard.objects.values(),
        *SecurityEvent.objects.values(),
        *AccessAttempt.objects.values(),
        *LoginCard.history.values(),
        *LoginPin.objects.values(),
        *User.history.values(),
    ]
    assert code not in str(stored)
    assert f"'{PIN}'" not in str(stored)
    assert code not in caplog.text


@pytest.mark.parametrize("header", ["origin", "referer"])
def test_form_arrives_although_the_page_tells_only_its_host(code, header):
    """Over HTTPS the token is taken from our own pages only; old browsers send no Origin."""
    phone = Client(enforce_csrf_checks=True)
    page = phone.get(reverse("card", args=[code]), secure=True)
    sent = {"code": code, "new_pin": PIN, "again": PIN}
    sent["csrfmiddlewaretoken"] = page.context["csrf_token"]
    host = "https://testserver" + ("/" if header == "referer" else "")
    answer = phone.post(reverse(ENTER), sent, secure=True, headers={header: host})
    assert answer.url == reverse("desk")
    foreign = {header: "https://example.org/"}
    assert phone.post(reverse(ENTER), sent, secure=True, headers=foreign).status_code == 403


def test_new_card_makes_the_old_one_void(client, used, office, deputy):
    newer = issue_card(actor=office, account=deputy)
    page = client.get(reverse("card", args=[used]))
    assert page.status_code == 404
    assert "已经收回，或者换了新的" in page.content.decode()
    assert enter(client, used).status_code == 200
    assert enter(client, newer).status_code == 302


def test_link_works_once(client, office, deputy):
    code = issue_link(actor=office, account=deputy)
    assert choose(client, code).status_code == 302
    again = Client().get(reverse("card", args=[code]))
    assert "已经用过了" in again.content.decode()
    assert client.get(reverse("desk")).status_code == 200


def test_link_runs_out_after_the_days_of_the_rules(client, office, deputy):
    login_rules(Role.DEPUTY, link_days=2)
    with time_machine.travel("2026-09-01 08:00+08:00", tick=False) as clock:
        code = issue_link(actor=office, account=deputy)
        clock.shift(dt.timedelta(hours=47))
        assert client.get(reverse("card", args=[code])).status_code == 200
        clock.shift(dt.timedelta(hours=2))
        assert "链接过期了" in client.get(reverse("card", args=[code])).content.decode()


def test_link_leaves_the_card_as_it_is(office, deputy, used):
    issue_link(actor=office, account=deputy)
    code = issue_link(actor=office, account=deputy)
    assert enter(Client(), code).status_code == 302
    assert enter(Client(), used).status_code == 302


def test_reset_pin_lets_the_owner_choose_again(client, office, deputy, used):
    reset_pin(actor=office, account=deputy)
    assert "先设一个口令" in client.get(reverse("card", args=[used])).content.decode()
    assert choose(client, used, "371904").status_code == 302


def test_revoked_card_ends_what_is_running(client, office, deputy, code):
    choose(client, code)
    assert client.get(reverse("desk")).status_code == 200
    revoke_card(actor=office, account=deputy)
    page = client.get(reverse("desk"), follow=True)
    assert page.redirect_chain[-1][0].startswith(reverse("login"))
    assert "这次登录已被撤销" in page.content.decode()


def test_password_login_outlives_the_card(office, deputy, code):
    browser = Client()
    browser.force_login(deputy)
    revoke_card(actor=office, account=deputy)
    assert browser.get(reverse("desk")).status_code == 200


def test_chair_with_a_card_gets_the_desk_and_not_the_back_office(client, chair, office):
    code = issue_card(actor=office, account=chair)
    assert choose(client, code).url == reverse("desk")
    assert client.get(reverse("admin:index"), follow=True).status_code == 403
    page = client.get(reverse("account")).content.decode()
    by_password = f"{reverse('login')}?by=password"
    assert by_password in page
    sent = {"username": "chair", "password": "correct horse 9"}
    assert client.post(by_password, sent).url == reverse("admin:index")
    assert client.get(reverse("admin:index")).status_code == 200
    assert [login.entered_by for login in chair.login_sessions.live()] == [Entry.PASSWORD]


def test_card_of_one_takes_the_place_of_another_who_is_logged_in(client, code, other_deputy):
    client.force_login(other_deputy)
    choose(client, code)
    assert client.get(reverse("account")).wsgi_request.user.username == "deputy"


def test_scan_by_who_is_in_already_leads_to_the_desk(client, used):
    enter(client, used)
    answer = client.get(reverse("card", args=[used]), follow=True)
    assert answer.redirect_chain[-1][0] == reverse("desk")


@pytest.mark.parametrize("make", [issue_card, issue_link])
def test_card_needs_a_role_that_it_opens(office, auditor, deputy, make):
    with pytest.raises(PermissionDenied):
        make(actor=deputy, account=deputy)
    sysadmin = give_role(UserFactory(username="root2"), Role.SYSADMIN)
    for account in (auditor, UserFactory(username="boss", is_superuser=True)):
        with pytest.raises((RuleViolation, PermissionDenied)):
            make(actor=sysadmin, account=account)
    assert not LoginCard.objects.exists()


def test_superuser_never_comes_in_by_card(client, used, deputy):
    enter(client, used)
    User.objects.filter(pk=deputy.pk).update(is_superuser=True)
    assert client.get(reverse("desk")).status_code == 302
    assert enter(Client(), used).status_code == 200


def test_rules_that_allow_no_cards_shut_them_out(client, used):
    login_rules(Role.DEPUTY, card_allowed=False)
    assert client.get(reverse("card", args=[used])).status_code == 404
    assert enter(client, used).status_code == 200


def test_what_happens_is_recorded(client, code, office, deputy):
    choose(client, code)
    revoke_card(actor=office, account=deputy)
    kinds = SecurityEvent.objects.order_by("pk").values_list("kind", "user__username")
    assert list(kinds) == [
        (SecurityEventKind.CARD_ISSUED, "office"),
        (SecurityEventKind.PIN_SET, "deputy"),
        (SecurityEventKind.LOGIN, "deputy"),
        (SecurityEventKind.CARD_REVOKED, "office"),
    ]


def test_own_pin_is_changed_with_the_present_one(client, used):
    enter(client, used)
    page = reverse("pin-change")
    sent = {"pin": "283718", "new_pin": "371904", "again": "371904"}
    assert "口令不对" in client.post(page, sent).content.decode()
    assert (
        "不能和现在的一样"
        in client.post(page, {"pin": PIN, "new_pin": PIN, "again": PIN}).content.decode()
    )
    assert client.post(page, {**sent, "pin": PIN}).url == reverse("account")
    assert enter(Client(), used).status_code == 200
    assert enter(Client(), used, "371904").status_code == 302


def test_wrong_present_pins_lock_like_at_the_door(client, used):
    enter(client, used)
    sent = {"pin": "283718", "new_pin": "371904", "again": "371904"}
    codes = [client.post(reverse("pin-change"), sent).status_code for _ in range(5)]
    assert codes == [200] * 4 + [429]


def test_who_has_no_pin_is_told_when_to_choose_one(client, deputy):
    client.force_login(deputy)
    page = client.get(reverse("pin-change"), follow=True)
    assert page.redirect_chain[-1][0] == reverse("account")
    assert "第一次扫卡时设置" in page.content.decode()


def test_wrong_tries_count_for_the_person_not_for_the_card(used, office, deputy):
    for _ in range(3):
        enter(Client(), used, "283718")
    link = issue_link(actor=office, account=deputy)
    assert "再错1次" in enter(Client(), link, "283718").content.decode()
    assert enter(Client(), link, "283718").status_code == 429
    assert enter(Client(), used).status_code == 429


def test_card_of_who_left_office_opens_nothing(client, code, deputy):
    choose(client, code)
    deputy.deputy.mandates.update(ends_on="2020-01-01", end_cause="resigned")
    assert client.get(reverse("card", args=[code])).status_code == 404
    assert enter(Client(), code).status_code == 200


def test_refused_form_leaves_the_code_out_of_the_log(code, caplog):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(reverse(ENTER), {"code": code, "pin": PIN}).status_code == 403
    assert strict.post(reverse("card", args=["nosuchcode"])).status_code == 403
    assert code not in caplog.text


def test_office_takes_a_card_back_from_who_may_have_none_any_more(office, deputy, code):
    give_role(office, Role.SYSADMIN)
    login_rules(Role.DEPUTY, card_allowed=False)
    revoke_card(actor=office, account=deputy)
    assert not LoginCard.objects.usable().exists()
