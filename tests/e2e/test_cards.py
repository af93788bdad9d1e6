"""Coming in by card on a phone: without a camera, without scripts, on a phone that is lent."""

from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from congress.accounts.codes import written
from congress.accounts.services.cards import issue_card
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.test_setup import PIN, WECHAT


@pytest.fixture
def code(transactional_db, office, deputy) -> str:
    return issue_card(actor=office, account=deputy)


def choose_pin(phone) -> None:
    phone.page.get_by_label("设一个6位数字口令").fill(PIN)
    phone.page.get_by_label("再输入一遍").fill(PIN)
    phone.press("设好口令，进入")


def path(screen) -> str:
    return urlsplit(screen.page.url).path


def test_code_is_typed_on_a_phone_whose_camera_fails(sit_down, code):
    phone = sit_down(PHONE, scripts=False, user_agent=WECHAT)
    sent = []
    phone.page.on("request", lambda request: sent.append((request.url, request.headers)))
    phone.open(reverse("login"))
    phone.follow("输入卡号")
    phone.page.get_by_label("卡号").fill("kx7p-2mdf")
    phone.press("下一步")
    assert "没有找到这张卡" in phone.text("main")
    phone.page.get_by_label("卡号").fill(written(code).upper().replace("-", " "))
    phone.press("下一步")
    assert "何*萍，您好" in phone.text("main")
    choose_pin(phone)
    assert path(phone) == reverse("desk")
    assert all(code not in url and code not in str(headers) for url, headers in sent)


def test_scanned_code_is_in_no_address_that_is_posted_to_and_in_no_referer(sit_down, code):
    phone = sit_down(PHONE, scripts=False, user_agent=WECHAT)
    sent = []
    phone.page.on("request", lambda asked: sent.append((asked.method, asked.url, asked.headers)))
    phone.open(reverse("card", args=[code]))
    choose_pin(phone)
    assert path(phone) == reverse("desk")
    posted = [urlsplit(url).path for method, url, _ in sent if method == "POST"]
    assert posted == [reverse("card-enter")]
    assert [url for _, url, headers in sent if code in headers.get("referer", "")] == []


def test_text_is_made_larger_on_the_page_of_a_card(sit_down, code):
    phone = sit_down(PHONE, scripts=False, user_agent=WECHAT)
    phone.open(reverse("card", args=[code]))
    phone.click(phone.page.get_by_role("link", name="大字"))
    assert path(phone) == reverse("card", args=[code])
    choose_pin(phone)
    assert path(phone) == reverse("desk")


def test_going_out_asks_whether_to_forget_the_phone(sit_down, code):
    phone = sit_down(PHONE, scripts=False, user_agent=WECHAT)
    phone.open(reverse("card", args=[code]))
    choose_pin(phone)
    phone.press("退出")
    phone.press("退出，继续记住")
    phone.open(reverse("desk"))
    assert path(phone) == reverse("desk")
    phone.press("退出")
    phone.press("退出，忘记这部手机")
    phone.open(reverse("desk"))
    assert path(phone) == reverse("login")


def test_lent_phone_remembers_nobody(sit_down, code):
    phone = sit_down(PHONE, scripts=False, user_agent=WECHAT)
    phone.open(reverse("card", args=[code]))
    phone.page.get_by_label("记住这部手机").uncheck()
    choose_pin(phone)
    phone.press("退出")
    phone.open(reverse("desk"))
    assert path(phone) == reverse("login")


def test_clerk_ends_a_lost_phone_from_the_deputys_page(sit_down, code, deputy):
    phone = sit_down(PHONE, scripts=False, user_agent=WECHAT)
    phone.open(reverse("card", args=[code]))
    choose_pin(phone)
    clerk = sit_down(DESKTOP, scripts=True)
    clerk.log_in("office")
    clerk.open(reverse("admin:deputies_deputy_change", args=[deputy.deputy.pk]))
    card = reverse("admin:deputies_deputy_card_page", args=[deputy.deputy.pk])
    clerk.click(clerk.page.locator(f"a[href='{card}']"))
    assert "微信（安卓）" in clerk.text()
    clerk.press("全部退出，忘记手机")
    assert "现在没有登录" in clerk.text()
    assert "没有记住的手机" in clerk.text()
    phone.open(reverse("desk"))
    assert path(phone) == reverse("login")
