"""Tables saved as text: UTF-8, GB 18030, or UTF-16 as Excel's "Unicode text" is."""

import csv
import io
import re

from .limits import LimitedRows
from .sheet import EMPTY, Cell, Sheet, SheetError

_NOT_TEXT = "看不出这是什么文件。请在 Excel 或 WPS 里另存为 .xlsx，再上传。"
_NUMBER_LESS_A_ZERO = re.compile(r"\s*(?:18|19|20)\d\d\.\d\s*")


def read_csv(content: bytes) -> Sheet:
    """The table in ``content``; raises SheetError when it isn't text."""
    text = _decoded(content)
    rows = LimitedRows()
    try:
        table = csv.reader(io.StringIO(text), delimiter=_delimiter(text))
        for number, values in enumerate(table, 1):
            rows.add(number, [_cell(value) for value in values])
    except csv.Error as error:
        raise SheetError(_NOT_TEXT) from error
    if not rows.rows:
        raise SheetError("表格里没有内容。请核对上传的文件。")
    return Sheet("", rows.rows)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    elif b"\0" in content:
        encodings = ()
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError(_NOT_TEXT)


def _delimiter(text: str) -> str:
    beginning = text[:10_000]
    return max(",\t;", key=beginning.count)


def _cell(value: str) -> Cell:
    if not value.strip():
        return EMPTY
    if _NUMBER_LESS_A_ZERO.fullmatch(value):
        # The file no longer tells text from numbers, and 1980.10 was saved as 1980.1.
        return Cell(float(value))
    return Cell(value, value.startswith("="))
