"""The door: what it does with strangers who try, and with odd names."""

import pytest
from axes.models import AccessAttempt
from django.urls import reverse

RIGHT = "correct horse 9"


@pytest.fixture
def knock(client, deputy):
    """Try to log in; gives the answer."""

    def knock(password, *, username="deputy", address="10.0.0.1", **headers):
        client.logout()
        sent = {"username": username, "password": password}
        return client.post(reverse("login"), sent, REMOTE_ADDR=address, headers=headers)

    return knock


def test_five_wrong_passwords_lock_the_account_from_that_address(knock, member):
    assert [knock("wrong").status_code for _ in range(5)] == [200] * 4 + [429]
    shown = knock(RIGHT)
    assert shown.status_code == 429
    assert "登录已暂时锁定" in shown.content.decode()
    assert "请过30分钟再试" in shown.content.decode()
    assert knock(RIGHT, username=" deputy").status_code == 429
    assert knock(RIGHT, username="member").status_code == 302
    assert knock(RIGHT, address="10.0.0.2").status_code == 302


def test_password_that_was_tried_is_kept_nowhere(knock):
    knock("my secret word")
    kept = AccessAttempt.objects.values().get()
    assert "my secret word" not in str(kept)


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
