"""What in a text looks like somebody's personal data: to be looked at before all may read it.

It finds what has a shape: numbers of telephones, identity cards, bank cards, and houses. It can't
know a name or an illness, so that a text without a finding still has to be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from congress.common.id_numbers import check_character

_GAP = r"[ \-]?"
_COUNT = r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("身份证号", re.compile(rf"(?<!\d)\d{{6}}{_GAP}\d{{8}}{_GAP}\d{{3}}[\dXx](?![\dA-Za-z])")),
    ("银行卡号", re.compile(r"(?<!\d)\d{4}(?:[ \-]?\d{4}){3}(?:[ \-]?\d{1,3})?(?!\d)")),
    ("手机号", re.compile(rf"(?<!\d)1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)")),
    ("固定电话", re.compile(r"(?<!\d)\(?0\d{2,3}\)?[ \-]?\d{7,8}(?!\d)")),
    (
        "门牌号",
        re.compile(
            rf"(?<![\d十]){_COUNT}(?:组|队|弄|栋|幢|单元|号楼)"
            rf"[ \-]?(?:{_COUNT}单元)?{_COUNT}(?:号|室|户)(?!线|文|令|公告|楼)"
        ),
    ),
)


@dataclass(frozen=True)
class PersonalDatum:
    """``kind`` in words (手机号), ``text`` as it is written."""

    kind: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind}{self.text}"


def personal_data_in(text: str) -> list[PersonalDatum]:
    """Each thing once, in the order of the text; full-width digits count as digits."""
    # NFKC may change the length of a text, so that what is found is quoted from the normal form.
    text = unicodedata.normalize("NFKC", text or "").replace("\u2014", "-").replace("\u2013", "-")
    found: list[tuple[int, PersonalDatum]] = []
    taken: list[tuple[int, int]] = []
    for kind, match in _matches(text):
        first, last = match.span()
        if any(first < end and last > start for start, end in taken):
            continue
        taken.append((first, last))
        found.append((first, PersonalDatum(kind, match.group())))
    return list(dict.fromkeys(datum for _, datum in sorted(found, key=lambda each: each[0])))


def _matches(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            if _is_one(kind, re.sub(r"\D", "", match.group()), match.group()):
                yield kind, match


def _is_one(kind: str, digits: str, written: str) -> bool:
    """Whether the check digit agrees, where there is one: sums of money are long, too."""
    if kind == "身份证号":
        number = re.sub(r"[ \-]", "", written).upper()
        # A number with one wrong digit still tells whose it is: a date of birth is enough.
        return _may_be_birth(number[6:14]) or check_character(number[:17]) == number[17]
    if kind == "银行卡号":
        return len(digits) >= 16 and _luhn(digits)
    return True


def _may_be_birth(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:])
    return 1900 <= year <= 2100 and 1 <= month <= 12 and 1 <= day <= 31


def _luhn(digits: str) -> bool:
    """ISO/IEC 7812-1: every second digit from the right doubled; the sum ends with 0."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
