"""Amounts of money: exact yuan (Decimal), entered and shown in 元 or 万元.

Tables in township offices count in 万元, vouchers in 元; whoever types 30万 means 300000.00.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

WAN = Decimal(10_000)
_FEN = Decimal("0.01")
# What fits into 14 digits with two decimals.
MOST = Decimal("999999999999.99")
HOW_TO_WRITE = "请写成 3500、3500元 或 30万元。"
_AMOUNT = re.compile(r"[¥￥]?([+-]?\d[\d,]*(?:\.\d+)?|[+-]?\.\d+)(亿元?|万元?|元)?\Z")
_UNITS = {"": Decimal(1), "元": Decimal(1), "万": WAN, "万元": WAN}
_UNITS |= {"亿": Decimal(100_000_000), "亿元": Decimal(100_000_000)}


def parse_yuan(text: str, *, unit: Decimal = Decimal(1)) -> Decimal:
    """What a person wrote, in yuan. ``unit`` is what a bare number counts (WAN for 万元 columns).

    Raises ValueError for what is no amount, is finer than a fen, or doesn't fit.
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).replace("，", ",")
    found = _AMOUNT.match(text)
    if not found:
        raise ValueError(f"not an amount: {text[:30]!r}")
    try:
        number = Decimal(found.group(1).replace(",", ""))
    except InvalidOperation as error:
        raise ValueError(f"not an amount: {text[:30]!r}") from error
    amount = number * (_UNITS[found.group(2)] if found.group(2) else unit)
    if abs(amount) > MOST:
        raise ValueError("too large")
    if amount != amount.quantize(_FEN):
        raise ValueError("finer than a fen")
    return amount.quantize(_FEN)


def yuan_in_words(amount: Decimal | None) -> str:
    """30万元, 1,234.5元 or 未载: in 万元 where that is exact to a hundred yuan, else in 元."""
    if amount is None:
        return "未载"
    if abs(amount) >= WAN and amount % 100 == 0:
        return f"{_trimmed(amount / WAN)}万元"
    return f"{_trimmed(amount)}元"


def in_wan(amount: Decimal | None) -> str:
    """The number for a column headed 万元: 30, 12.5; "—" where nothing is known."""
    if amount is None:
        return "—"
    return _trimmed((amount / WAN).quantize(Decimal("0.0001"), ROUND_HALF_UP))


def plain_number(number: Decimal) -> str:
    """All its digits and nothing else, for a box or a cell: 12.3456."""
    return _trimmed(number).replace(",", "")


def _trimmed(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class YuanFormField(forms.CharField):
    """A box that takes 3500, 3500元 and 30万元, and gives yuan."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", "单位是元；也可以写成 30万元。")
        for name in ("max_digits", "decimal_places", "min_value", "max_value"):
            kwargs.pop(name, None)
        kwargs["max_length"] = 30
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, Decimal):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            return parse_yuan(text)
        except ValueError as error:
            raise ValidationError(f"看不懂金额“{text}”。{HOW_TO_WRITE}") from error

    def run_validators(self, value: Any) -> None:
        """Lengths are for text; a parsed amount fits."""

    def prepare_value(self, value: Any) -> Any:
        return plain_number(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True
