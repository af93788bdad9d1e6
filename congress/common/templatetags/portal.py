"""Template tags that all pages share: labels from the models, dates, days left, navigation."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django import template
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from congress.common.tracing import own_address

register = template.Library()
register.filter(own_address)

SOON_DAYS = 7
_BREAKS = re.compile("(?=（)|(?<=人民代表大会)|(?<=届人大)(?=.{1,3}次会议)")


@register.simple_tag
def field_label(obj: models.Model | type[models.Model], field_name: str) -> str:
    """The ``verbose_name`` of a model field, so that its word is typed only once.

    ``obj`` is an instance or a model class. Raises FieldDoesNotExist for an unknown field.
    """
    field = obj._meta.get_field(field_name)
    return str(getattr(field, "verbose_name", field.name))


@register.filter
def cn_date(value: Any) -> str:
    """Y年n月j日 of a date or datetime; a partial date says what it knows; None is empty."""
    if value is None or value == "":
        return ""
    if isinstance(value, dt.datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if isinstance(value, dt.date):
        return f"{value.year}年{value.month}月{value.day}日"
    return str(value)


@register.filter
def cn_datetime(value: dt.datetime | None) -> str:
    """Y年n月j日 and the time in 24 hours, in the town's time zone; None is empty."""
    if value is None:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{cn_date(local)}{local:%H:%M}"


@register.filter
def day_off(day: dt.date | None, calendar: Any) -> str:
    """Why nobody works on that day, in brackets: （国庆节）, （星期六）. Empty for a working day.

    ``calendar`` is ``working_calendar`` of every page's context; without one nothing is said.
    """
    name = calendar.day_off_name(day) if day and calendar else ""
    return f"（{name}）" if name else ""


@register.filter
def name_breaks(name: str) -> SafeString:
    """A name that may break only after its separator (U+00B7): 阿依古丽·买买提."""
    return mark_safe(escape(name).replace("·", "·<wbr>"))  # noqa: S308  escaped before


@register.filter
def phrases(title: str) -> SafeString:
    """A title in parts that stay together on a narrow line.

    It breaks first before a parenthesis and after the congress:
    走访大兴代表小组 / （2026年第三季度）, 江湾镇人民代表大会 / 主席团工作报告,
    镇十九届人大 / 五次会议.
    """
    parts = [part for part in _BREAKS.split(title) if part]
    return format_html_join("", '<span class="phrase">{}</span>', ((part,) for part in parts))


@register.filter
def files_in_words(files: Iterable[Any]) -> str:
    """What is attached, for paper: 照片3张、扫描件1份、会议签到表.pdf."""
    counts = Counter(file.kind_in_words for file in files if file.is_picture or file.is_scan)
    units = {"照片": "张"}
    counted = [f"{kind}{count}{units.get(kind, '份')}" for kind, count in counts.items()]
    named = [file.name for file in files if not (file.is_picture or file.is_scan)]
    return "、".join([*counted, *named])


@register.filter
def whole_minutes(value: dt.timedelta | None) -> int | str:
    """A duration in minutes, rounded up; empty when it is unknown."""
    return -(-int(value.total_seconds()) // 60) if value else ""


@register.simple_tag
def days_left(due_on: dt.date | None, on: dt.date | None = None) -> SafeString | str:
    """What is left until ``due_on`` in words: 还有12天, 今天到期, 逾期3天. Empty without a date."""
    if due_on is None:
        return ""
    days = (due_on - (on or timezone.localdate())).days
    if days < 0:
        return format_html('<span class="days days--late">逾期{}天</span>', -days)
    if days == 0:
        return format_html('<span class="days days--soon">{}</span>', "今天到期")
    soon = " days--soon" if days <= SOON_DAYS else ""
    return format_html('<span class="days{}">还有{}天</span>', soon, days)


@register.simple_tag(takes_context=True)
def nav_item(context: template.Context, url_name: str, label: str) -> SafeString | str:
    """One ``<li>`` of a navigation. Marks where the reader is; nothing if there is no such page."""
    try:
        address = reverse(url_name)
    except NoReverseMatch:
        return ""
    current = _aria_current(context, address)
    return format_html('<li><a href="{}"{}>{}</a></li>', address, current, label)


def _aria_current(context: template.Context, address: str) -> SafeString | str:
    """``page`` for this very page, ``true`` for a page below it. The home page has none below."""
    request = context.get("request")
    here = request.path if request else ""
    if here == address:
        return format_html(' aria-current="{}"', "page")
    below = address != reverse("home") and address.endswith("/") and here.startswith(address)
    return format_html(' aria-current="{}"', "true") if below else ""
