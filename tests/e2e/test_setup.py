"""From an empty database to the first deputy at his desk, as the clerk of a new town does it."""

import io

import pdfplumber
import pytest
from django.urls import reverse

from congress.accounts.services.cards import issue_card
from congress.township.models import Township
from congress.township.setup.first_account import setup_code
from deputies.models import Deputy
from tests.e2e.conftest import DESKTOP, PHONE
from tests.imports.conftest import ROSTER

PASSWORD, PIN = "Liuxi-2026-qiu", "274936"
MOST_SCREENS = 12
WECHAT = "Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 MicroMessenger/8.0.44"


@pytest.mark.usefixtures("transactional_db")
def test_new_town_reaches_its_first_logged_in_deputy_in_twelve_screens(sit_down):
    clerk = sit_down(DESKTOP, scripts=True)
    screens = 1
    clerk.open("/")
    clerk.follow("建立第一个账号", within="main")
    for label, text in (
        ("安装码", setup_code()),
        ("您的姓名", "秦晓棠"),
        ("登录名", "qin"),
        ("密码", PASSWORD),
        ("再填一次密码", PASSWORD),
    ):
        clerk.page.get_by_label(label, exact=True).fill(text)
    clerk.press("建立账号，开始准备")
    screens += 2

    clerk.page.get_by_label("乡镇名称").fill("柳溪镇")
    clerk.press("保存，下一步")
    clerk.page.get_by_label("届", exact=True).fill("19")
    clerk.page.get_by_label("任期开始").fill("2022年1月")
    clerk.press("保存，下一步")
    clerk.page.get_by_label("村和社区").fill("新洲片：新洲村、东岭村、花口村")
    clerk.page.get_by_label("选区").fill("第一选区 3 新洲村、东岭村")
    clerk.press("保存，下一步")
    clerk.page.get_by_label("代表小组").fill("新洲代表小组：新洲村、东岭村")
    clerk.press("保存，下一步")
    screens += 4

    clerk.page.locator("input[type=file]").set_input_files(ROSTER)
    clerk.press("上传并核对")
    clerk.press("确认导入")
    screens += 2
    assert "新增80人" in clerk.text()
    clerk.click(clerk.page.get_by_role("link", name="下一步：发履职卡"))
    screens += 1
    assert "还没有卡的79人" in clerk.text()
    # The cards open as a file of their own; a test reads it from the same form.
    token = clerk.page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    answer = clerk.page.request.post(
        reverse("admin:deputies_deputy_cards_page"),
        form={"csrfmiddlewaretoken": token, "whose": "without"},
        headers={"Referer": clerk.page.url},
        timeout=90_000,  # eighty accounts and pictures: three seconds of a free processor
    )
    assert answer.headers["content-type"] == "application/pdf"
    with pdfplumber.open(io.BytesIO(answer.body())) as document:
        assert len(document.pages) == 10
        assert "柳溪镇人大代表履职卡" in document.pages[0].extract_text()

    # What a code holds is kept nowhere: the deputy is given a card of his own to scan.
    deputy = Deputy.objects.select_related("user").get(name="程翠燕")
    card = issue_card(actor=_clerk(), account=deputy.user)
    phone = sit_down(PHONE, scripts=False, user_agent=WECHAT)
    phone.open(reverse("card", args=[card]))
    phone.page.get_by_label("设一个6位数字口令").fill(PIN)
    phone.page.get_by_label("再输入一遍").fill(PIN)
    phone.press("设好口令，进入")
    screens += 2
    assert phone.page.url.endswith("/desk/")
    assert "程翠燕代表，您好。" in phone.text("main")
    assert screens <= MOST_SCREENS
    assert not Township.objects.get().is_demonstration


def _clerk():
    from congress.accounts.models import User

    return User.objects.get(username="qin")


def test_deputy_comes_in_by_card_and_the_phone_is_remembered(sit_down, office, deputy):
    card = reverse("card", args=[issue_card(actor=office, account=deputy)])
    phone = sit_down(PHONE, scripts=False, user_agent=WECHAT)
    phone.open(card)
    phone.page.get_by_label("设一个6位数字口令").fill(PIN)
    phone.page.get_by_label("再输入一遍").fill(PIN)
    phone.press("设好口令，进入")
    assert phone.page.url.endswith("/desk/")

    # Weeks later the login has run out; the phone is still known.
    phone.page.context.clear_cookies(name="sessionid")
    phone.open(reverse("desk-done"))
    assert phone.page.url.endswith(reverse("desk-done"))

    clerk = sit_down(DESKTOP, scripts=True)
    clerk.log_in("office")
    clerk.open(reverse("admin:deputies_deputy_card_page", args=[deputy.deputy.pk]))
    assert "微信（安卓）" in clerk.text()
    clerk.press("收回卡")
    phone.open(reverse("desk"))
    assert "/login/" in phone.page.url
    phone.page.context.clear_cookies()
    answer = phone.page.request.get(card)
    assert answer.status == 404
    assert "这张卡已经收回" in answer.text()
