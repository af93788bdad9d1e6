"""Dates as clerks type them, as ISO text cut to what is known: 1974, 1974-10, 1974-10-14."""

import calendar
import datetime as dt
import re
import unicodedata

from .sheet import Cell, CellError
from .values import text

_HOW = "请写成1980.01、1980年1月或1980-01-05的样子。"
_SEPARATED = re.compile(
    r"(\d{4})(?:[年.\-/。、·—–](?:(\d{1,2})(?:[月.\-/。、·—–](?:(\d{1,2})[日号]?)?)?)?)?"
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_TIME = re.compile(r"(?<=\d)[T ]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")


def partial_date(cell: Cell) -> str | None:
    """'1974', '1974-10' or '1974-10-14'; None when empty; CellError when it is no date.

    Serial numbers count only where the cell is formatted as a date. The number 1980.1 is refused:
    a number can't hold the zero of 1980.10.
    """
    value = cell.value
    if cell.is_empty:
        return None
    if isinstance(value, dt.datetime | dt.date) and not cell.is_formula:
        return _shown_part(value, cell.number_format)
    if isinstance(value, dt.time | dt.timedelta):
        raise CellError(f"这一格是时间，不是日期。{_HOW}")
    if isinstance(value, bool):
        raise CellError(f"这一格不是日期。{_HOW}")
    if isinstance(value, int | float):
        return _from_number(value, cell.number_format)
    return _from_text(text(cell))


def _shown_part(value: dt.date, number_format: str) -> str:
    """A whole date; but 1974年10月 is stored as the first of October, and means the month."""
    code = re.sub(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.', "", number_format).lower().split(";")[0]
    _check(value.year, value.month, value.day)
    if "y" in code and "d" not in code and value.day == 1:
        if "m" in code:
            return f"{value.year:04d}-{value.month:02d}"
        if value.month == 1:
            return f"{value.year:04d}"
    return f"{value.year:04d}-{value.month:02d}-{value.day:02d}"


def _from_number(value: float, number_format: str) -> str:
    number = text(Cell(value))
    whole, _, decimals = number.partition(".")
    if len(whole) == 4 and decimals:
        if re.search(r"0\.00(?!0)", number_format):
            decimals = decimals.ljust(2, "0")
        elif decimals == "1":
            raise CellError(
                f"分不清{number}是{whole}年1月还是10月。"
                f"请把单元格改为文本，写成{whole}.01或{whole}.10。"
            )
        return _from_text(f"{whole}.{decimals}")
    if len(whole) == 5 and not decimals:
        raise CellError(f"数字{number}不像日期。{_HOW}如果它是日期，请把单元格格式设为日期。")
    return _from_text(number)


def _from_text(written: str) -> str:
    compact = unicodedata.normalize("NFKC", written)
    compact = _TIME.sub("", compact.strip())
    compact = re.sub(r"\s+|出?生$", "", compact)
    found = _COMPACT.fullmatch(compact) or _SEPARATED.fullmatch(compact)
    if not found:
        if re.fullmatch(r"\d{2}[年.\-/]\d{1,2}.*", compact):
            raise CellError(f"“{written[:20]}”的年份要写四位。{_HOW}")
        raise CellError(f"看不懂日期“{written[:20]}”。{_HOW}")
    parts = [int(part) for part in found.groups() if part]
    _check(*parts)
    return "-".join(f"{part:02d}" for part in parts)


def _check(year: int, month: int | None = None, day: int | None = None) -> None:
    if not 1800 <= year <= 2200:
        raise CellError(f"{year}年不像是对的年份。请核对。")
    if month is not None and not 1 <= month <= 12:
        raise CellError(f"没有{month}月。请核对日期。")
    if day is not None and month is not None and day not in _days_of(year, month):
        raise CellError(f"{year}年{month}月没有{day}日。请核对日期。")


def _days_of(year: int, month: int) -> range:
    return range(1, calendar.monthrange(year, month)[1] + 1)


def birth_date(cell: Cell, today: dt.date) -> str | None:
    """A date of birth as partial_date gives it; CellError for one that no deputy can have.

    选举法4: a deputy has reached the age of 18. A vague date gets the benefit of the doubt.
    """
    iso = partial_date(cell)
    if iso is None:
        return None
    year, month, day = (*map(int, iso.split("-")), 1, 1)[:3]
    born = dt.date(year, month, day)
    if born > today:
        raise CellError("出生日期在今天之后。请核对。")
    if born.year < 1900:
        raise CellError("出生日期在1900年以前。请核对。")
    if _years_between(born, today) < 18:
        raise CellError("到今天不满18周岁，不能担任代表。请核对出生日期。")
    return iso


def _years_between(born: dt.date, today: dt.date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
