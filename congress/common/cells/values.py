"""What a cell says, as a value; CellError with a Chinese sentence when it can't be that."""

import datetime as dt
import re
import unicodedata

from congress.common.names.characters import is_invisible

from .export import safe_for_export
from .sheet import Cell, CellError

_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})(\d{7,8})")
_LEVELS = {
    "镇": "township",
    "乡": "township",
    "县": "county",
    "区": "county",
    "旗": "county",
    "市": "city",
    "州": "city",
    "省": "province",
}
_LEVEL_WORDS = {"乡镇": "镇", "县区": "县", "县市区": "县", "自治区": "省", "地市": "市"}


def text(cell: Cell) -> str:
    """The cell as text without surrounding spaces; "" when empty. Refuses formulas and errors.

    13805263916.0 is 13805263916, a date is 2026-08-05.
    """
    value = cell.value
    if value is None:
        return ""
    if cell.is_formula:
        raise CellError("这一格是公式。请复制后用“选择性粘贴”改成数值，再上传。")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _number_text(value)
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, str):
        return _clean(value)
    return str(value)


def _number_text(value: float) -> str:
    if value != value or value in (float("inf"), float("-inf")):
        raise CellError("这一格不是正常的数字。请重新填写。")
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return str(int(value))
    return repr(value)


def _clean(value: str) -> str:
    if re.fullmatch(r"#(REF!|VALUE!|NAME\?|DIV/0!|N/A|NUM!|NULL!)", value):
        raise CellError(f"这一格是错误值{value}。请改成正确的内容，再上传。")
    value = "".join(c for c in value if c in "\n\r\t" or not is_invisible(c))
    value = unicodedata.normalize("NFC", value).strip()
    # What safe_for_export put before it is taken off again, so that an export can come back.
    if value.startswith("'") and safe_for_export(value[1:]) == value:
        return value[1:]
    return value


def phone(cell: Cell) -> str:
    """A mobile number as 11 digits or a landline as 0718-1234567; "" when empty."""
    written = unicodedata.normalize("NFKC", text(cell))
    if not written:
        return ""
    if "*" in written:
        raise CellError("电话号码有几位被星号遮住了。请填写完整的号码。")
    digits = re.sub(r"[\s\-\u2010-\u2015\u2212.()]", "", written)
    digits = re.sub(r"^(?:\+86|0086|86(?=1\d{10}$))", "", digits)
    if _MOBILE.fullmatch(digits):
        return digits
    landline = _LANDLINE.fullmatch(digits)
    if landline:
        return "-".join(landline.groups())
    raise CellError(_phone_problem(digits))


def _phone_problem(digits: str) -> str:
    if re.search(r"[/、,;，；]", digits):
        return "一格里有多个电话号码。请只留一个。"
    if not digits.isdecimal():
        return "电话号码里有数字以外的字。请只填写号码。"
    if digits.startswith("1"):
        problem = "不是手机号" if len(digits) == 11 else f"有{len(digits)}位，手机号应为11位"
        return f"电话号码{problem}。请核对。"
    if len(digits) in (7, 8):
        return "固定电话缺少区号。请写成 0718-1234567 的样子。"
    return "这不是手机号，也不是带区号的固定电话。请核对。"


def level_list(cell: Cell) -> list[str]:
    """镇、县、市 as ["township", "county", "city"], lowest first; [] when empty."""
    written = re.sub(r"人民代表大会|人大|代表|级|[\s、,，;；/和兼及+|·.。]", "|", text(cell))
    found: set[str] = set()
    for word in filter(None, written.split("|")):
        short = _LEVEL_WORDS.get(word, word)
        if any(c not in _LEVELS for c in short):
            raise CellError(f"看不懂代表层级“{word[:20]}”。请写镇、县、市或省，用顿号分开。")
        found.update(_LEVELS[c] for c in short)
    return [slug for slug in dict.fromkeys(_LEVELS.values()) if slug in found]
