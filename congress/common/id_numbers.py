"""Citizens' identity numbers (公民身份号码, GB 11643-1999).

Six digits of the place of registration, eight of the date of birth, three of order (odd for men),
one check character. The place isn't compared with the list of divisions in force: a code that was
abolished stays valid in the numbers given out under it. No message repeats the number, because
messages reach logs and screens.
"""

import datetime as dt
import re
import unicodedata

from .codes.sex import Sex

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"


def normalise_id_number(text: str | None) -> str:
    """Spaces and dashes dropped, full-width digits made half-width, x made X."""
    text = unicodedata.normalize("NFKC", text or "").upper()
    return re.sub(r"[\s\-\u200b-\u200f\ufeff]", "", text)


def id_number_errors(text: str | None, *, today: dt.date) -> list[str]:
    """Why this is no identity number, as Chinese sentences; empty when it is one."""
    number = normalise_id_number(text)
    if re.fullmatch(r"[0-9]{15}", number):
        return ["15位的旧身份证号码已经停用，请填写18位的号码。"]
    if len(number) != 18:
        return [f"身份证号码应为18位，现在是{len(number)}位。请核对。"]
    if not re.fullmatch(r"[0-9]{17}[0-9X]", number):
        return ["身份证号码只能由数字组成，最后一位可以是X。请核对。"]
    born = _date_in(number)
    if born is None:
        return ["身份证号码里的出生日期不存在。请核对。"]
    if born > today:
        return ["身份证号码里的出生日期在今天之后。请核对。"]
    if born.year < 1850:
        return ["身份证号码里的出生日期太早。请核对。"]
    if check_character(number[:17]) != number[17]:
        return ["身份证号码的最后一位校验码不对，可能有数字抄错。请核对。"]
    return []


def check_character(first_seventeen: str) -> str:
    """The eighteenth character that belongs to seventeen digits."""
    weighted = sum(
        int(digit) * weight for digit, weight in zip(first_seventeen, _WEIGHTS, strict=True)
    )
    return _CHECK_CHARACTERS[weighted % 11]


def sex_of(number: str) -> Sex:
    """The sex in a valid number: an odd order number is a man's."""
    return Sex.MALE if int(normalise_id_number(number)[16]) % 2 else Sex.FEMALE


def birth_date_of(number: str) -> dt.date:
    """The date of birth in a valid number. Raises ValueError when the number is not valid."""
    born = _date_in(normalise_id_number(number))
    if born is None:
        raise ValueError("no date of birth in the number")
    return born


def _date_in(number: str) -> dt.date | None:
    try:
        return dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
