"""Duty cards and PINs: who comes in, who doesn't, and what ends at once."""

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from congress.accounts.models import LoginCard, LoginPin, LoginPolicy, RememberedPhone
from congress.accounts.pins import require_good_pin
from congress.accounts.services import cards, revoke_logins
from congress.common.exceptions import RuleViolation
from congress.common.models import SecurityEvent
from congress.common.roles import Role
from tests.conftest import give_role

PIN = "274936"
EASY = ["123456", "654321", "111111", "121212", "123123", "112211", "800512"]


@pytest.fixture
def token(office, deputy) -> str:
    return cards.issue_card(actor=office, account=deputy)


def page(token: str) -> str:
    return reverse("card", args=[token])


def first_time(client: Client, token: str, pin: str = PIN):
    return client.post(page(token), {"pin": pin, "again": pin})


def is_in(client: Client) -> bool:
    return client.get(reverse("desk")).status_code == 200


def only_the_phone(client: Client) -> Client:
    """The browser some weeks later: its session is gone, the phone is remembered."""
    later = Client()
    later.cookies["phone"] = client.cookies["phone"].value
    return later


def test_first_use_asks_for_a_pin_and_leads_to_the_desk(client, token, deputy):
    assert "请设一个口令" in client.get(page(token)).content.decode()
    assert first_time(client, token).url == reverse("desk")
    assert is_in(client)
    second = Client()
    assert "请输入您的口令" in second.get(page(token)).content.decode()
    assert second.post(page(token), {"pin": PIN}).url == reverse("desk")


def test_opening_the_page_changes_nothing(client, token):
    for _ in range(3):
        response = client.get(page(token))
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]
    assert not LoginPin.objects.exists()
    assert not is_in(client)


def test_page_names_nobody_in_full(client, token, deputy):
    html = client.get(page(token)).content.decode()
    assert "何*萍" in html
    assert deputy.display_name not in html


def test_secret_and_pin_are_kept_as_digests_only(client, token, deputy):
    first_time(client, token)
    card = LoginCard.objects.get()
    assert token not in str(card.__dict__)
    assert token not in str(card.history.values())
    assert PIN not in LoginPin.objects.get().code
    assert not [event for event in SecurityEvent.objects.all() if token in str(event.__dict__)]


@pytest.mark.parametrize(
    "pin",
    ["12345", "1234567", "12345a", "１２３４５６", "", *EASY],
)
def test_weak_pin_is_refused_in_words(client, token, pin):
    response = first_time(client, token, pin)
    assert response.status_code == 200
    assert response.context["form"].errors
    assert not LoginPin.objects.exists()


@pytest.mark.parametrize("pin", ["274936", "908172", "135792"])
def test_pin_that_is_not_easily_guessed_is_taken(pin):
    require_good_pin(pin)


def test_fifth_wrong_pin_locks_for_half_an_hour(client, token):
    first_time(Client(), token)
    said = [
        client.post(page(token), {"pin": "000111"}).context["form"].errors["pin"][0]
        for _ in range(5)
    ]
    assert said[0] == "口令不对。请核对后再输，还可以试4次。"
    assert said[4].startswith("口令输错太多次，已锁住")
    assert client.post(page(token), {"pin": PIN}).status_code == 200
    with time_machine.travel(timezone.now() + dt.timedelta(minutes=31), tick=False):
        assert client.post(page(token), {"pin": PIN}).status_code == 302


def test_wrong_tries_count_for_the_person_not_for_the_card(client, token, office, deputy):
    first_time(Client(), token)
    for _ in range(3):
        client.post(page(token), {"pin": "000111"})
    link = cards.issue_link(actor=office, account=deputy)
    client.post(page(link), {"pin": "000111"})
    client.post(page(link), {"pin": "000111"})
    assert client.post(page(token), {"pin": PIN}).status_code == 200


def test_phone_is_remembered_ninety_days_after_its_last_use(client, token):
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        first_time(client, token)
    with time_machine.travel(start + dt.timedelta(days=89), tick=False):
        again = only_the_phone(client)
        assert is_in(again)
    with time_machine.travel(start + dt.timedelta(days=89 + 89), tick=False):
        assert is_in(only_the_phone(again))
    with time_machine.travel(start + dt.timedelta(days=89 + 89 + 91), tick=False):
        assert not is_in(only_the_phone(again))


def test_form_that_was_open_overnight_is_taken_from_a_remembered_phone(token, deputy):
    browser = Client(enforce_csrf_checks=True)
    start = timezone.now()
    with time_machine.travel(start, tick=False):
        token_sent = browser.get(page(token)).cookies["csrftoken"].value
        sent = {"pin": PIN, "again": PIN, "csrfmiddlewaretoken": token_sent}
        browser.post(page(token), sent)
        open_form = browser.get(reverse("message-settings")).context["csrf_token"]
    with time_machine.travel(start + dt.timedelta(days=2), tick=False):
        answer = browser.post(
            reverse("message-settings"), {"csrfmiddlewaretoken": str(open_form)}, follow=True
        )
    assert answer.status_code == 200
    assert "/login/" not in str(answer.redirect_chain)


def test_logging_out_forgets_the_phone(client, token):
    first_time(client, token)
    phone = only_the_phone(client)
    client.post(reverse("logout"))
    assert client.cookies["phone"].value == ""
    assert not is_in(phone)


