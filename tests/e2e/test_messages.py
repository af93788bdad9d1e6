"""What the office decides reaches the deputy's phone; what is late reaches the WeChat group."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from congress.common.messaging.reminders import remind
from deputies.services import report_task, return_report
from tests.deputies.liaison import task_for, visit_for
from tests.e2e.conftest import DESKTOP, PHONE
from tests.e2e.test_accessibility import violations
from tests.factories import GroupFactory


@pytest.fixture
def reported(transactional_db, deputy, member):
    """A task that its deputy has reported."""
    today = timezone.localdate()
    task = task_for(
        deputy.deputy,
        member.deputy,
        opens_on=today - dt.timedelta(days=60),
        due_on=today + dt.timedelta(days=5),
    )
    done = {"held_on": today, "place": "沙湖村村委会", "content": "机耕路雨后积水。"}
    report_task(task, actor=deputy, **done)
    return task


def test_returned_report_is_found_on_the_phone(sit_down, office, reported):
    clerk = sit_down(DESKTOP, scripts=True)
    clerk.log_in("office")
    assert "给您的消息" in clerk.text("#main")
    clerk.follow(re.compile("^请确认或退回何秋萍提交的"), within="#main")
    clerk.follow(re.compile("退回$"), within="#main")
    clerk.page.get_by_label("原因").fill("请补写有哪些代表参加。")
    clerk.press("退回")
    assert "已退回" in clerk.text()

    phone = sit_down(PHONE, scripts=False)
    phone.log_in("deputy")
    assert "消息1条未读" in phone.text("nav.desk-nav")
    phone.follow(re.compile("^消息"), within="nav.desk-nav")
    assert "退回原因：请补写有哪些代表参加。" in phone.text("main")
    phone.follow(re.compile("被退回"), within="main")
    assert phone.page.url.endswith(f"/desk/tasks/{reported.public_id}/#report")
    assert "请补写有哪些代表参加。" in phone.text(".returned")
    assert "条未读" not in phone.text("nav.desk-nav")

    phone.page.get_by_label("参加人员").fill("何秋萍、鲁大江")
    phone.press("提交记录")
    phone.follow(re.compile("^消息"), within="nav.desk-nav")
    assert "已办结" in phone.text("main")


def test_reminders_are_marked_read_with_one_thumb(sit_down, deputy, reported, member, term):
    for name in ("新洲代表小组", "沙湖代表小组"):
        today = timezone.localdate()
        visit_for(
            member.deputy,
            GroupFactory(term=term, name=name),
            due_on=today - dt.timedelta(days=7),
            opens_on=today - dt.timedelta(days=60),
        )
    remind(timezone.localdate())
    phone = sit_down(PHONE, scripts=False)
    phone.log_in("member")
    phone.follow(re.compile("^消息"), within="nav.desk-nav")
    assert "您有2项联系任务已逾期" in phone.text("main")
    phone.press("全部标为已读")
    assert "看过的1条" in phone.text("main")
    phone.follow("消息设置", within="main")
    assert "不发电子邮件" in phone.text("main")


def test_text_is_copied_for_the_wechat_group(sit_down, office, reported, member, term):
    visit_for(member.deputy, GroupFactory(term=term, name="新洲代表小组"))
    clerk = sit_down(DESKTOP, scripts=True)
    clerk.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    clerk.log_in("office")
    clerk.follow("催办文字", within="#nav-sidebar")
    box = clerk.page.locator("textarea")
    assert "沈立冬：走访新洲代表小组" in box.input_value()
    clerk.page.get_by_role("button", name="复制", exact=True).click()
    clerk.page.get_by_text("已复制，可以去微信群里粘贴了。").wait_for()
    assert clerk.page.evaluate("navigator.clipboard.readText()") == box.input_value()
    clerk.page.get_by_label("哪些任务").select_option("late")
    clerk.press("生成文字")
    assert "没有要催办的任务。" in clerk.text("#main")


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_pages_of_messages_are_accessible(sit_down, office, deputy, reported, settings, width):
    settings.MAIL_IS_ON = True
    return_report(reported, actor=office, reason="请补写有哪些代表参加。")
    phone = sit_down(width, scripts=True)
    phone.log_in("deputy")
    phone.page.locator("[data-text-size]").click()
    found = []
    for name in ("messages", "message-settings"):
        phone.open(reverse(name))
        found += violations(phone)
    assert found == []


def test_back_office_pages_are_accessible(sit_down, office, reported, member, term):
    visit_for(member.deputy, GroupFactory(term=term, name="新洲代表小组"))
    clerk = sit_down(DESKTOP, scripts=True)
    clerk.log_in("office")
    found = []
    for name in ("deputies_liaisontask_chasing", "common_messagedelivery_changelist"):
        clerk.open(reverse(f"admin:{name}"))
        found += violations(clerk)
    assert found == []
