"""What the auditor types above the list; all of it stands in the address, to be passed on."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from congress.common.audit.kinds import EVENT, record_kinds
from congress.common.audit.trail import ACTIONS, Place, TrailFilter
from congress.common.client_address import parse_address
from congress.common.models import SecurityEventKind
from congress.common.text_search import plain_contains, search_query

SYSTEM = "系统"
_ALL = "全部"
_NO_SUCH_CHOICE = {"invalid_choice": "没有这一项，请重新选。"}
_NO_SUCH_DAY = {"invalid": "没有这个日期，请写成 2026-05-03 的样子。"}
_BEGINNING = re.compile(r"[0-9a-fA-F.:]{1,45}")


class _DayInput(UnfoldAdminTextInputWidget):
    input_type = "date"


class TrailForm(forms.Form):
    """The filters. Empty ones count for nothing; ``after`` is where a further page begins."""

    q = forms.CharField(
        required=False,
        max_length=200,
        label="文字",
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "名称、原因或说明里的字"}),
    )
    who = forms.CharField(
        required=False,
        max_length=100,
        label="操作人",
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "姓名或登录名"}),
    )
    kind = forms.ChoiceField(
        required=False, label="种类", widget=UnfoldAdminSelectWidget, error_messages=_NO_SUCH_CHOICE
    )
    action = forms.ChoiceField(
        required=False,
        label="操作",
        choices=[("", _ALL), *ACTIONS.items(), (EVENT, "安全事件")],
        widget=UnfoldAdminSelectWidget,
        error_messages=_NO_SUCH_CHOICE,
    )
    since = forms.DateField(
        required=False, label="从", widget=_DayInput, error_messages=_NO_SUCH_DAY
    )
    until = forms.DateField(
        required=False, label="到", widget=_DayInput, error_messages=_NO_SUCH_DAY
    )
    ip = forms.CharField(
        required=False,
        max_length=100,
        label="来源地址",
        widget=UnfoldAdminTextInputWidget(attrs={"placeholder": "如 10.20.30.40"}),
    )
    after = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = [(f"{EVENT}.{kind}", label) for kind, label in SecurityEventKind.choices]
        records = [(kind.key, kind.title) for kind in record_kinds()]
        self.fields["kind"].choices = [  # type: ignore[attr-defined]
            ("", _ALL),
            ("安全事件", events),
            ("记录", records),
        ]

    def clean_ip(self) -> str:
        typed = str(self.cleaned_data["ip"]).strip()
        if typed and not (parse_address(typed) or _BEGINNING.fullmatch(typed)):
            raise forms.ValidationError("来源地址请写IP地址，或者它开头的几段，如 10.20.。")
        return typed

    def clean_after(self) -> Place | None:
        typed = self.cleaned_data["after"]
        if not typed:
            return None
        try:
            return Place.parse(typed)
        except ValueError as error:
            raise forms.ValidationError("地址里翻页的位置看不懂，请从最新的看起。") from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", "“到”不能早于“从”。")
        return cleaned

    @property
    def wanted(self) -> TrailFilter:
        """What is looked for; the form must be valid."""
        typed = self.cleaned_data
        kind, _, event = typed["kind"].partition(f"{EVENT}.")
        whole = parse_address(typed["ip"])
        return TrailFilter(
            text=search_query(typed["q"]),
            actors=_accounts(typed["who"].strip()),
            kind=EVENT if event else kind,
            event=event,
            action=typed["action"],
            since=_start(typed["since"]),
            until=_start(typed["until"], days=1),
            address=whole or typed["ip"],
            is_whole_address=whole is not None,
        )

    @property
    def in_words(self) -> list[tuple[str, str]]:
        """(label, what was typed or chosen) of the filters that count."""
        found = []
        for field in self.visible_fields():
            value = self.cleaned_data.get(field.name)
            if value in ("", None):
                continue
            if isinstance(value, dt.date):
                value = f"{value.year}年{value.month}月{value.day}日"
            elif isinstance(field.field, forms.ChoiceField):
                value = _label_of(field.field.choices, value)
            found.append((str(field.label), str(value)))
        return found


def _label_of(choices: Any, value: str) -> str:
    for key, label in choices:
        if isinstance(label, (list, tuple)):
            if found := _label_of(label, value):
                return found
        elif key == value:
            return str(label)
    return ""


def _start(day: dt.date | None, days: int = 0) -> dt.datetime | None:
    """Midnight of the town's clock, ``days`` later."""
    if day is None or day >= dt.date.max - dt.timedelta(days=days):
        return None
    midnight = dt.datetime.combine(day + dt.timedelta(days=days), dt.time())
    return timezone.make_aware(midnight)


def _accounts(typed: str) -> tuple[int | None, ...] | None:
    """Keys of the accounts that somebody means; None when he means no one in particular.

    A login name written out in full is that account alone.
    """
    if not typed:
        return None
    accounts = get_user_model()._default_manager.all()
    exact = accounts.filter(username=typed).values_list("pk", flat=True)
    if found := list(exact):
        return tuple(found)
    query = search_query(typed)
    named = plain_contains(query, "display_name", "username") if query else Q(pk__in=[])
    keys: list[int | None] = list(accounts.filter(named).values_list("pk", flat=True))
    return tuple([*keys, None] if typed == SYSTEM else keys)