def test_card_scanned_again_by_who_is_in_leads_to_the_desk(client, token, deputy):
    first_time(client, token)
    assert client.post(page(token), {"pin": PIN}).url == reverse("desk")
    assert is_in(client)
    assert deputy.login_sessions.live().count() == 1


def test_revoking_ends_card_link_phones_and_live_logins_at_once(client, token, office, deputy):
    first_time(client, token)
    phone, link = only_the_phone(client), cards.issue_link(actor=office, account=deputy)
    cards.revoke_card(actor=office, account=deputy)
    assert not is_in(client)
    assert not is_in(phone)
    for secret in (token, link):
        assert client.get(page(secret)).status_code == 404


def test_new_card_replaces_the_old_and_keeps_the_pin(client, token, office, deputy):
    first_time(client, token)
    new = cards.issue_card(actor=office, account=deputy)
    assert client.get(page(token)).status_code == 404
    assert Client().post(page(new), {"pin": PIN}).status_code == 302


def test_ending_a_login_from_elsewhere_forgets_its_phone(client, token, office, deputy):
    first_time(client, token)
    revoke_logins(actor=office, account=deputy, logins=deputy.login_sessions.all())
    assert not is_in(client)
    assert not is_in(only_the_phone(client))


def test_own_phone_can_be_forgotten_and_nobody_elses(client, token, deputy, other_deputy):
    first_time(client, token)
    phone = RememberedPhone.objects.get()
    stranger = Client()
    stranger.force_login(other_deputy)
    forget = reverse("account-forget-phone")
    assert stranger.post(forget, {"phone": phone.public_id}).status_code == 404
    assert phone.browser in client.get(reverse("account")).content.decode()
    client.post(forget, {"phone": phone.public_id})
    assert not is_in(only_the_phone(client))


def test_link_works_once_and_for_its_days_only(client, office, deputy):
    link = cards.issue_link(actor=office, account=deputy)
    assert first_time(client, link).status_code == 302
    assert Client().get(page(link)).status_code == 404
    link = cards.issue_link(actor=office, account=deputy)
    with time_machine.travel(timezone.now() + dt.timedelta(days=3, minutes=1), tick=False):
        assert client.get(page(link)).status_code == 404


def test_pin_is_reset_by_the_office_and_chosen_anew(client, token, office, deputy):
    first_time(client, token)
    cards.reset_pin(actor=office, account=deputy)
    assert not is_in(client)
    assert first_time(client, token, "481593").status_code == 302


def test_own_pin_is_changed_by_who_knows_it(client, token):
    first_time(client, token)
    change = reverse("pin-change")
    new = {"pin": "481593", "again": "481593"}
    assert client.post(change, {"old": "000111", **new}).context["form"].errors["old"]
    assert client.post(change, {"old": PIN, **new}).status_code == 302
    assert Client().post(page(token), {"pin": "481593"}).status_code == 302


def test_card_of_a_chair_opens_the_desk_and_not_the_back_office(client, office, chair):
    first_time(client, cards.issue_card(actor=office, account=chair))
    assert is_in(client)
    assert client.get(reverse("admin:index"), follow=True).status_code == 403
    assert client.get("/admin/deputies/deputy/", follow=True).status_code == 403
    inside = Client()
    inside.force_login(chair)
    assert inside.get(reverse("admin:index")).status_code == 200


def test_policy_of_the_role_decides_about_cards(client, office, deputy, token):
    LoginPolicy.objects.update_or_create(
        role=Role.DEPUTY,
        defaults={
            "idle_minutes": 60,
            "absolute_hours": 5,
            "remember_days": 0,
            "card_allowed": True,
            "link_days": 1,
        },
    )
    first_time(client, token)
    assert "phone" not in client.cookies
    LoginPolicy.objects.filter(role=Role.DEPUTY).update(card_allowed=False)
    assert client.get(page(token)).status_code == 404
    with pytest.raises(RuleViolation, match="没有可以用履职卡登录的角色"):
        cards.issue_card(actor=office, account=deputy)


def test_cards_are_given_by_the_office_and_never_to_who_may_do_everything(
    office, auditor, deputy, other_deputy
):
    for actor in (auditor, other_deputy, deputy):
        with pytest.raises(PermissionDenied):
            cards.issue_card(actor=actor, account=deputy)
    deputy.is_superuser = True
    deputy.save()
    give_role(office, Role.SYSADMIN)
    with pytest.raises(PermissionDenied):
        cards.issue_card(actor=office, account=deputy)


def test_closed_account_comes_in_by_nothing(client, token, deputy):
    first_time(client, token)
    phone = only_the_phone(client)
    deputy.is_active = False
    deputy.save()
    assert not is_in(phone)
    assert client.get(page(token)).status_code == 404


def test_card_of_who_left_office_opens_nothing(client, token, deputy):
    first_time(client, token)
    deputy.deputy.mandates.update(ends_on="2020-01-01", end_cause="resigned")
    assert client.get(page(token)).status_code == 404
    assert not is_in(only_the_phone(client))


@pytest.mark.parametrize("cookie", ["", "x" * 5000, "null", "é"])
def test_forged_cookie_is_a_visitor(client, deputy, cookie):
    client.cookies["phone"] = cookie
    assert not is_in(client)
