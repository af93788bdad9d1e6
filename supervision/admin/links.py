"""Links between records of supervision in the back office."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch
from django.utils.html import format_html
from django.utils.safestring import SafeString

from congress.common.admin_links import add_address, change_address


def page_of(record: Any) -> str:
    """The record's page; "" where it has none."""
    try:
        return change_address(record)
    except NoReverseMatch:
        return ""


def form_for(model: Any, **initial: Any) -> str:
    """The empty form of a model; "" where there is none."""
    try:
        return add_address(model, **initial)
    except NoReverseMatch:
        return ""


def linked(record: Any, words: str = "") -> SafeString | str:
    """The record's name as a link to its page."""
    words, url = words or str(record), page_of(record)
    return format_html('<a class="text-link" href="{}">{}</a>', url, words) if url else words
