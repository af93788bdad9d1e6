"""A deputy with a phone and no JavaScript; the office that confirms what was done."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from tests.deputies.liaison import task_for
from tests.e2e.conftest import DESKTOP, PHONE


@pytest.fixture
def tasks(transactional_db, deputy, member):
    """One due in nine days, one that is late."""
    today = timezone.localdate()
    dates = {"opens_on": today - dt.timedelta(days=60)}
    later = task_for(deputy.deputy, member.deputy, due_on=today + dt.timedelta(days=9), **dates)
    late = task_for(
        deputy.deputy, member.deputy, quarter=3, due_on=today - dt.timedelta(days=2), **dates
    )
    return late, later


def test_task_goes_from_the_phone_to_the_office_and_back(sit_down, office, tasks):
    late, _ = tasks
    phone = sit_down(PHONE, scripts=False)
    phone.log_in("deputy")
    assert phone.page.url.endswith("/desk/")
    assert "何秋萍代表，您好。" in phone.text()
    assert late.title in phone.text(".urgent")
    assert "逾期2天" in phone.text(".urgent")

    phone.follow("写履职汇报")
    phone.page.get_by_label("地点").fill("沙湖村村委会")
    phone.page.get_by_label("反映的情况和问题").fill("")
    phone.press("提交记录")
    assert "反映的情况和问题：请填写反映的情况和问题。" in phone.text(".error-summary")
    assert phone.page.get_by_label("地点").input_value() == "沙湖村村委会"

    phone.page.get_by_label("反映的情况和问题").fill("机耕路雨后积水，农机下不了田。")
    phone.press("提交记录")
    assert "记录已提交，等人大办确认。" in phone.text()
    assert "待确认" in phone.text(".state-line")

    clerk = sit_down(DESKTOP, scripts=True)
    clerk.log_in("office")
    clerk.follow(re.compile("待确认的办理记录"))
    clerk.follow(late.title)
    assert "机耕路雨后积水，农机下不了田。" in clerk.text()
    clerk.follow(re.compile("确认$"), within="#main")
    clerk.press("确认")
    assert "已确认，任务完成。" in clerk.text()

    phone.follow("任务", within="nav")
    assert late.title not in phone.text(".urgent")
    phone.follow("已完成", within="nav")
    assert late.title in phone.text("main")
    assert "已完成" in phone.text(".tasks")
