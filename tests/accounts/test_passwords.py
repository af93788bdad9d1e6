"""What passwords must be like, and when another one is asked for."""

import datetime as dt

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from congress.accounts.services import create_account, reset_password
from congress.common.models import SecurityEvent, SecurityEventKind
from tests.factories import UserFactory

OLD, NEW = "correct horse 9", "Jiangdi-2026"


def complaint(password, user=None):
    try:
        validate_password(password, user)
    except ValidationError as error:
        return "".join(error.messages)
    return ""


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("Ab1-xyz", "至少8位"),
        ("abcdefgh1", "太简单"),
        ("ABCDEFGH1", "太简单"),
        ("abcdefghijklm", "太简单"),
        ("Admin@123", "太常见"),
        ("Password1!", "太常见"),
        ("江堤上有三棵柳树", "太简单"),
    ],
)
def test_weak_password_is_refused_in_words(password, said):
    assert said in complaint(password)


@pytest.mark.parametrize(
    "password", [NEW, "Ab3defgh", "江堤Ab上有柳3", "the levee has willows", OLD]
)
def test_good_password_passes(password):
    assert complaint(password) == ""


def test_password_like_the_login_name_is_refused(db):
    assert complaint("Heqiuping-1", UserFactory(username="heqiuping"))


def test_present_password_is_no_new_one(db):
    assert "不能和现在的密码一样" in complaint(OLD, UserFactory())


@pytest.fixture
def change(client):
    def change(old=OLD, new=NEW, again=None, **more):
        sent = {"old_password": old, "new_password1": new, "new_password2": again or new, **more}
        return client.post(reverse("password-change"), sent)

    return change


def test_own_password_is_changed_and_recorded(client, deputy, change):
    client.force_login(deputy)
    assert change().url == reverse("desk")
    deputy.refresh_from_db()
    assert deputy.check_password(NEW)
    event = SecurityEvent.objects.get(kind=SecurityEventKind.PASSWORD_CHANGED)
    assert (event.user, event.ip) == (deputy, "127.0.0.1")
    assert client.get(reverse("desk")).status_code == 200


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"old": "wrong"}, "现在的密码不对"),
        ({"again": "Jiangdi-2027"}, "两次写的新密码不一样"),
        ({"new": "short"}, 'id_new_password1">新密码：密码太短，至少8位。'),
        ({"new": OLD}, "不能和现在的密码一样"),
        ({"new": "x" * 200}, "最多128"),
    ],
)
def test_mistake_is_said_and_nothing_is_changed(client, deputy, change, sent, said):
    client.force_login(deputy)
    page = change(**sent)
    assert said in page.content.decode()
    deputy.refresh_from_db()
    assert deputy.check_password(OLD)


def test_other_logins_end_with_the_old_password(client, deputy, change):
    elsewhere = Client()
    for browser in (client, elsewhere):
        browser.force_login(deputy)
    change()
    assert elsewhere.get(reverse("desk")).status_code == 302


def test_initial_password_must_be_changed_before_anything_else(client, office, change):
    user, password = create_account(actor=office, username="neu")
    client.force_login(user)
    desk, page = reverse("desk"), reverse("password-change")
    assert client.get(desk + "?a=1").url == f"{page}?next=%2Fdesk%2F%3Fa%3D1"
    assert client.get(reverse("admin:index")).url.startswith(page)
    assert client.post(reverse("desk-done")).url == page
    shown = client.get(page, {"next": desk}).content.decode()
    assert "请换成只有您自己知道的密码" in shown
    assert client.get(reverse("text-size"), {"size": "large"}).url != page
    assert change(old=password, next=desk).url == desk
    user.refresh_from_db()
    assert not user.must_change_password
    assert client.get(desk).status_code == 200


def test_password_set_by_the_office_must_be_changed(office, deputy):
    reset_password(actor=office, account=deputy)
    deputy.refresh_from_db()
    assert deputy.must_change_password


def test_nobody_resets_his_own_password(client, office):
    with pytest.raises(PermissionDenied):
        reset_password(actor=office, account=office)
    client.force_login(office)
    page = reverse("admin:accounts_user_reset_password_page", args=[office.pk])
    assert client.get(page).url == reverse("password-change")


def test_old_password_must_be_changed_where_the_town_says_so(client, deputy, settings):
    deputy.password_set_at = timezone.now() - dt.timedelta(days=91)
    deputy.save()
    client.force_login(deputy)
    assert client.get(reverse("desk")).status_code == 200
    settings.PASSWORD_MAX_DAYS = 90
    answer = client.get(reverse("desk"), follow=True)
    assert "用得太久" in answer.content.decode()
    deputy.password_set_at = timezone.now() - dt.timedelta(days=89)
    deputy.save()
    assert client.get(reverse("desk")).status_code == 200


@pytest.mark.parametrize("foreign", ["https://example.org/", "//example.org", "javascript:1"])
def test_way_on_never_leaves_the_portal(client, deputy, change, foreign):
    client.force_login(deputy)
    assert (
        "example.org"
        not in client.get(reverse("password-change"), {"next": foreign}).content.decode()
    )
    assert change(next=foreign).url == reverse("desk")


def test_admins_own_page_leads_here(client, office):
    client.force_login(office)
    assert client.get(reverse("admin:password_change")).url == reverse("password-change")


def test_stranger_is_asked_to_log_in(client, db):
    assert client.get(reverse("password-change")).url.startswith(reverse("login"))
