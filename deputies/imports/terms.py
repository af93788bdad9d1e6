"""The term that an import is about, and the two options that both kinds ask for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import timezone
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldBooleanWidget

from congress.common.exceptions import RuleViolation
from congress.common.imports.plan import CREATE_MISSING
from congress.common.numerals import parse_chinese_number
from congress.township.models import CongressTerm


def term_of(options: Mapping[str, Any]) -> CongressTerm:
    """The term named in the options, else the current one. Raises RuleViolation without one.

    A named term that doesn't exist comes unsaved if missing things are to be created.
    """
    ordinal = options.get("term")
    if ordinal is None:
        term = CongressTerm.objects.current(timezone.localdate())
        if term is None:
            raise RuleViolation(
                "还没有建立届，不知道导入到哪一届。请先在后台新建一届。"
                "用命令导入时，可以写明 --term 和 --create-missing。"
            )
        return term
    term = CongressTerm.objects.filter(ordinal=ordinal).first()
    if term is not None:
        return term
    if not 1 <= ordinal <= 99:
        raise RuleViolation(f"没有第{ordinal}届。届次是1到99之间的数字。")
    if not options.get("create_missing"):
        raise RuleViolation(
            f"还没有建立第{ordinal}届。请先在后台新建这一届，或者加上 --create-missing 一并建立。"
        )
    return CongressTerm(ordinal=ordinal)


def other_term_in(titles: tuple[str, ...], term: CongressTerm) -> str:
    """A warning when the title of the table speaks of another term; "" otherwise."""
    import re

    for title in titles:
        found = re.search(r"第([一二三四五六七八九十\d]{1,3})届", title)
        ordinal = parse_chinese_number(found.group(1)) if found else None
        if ordinal is not None and ordinal != term.ordinal:
            return f"表格标题写的是{found.group() if found else ''}，将导入的是{term}。请核对。"
    return ""


class TermForm(forms.Form):
    """Into which term."""

    term = forms.TypedChoiceField(
        label="导入到", coerce=int, empty_value=None, required=False, widget=UnfoldAdminSelectWidget
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = list(CongressTerm.objects.all())
        field = self.fields["term"]
        field.choices = [(term.ordinal, str(term)) for term in terms]  # type: ignore[attr-defined]
        current = CongressTerm.objects.current(timezone.localdate())
        if current is not None:
            field.initial = current.ordinal


class RosterForm(TermForm):
    """What the clerk settles before a roster is looked at."""

    create_missing = forms.BooleanField(
        label=CREATE_MISSING,
        required=False,
        widget=UnfoldBooleanWidget,
        help_text="不勾选时，写了未建立的小组、村（社区）、选区的行算作有问题。"
        "新建的小组和选区，按名册里代表所在的村（社区）归入村（社区）。",
    )
