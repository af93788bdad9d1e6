"""Template tags: labels, dates, days left, navigation."""

import datetime as dt

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import override_script_prefix
from django.urls import reverse

from congress.common.partial_dates import PartialDate
from congress.common.templatetags import portal
from congress.common.tracing import kept_address, own_address
from congress.township.models import Village

TODAY = dt.date(2026, 8, 12)


def draw(source: str, **context) -> str:
    return Template("{% load portal %}" + source).render(Context(context))


def test_field_label_is_the_verbose_name():
    assert draw('{% field_label village "area" %}', village=Village(name="新洲村")) == "所在片"


def test_field_label_of_an_unknown_field_is_a_fault():
    with pytest.raises(FieldDoesNotExist):
        portal.field_label(Village, "colour")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.date(2026, 4, 9), "2026年4月9日"),
        (dt.datetime(2026, 4, 8, 16, 30, tzinfo=dt.UTC), "2026年4月9日"),
        (PartialDate(1974, 10), "1974年10月"),
        (None, ""),
    ],
)
def test_cn_date_writes_what_is_known(value, text):
    assert portal.cn_date(value) == text


def test_cn_datetime_is_in_the_time_of_the_town():
    value = dt.datetime(2026, 4, 9, 1, 5, tzinfo=dt.UTC)
    assert portal.cn_datetime(value) == "2026年4月9日09:05"
    assert portal.cn_datetime(None) == ""


@pytest.mark.parametrize(
    ("days", "words", "mark"),
    [
        (-1, "逾期1天", "days--late"),
        (0, "今天到期", "days--soon"),
        (7, "还有7天", "days--soon"),
        (8, "还有8天", "days"),
    ],
)
def test_days_left_says_it_in_words(days, words, mark):
    drawn = portal.days_left(TODAY + dt.timedelta(days=days), TODAY)
    assert f">{words}<" in drawn
    assert drawn.split('"')[1].split()[-1] == mark


def test_days_left_without_a_date_is_empty():
    assert portal.days_left(None, TODAY) == ""


def test_name_breaks_after_the_separator_and_escapes():
    assert portal.name_breaks("阿依古丽·买买提") == "阿依古丽·<wbr>买买提"
    assert "<b>" not in portal.name_breaks("<b>·")


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("走访大兴代表小组（2026年第三季度）", ["走访大兴代表小组", "（2026年第三季度）"]),
        ("江湾镇人民代表大会主席团工作报告", ["江湾镇人民代表大会", "主席团工作报告"]),
        ("江湾镇人民代表大会", ["江湾镇人民代表大会"]),
        ("镇十九届人大五次会议", ["镇十九届人大", "五次会议"]),
        ("<b>", ["&lt;b&gt;"]),
    ],
)
def test_phrases_stay_together(title, parts):
    spans = "".join(f'<span class="phrase">{part}</span>' for part in parts)
    assert portal.phrases(title) == spans


@pytest.mark.parametrize(("seconds", "minutes"), [(1800, 30), (1801, 31), (20, 1)])
def test_whole_minutes_rounds_up(seconds, minutes):
    assert portal.whole_minutes(dt.timedelta(seconds=seconds)) == minutes


@pytest.mark.parametrize(
    ("path", "mark"),
    [("/login/", ' aria-current="page"'), ("/login/x/", ' aria-current="true"'), ("/", "")],
)
def test_nav_item_marks_where_the_reader_is(path, mark):
    drawn = draw('{% nav_item "login" "登录" %}', request=RequestFactory().get(path))
    assert drawn == f'<li><a href="/login/"{mark}>登录</a></li>'


def test_nav_item_of_home_is_not_marked_on_the_pages_below():
    drawn = draw('{% nav_item "home" "首页" %}', request=RequestFactory().get("/deputies/"))
    assert "aria-current" not in drawn


def test_nav_item_of_a_page_that_does_not_exist_is_nothing():
    assert draw('{% nav_item "nowhere:index" "无" %}') == ""


def test_stored_address_follows_the_portal_to_another_sub_path():
    with override_script_prefix("/rd/jiangwan/"):
        kept = kept_address(reverse("admin:index"))
    assert kept == "/admin/"
    with override_script_prefix("/rd/xinzhou/"):
        assert own_address(kept) == "/rd/xinzhou/admin/"
    assert own_address("") == kept_address("") == ""
