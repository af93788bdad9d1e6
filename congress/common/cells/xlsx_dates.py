"""Date formats of Chinese Excel and WPS that a file names by number only.

"1974年10月" is format 57 there, which the file doesn't spell out and openpyxl doesn't know: without
help the cell would come out as the number 27303.
"""

from typing import Any

_MONTH = 'yyyy"年"m"月"'
_DAY = 'yyyy"年"m"月"d"日"'
CHINESE_DATE_FORMATS = {
    27: _MONTH,
    30: "m-d-yy",
    31: _DAY,
    36: _MONTH,
    50: _MONTH,
    52: _MONTH,
    57: _MONTH,
}


def learn_chinese_date_formats(workbook: Any) -> None:
    """Have the cells of such styles read as dates, with the format code that belongs to them."""
    styles = workbook._cell_styles  # noqa: SLF001 - openpyxl has no public way
    for index, style in enumerate(styles):
        code = CHINESE_DATE_FORMATS.get(style.numFmtId)
        if code:
            style.numFmtId = _custom_id(workbook, code)
            workbook._date_formats.add(index)  # noqa: SLF001


def _custom_id(workbook: Any, code: str) -> int:
    from openpyxl.styles.numbers import BUILTIN_FORMATS_MAX_SIZE

    formats = workbook._number_formats  # noqa: SLF001
    return BUILTIN_FORMATS_MAX_SIZE + int(formats.add(code))
