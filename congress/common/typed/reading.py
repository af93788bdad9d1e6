"""What somebody typed into a form that could not be answered as usual: kept, and shown in words."""

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.http.request import RawPostDataException, UnreadablePostError
from django.utils.datastructures import MultiValueDict
from django.utils.dateparse import parse_date

from congress.common.templatetags.portal import cn_date
from congress.common.typed.labels import Box, Page, box_named, is_password, page_of

_SECRET = "已填写（保密，不显示）"  # noqa: S105
_CHOSEN = "已选择"
_CHINESE = re.compile("[\u3400-\u9fff]")
_CONFIRMED = ("post", "yes")  # what Django's page says before it deletes
_OF_LISTS = {"action", "index", "select_across"}  # Django's boxes for several records at once
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105


@dataclass(frozen=True)
class Typed:
    """One box and what was typed into it."""

    label: str
    text: str


def posted_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """(name, value) of every posted box but passwords, in order; empty when it can't be read."""
    try:
        data = request.POST
    except (UnreadablePostError, RawPostDataException):
        return []
    return [
        (name, value)
        for name in data
        if name != _TOKEN and not is_password(name) and "__prefix__" not in name
        for value in data.getlist(name)
    ]


def has_password(request: HttpRequest) -> bool:
    """Whether a password was sent along, without which the form can't be sent again."""
    try:
        return any(is_password(name) for name in request.POST if name != _TOKEN)
    except (UnreadablePostError, RawPostDataException):
        return False


def chosen_files(request: HttpRequest) -> list[str]:
    """Names of the files that were sent along, which have to be chosen again."""
    try:
        files: MultiValueDict[str, Any] = request.FILES
    except (UnreadablePostError, RawPostDataException):
        return []
    return [one.name for name in files for one in files.getlist(name) if one.name]


def typed_text(request: HttpRequest) -> list[Typed]:
    """What was typed into the form that was posted, box by box, for a person to read."""
    return text_of(posted_fields(request), page_of(request.path))


def text_of(fields: list[tuple[str, str]], page: Page) -> list[Typed]:
    """The same of boxes that were kept.

    Left out is what nobody typed: hidden boxes, buttons, empty ones. Of a secret column only that
    it was filled in is said, and of a chosen record that one was chosen: its name would have to be
    looked up, by a page that doesn't know who may read it.
    """
    shown = []
    for name, value in fields:
        if (name, value) == _CONFIRMED or name in _OF_LISTS:
            continue
        box = box_named(name, page) if value.strip() else None
        if box is not None:
            shown.append(Typed(box.heading, _in_words(box, value)))
        elif _CHINESE.search(value):
            shown.append(Typed("其他内容", value))
    return shown


def _in_words(box: Box, value: str) -> str:
    field = box.field
    if box.is_secret:
        return _SECRET
    if isinstance(field, forms.ModelChoiceField) or getattr(field, "related_model", None):
        return _CHOSEN
    if choices := getattr(field, "flatchoices", None) or getattr(field, "choices", None):
        return str(dict(_flat(choices)).get(value, value))
    if value == "on":
        return "是"
    return _day(value) or value


def _day(text: str) -> str:
    """2026年11月24日 for what a box for days sends; "" when it is no day."""
    try:
        return cn_date(parse_date(text))
    except ValueError:
        return ""


def _flat(choices: Any) -> list[tuple[str, str]]:
    return [
        (str(value), str(label)) for value, label in choices if not isinstance(label, list | tuple)
    ]
