"""The back office's page of e-mails, and the test mail."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from congress.common.models import DeliveryState, MessageDelivery
from tests.messaging.test_mail import server  # noqa: F401  a fixture
from tests.messaging.test_pages import tell, text_of

pytestmark = pytest.mark.django_db

LIST = "admin:common_messagedelivery_changelist"
TEST = "admin:common_messagedelivery_test_mail"


@pytest.fixture
def failed(deputy):
    deputy.email = "he@example.cn"
    deputy.save()
    return MessageDelivery.objects.create(
        message=tell(deputy, "给何秋萍的话。", detail="退回原因"),
        state=DeliveryState.FAILED,
        tries=1,
        queued_at=timezone.now(),
        next_try_at=timezone.now(),
        last_error="邮件服务器不收这个收件地址。",
    )


def test_list_says_who_and_why_but_neither_words_nor_address(client, office, failed):
    client.force_login(office)
    text = text_of(client.get(reverse(LIST)))
    assert "何秋萍" in text
    assert "没有发出" in text
    assert "邮件服务器不收这个收件地址。" in text
    assert "给何秋萍的话" not in text
    assert "he@example.cn" not in text


def test_first_page_tells_of_mails_that_failed(client, office, failed):
    client.force_login(office)
    html = client.get("/admin/").content.decode()
    assert re.search(r">1<small>封</small>.*?邮件没有发出", html, re.DOTALL)


def test_nothing_can_be_changed_or_deleted(client, office, failed):
    client.force_login(office)
    for page in ("change", "delete"):
        url = reverse(f"admin:common_messagedelivery_{page}", args=[failed.pk])
        assert client.post(url, {"post": "yes"}).status_code == 403
    assert client.get(reverse("admin:common_messagedelivery_add")).status_code == 403


def test_test_mail_goes_to_oneself(client, office, server):  # noqa: F811
    office.email = "clerk@example.cn"
    office.save()
    client.force_login(office)
    assert "发一封" in text_of(client.get(reverse(TEST)))
    response = client.post(reverse(TEST), {"address": "other@example.cn"}, follow=True)
    assert "邮件服务器收下了测试邮件" in text_of(response)
    assert [mail["To"] for mail in server.mails] == ["clerk@example.cn"]


def test_trouble_stands_on_the_page(client, office, server):  # noqa: F811
    office.email = "clerk@example.cn"
    office.save()
    client.force_login(office)
    server.answers["MAIL"] = "553 not yours"
    response = client.post(reverse(TEST), follow=True)
    assert "请核对PORTAL_EMAIL_FROM。服务器的原话：553notyours" in text_of(response)


def test_without_server_or_address_the_page_says_what_is_missing(client, office, settings):
    client.force_login(office)
    assert "没有设置邮件服务器" in text_of(client.get(reverse(TEST)))
    settings.MAIL_IS_ON = True
    assert "您的账号没有填写电子邮箱" in text_of(client.get(reverse(TEST)))
    assert client.post(reverse(TEST)).status_code == 200
