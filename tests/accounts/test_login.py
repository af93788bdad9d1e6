"""The door: what it does with strangers who try, and with odd names."""

import datetime as dt

import pytest
import time_machine
from axes.models import AccessAttempt
from django.urls import reverse

from congress.accounts.services import unlock_account

RIGHT = "correct horse 9"


@pytest.fixture
def knock(client, deputy):
    """Try to log in; gives the answer."""

    def knock(password, *, username="deputy", address="10.0.0.1", **headers):
        client.logout()
        sent = {"username": username, "password": password}
        return client.post(reverse("login"), sent, REMOTE_ADDR=address, headers=headers)

    return knock


def test_five_wrong_passwords_lock_the_account_from_everywhere(knock, member):
    assert [knock("wrong", address=f"10.0.0.{n}").status_code for n in range(5)] == [
        *[200] * 4,
        429,
    ]
    shown = knock(RIGHT)
    assert shown.status_code == 429
    assert "登录已暂时锁定" in shown.content.decode()
    assert "请过30分钟再试" in shown.content.decode()
    assert knock(RIGHT, username=" deputy").status_code == 429
    assert knock(RIGHT, address="10.0.0.9").status_code == 429
    assert knock(RIGHT, username="member").status_code == 302


def test_lock_ends_after_half_an_hour_however_often_one_tries_meanwhile(knock):
    with time_machine.travel("2026-09-01 08:00+08:00", tick=False) as clock:
        for _ in range(5):
            knock("wrong")
        clock.shift(dt.timedelta(minutes=29))
        assert knock(RIGHT).status_code == 429
        clock.shift(dt.timedelta(minutes=2))
        assert knock(RIGHT).status_code == 302


def test_name_that_nobody_has_is_locked_like_any_other(knock):
    answers = [knock("wrong", username="nobody") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429] * 2
    known = [knock("wrong") for _ in range(6)][-1]
    assert answers[-1].content == known.content


def test_address_is_locked_after_more_tries_than_an_account(knock, settings, member):
    settings.ADDRESS_FAILURE_LIMIT = 8
    codes = [knock("wrong", username=f"guess{n}").status_code for n in range(8)]
    assert codes == [200] * 7 + [429]
    assert knock(RIGHT).status_code == 429
    assert knock(RIGHT, address="10.0.0.2").status_code == 302


def test_forged_header_is_no_new_address(knock, settings):
    settings.ADDRESS_FAILURE_LIMIT, settings.TRUSTED_PROXIES = 3, 1
    for n in range(3):
        forged = {"x_forwarded_for": f"198.51.100.{n}, 203.0.113.7"}
        code = knock("wrong", username=f"guess{n}", **forged).status_code
    assert code == 429


def test_logging_in_forgives_only_the_own_tries(knock, settings, member):
    settings.ADDRESS_FAILURE_LIMIT = 6
    for _ in range(3):
        knock("wrong")
    assert knock(RIGHT, username="member").status_code == 302
    knock("wrong")
    assert knock("wrong").status_code == 429
    assert AccessAttempt.objects.get().failures_since_start == 5


def test_unlocked_account_may_try_again(knock, deputy, office):
    for _ in range(5):
        knock("wrong")
    unlock_account(actor=office, account=deputy)
    assert knock(RIGHT).status_code == 302


def test_password_that_was_tried_is_kept_nowhere(knock):
    knock("my secret word")
    kept = AccessAttempt.objects.values().get()
    assert "my secret word" not in str(kept)
    assert (kept["get_data"], kept["post_data"]) == ("", "")


@pytest.mark.parametrize("name", ["长" * 300, "a" * 5000])
def test_name_that_is_too_long_is_refused_in_words(knock, name):
    shown = knock("wrong", username=name)
    assert shown.status_code == 200
    assert "最多50个字" in shown.content.decode()


@pytest.mark.parametrize("name", ["deputy\0", "😀", "%", "' OR 1=1 --", "<script>"])
def test_odd_name_is_nobody(knock, name):
    assert knock(RIGHT, username=name).status_code == 200


def test_long_headers_do_no_harm(knock):
    long = "x" * 5000
    assert knock("wrong", user_agent=long, accept=long).status_code == 200
