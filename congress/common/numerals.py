"""Chinese numerals, as terms and sessions are counted: 第十九届、第三次会议."""

import unicodedata

_CIRCLE = "\u3007"  # the other way to write 零
_DIGITS = "零一二三四五六七八九"
_VALUES = {digit: value for value, digit in enumerate(_DIGITS)} | {_CIRCLE: 0, "两": 2}
_UNITS = {"十": 10, "百": 100}
_SHORT_TENS = {"廿": "二十", "卅": "三十"}


def chinese_number(number: int) -> str:
    """19 as 十九, 21 as 二十一, 105 as 一百零五. Raises ValueError outside 1 to 999."""
    if not 1 <= number <= 999:
        raise ValueError(f"no Chinese numeral for {number}: 1 to 999 only")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def parse_chinese_number(text: str | None) -> int | None:
    """The number that 十九, 廿一, 一百零五 or 19 stands for; None when it is none of 1 to 999."""
    text = "".join(unicodedata.normalize("NFKC", text or "").split())
    if text.isascii():
        number = int(text) if text.isdigit() and len(text) <= 6 else 0
    else:
        number = _value_of(text)
    return number if 1 <= number <= 999 else None


def _value_of(text: str) -> int:
    for short, tens in _SHORT_TENS.items():
        text = text.replace(short, tens)
    total, pending = 0, None
    for character in text:
        if character in _VALUES:
            pending = _VALUES[character]
        elif character in _UNITS:
            total += (1 if pending is None else pending) * _UNITS[character]
            pending = None
        else:
            return 0
    total += pending or 0
    # Written back it must be the same: 二三十 or 十百 is no number.
    return total if _plain(text) == _plain(_written(total)) else 0


def _written(number: int) -> str:
    return chinese_number(number) if 1 <= number <= 999 else ""


def _plain(text: str) -> str:
    text = text.replace(_CIRCLE, "零").replace("两", "二")
    return text.replace("一十", "十")
