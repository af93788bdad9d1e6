"""Reads .xlsx and .csv into a Sheet. Formulas are recognised, never evaluated."""

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from .csv_reading import read_csv
from .limits import MAX_BYTES, LimitedRows
from .merged import fill_merged
from .sheet import EMPTY, Cell, Sheet, SheetError
from .xlsx_dates import learn_chinese_date_formats

_MAX_UNPACKED_BYTES = 200 * 1024 * 1024
_MAX_PARTS = 2000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_DAMAGED = "这个文件打不开，可能已经损坏。请用 Excel 或 WPS 打开后另存为 .xlsx，再上传。"
_OLD_XLS = "这是旧版的 .xls 文件。请在 Excel 里另存为 .xlsx，再上传。"
_ENCRYPTED = "这个文件设了打开密码。请在 Excel 里取消密码后保存，再上传。"
_WEB_PAGE = "这是网页格式的表格。请用 Excel 打开后另存为 .xlsx，再上传。"
_NOT_XLSX = "这不是 .xlsx 表格。请在 Excel 或 WPS 里另存为 .xlsx，再上传。"
_TOO_BIG = "这个文件太大。请把表格拆成几个文件，或者删去图片后再上传。"


def read_sheet(source: str | Path | bytes | BinaryIO, *, sheet: str | None = None) -> Sheet:
    """The named sheet, or the first shown one that holds anything. Raises SheetError in Chinese.

    Takes a path, the bytes, or a file open for reading in binary. At most 20,000 rows with
    content and 200 columns.
    """
    content = _bytes_of(source)
    if not content.strip():
        raise SheetError("这个文件是空的。请选择有内容的表格。")
    if content.startswith(_OLE):
        encrypted = "EncryptedPackage".encode("utf-16-le") in content
        raise SheetError(_ENCRYPTED if encrypted else _OLD_XLS)
    if content.startswith(b"PK"):
        return _read_xlsx(content, sheet)
    if content[:2000].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith((b"<", b"%pdf", b"{\\rtf")):
        raise SheetError(_WEB_PAGE if b"<" in content[:10] else _NOT_XLSX)
    return read_csv(content)


def _bytes_of(source: str | Path | bytes | BinaryIO) -> bytes:
    if isinstance(source, bytes):
        content = source
    elif isinstance(source, str | Path):
        try:
            with open(source, "rb") as file:
                content = file.read(MAX_BYTES + 1)
        except OSError as error:
            raise SheetError(f"找不到或打不开文件“{source}”。请核对路径。") from error
    else:
        content = source.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise SheetError(_TOO_BIG)
    return content


def _read_xlsx(content: bytes, wanted: str | None) -> Sheet:
    _check_package(content)
    from openpyxl import load_workbook  # slow to import, needed by imports only

    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        try:
            return _pick(workbook, wanted)
        finally:
            workbook.close()
    except (SheetError, MemoryError):
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part makes it stumble over
        raise SheetError(_DAMAGED) from error


def _check_package(content: bytes) -> None:
    """Refuse what isn't a workbook, or unpacks to more than it may, before unpacking anything.

    zipfile never gives more bytes of a part than its header declares, so the sum holds.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except Exception as error:  # BadZipFile, and struct or value errors of crafted headers
        raise SheetError(_DAMAGED) from error
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED_BYTES:
        raise SheetError(_TOO_BIG)
    if any(part.flag_bits & 1 for part in parts):
        raise SheetError(_ENCRYPTED)
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise SheetError(_NOT_XLSX)
    if not any(part.filename.startswith("xl/") for part in parts):
        raise SheetError(_NOT_XLSX)


def _pick(workbook: Any, wanted: str | None) -> Sheet:
    learn_chinese_date_formats(workbook)
    names = tuple(worksheet.title for worksheet in workbook.worksheets)
    if wanted is not None and wanted not in names:
        raise SheetError(f"没有名为“{wanted}”的工作表，只有：{'、'.join(names)}。")
    # What is hidden is nobody's list: last year's copy, or what fills the boxes to choose from.
    shown_first = sorted(workbook.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
    for worksheet in shown_first:
        if wanted in (None, worksheet.title):
            rows = _rows(worksheet)
            if rows or wanted is not None:
                return Sheet(worksheet.title, rows, names)
    raise SheetError("表格里没有内容。请核对上传的文件。")


def _rows(worksheet: Any) -> list:
    # The declared size is often wrong: a stray format in the last column makes it 16,384 wide.
    worksheet.reset_dimensions()
    rows = LimitedRows()
    for number, cells in enumerate(worksheet.iter_rows(), 1):
        rows.add(number, _cells(cells))
    return fill_merged(worksheet, rows.rows)


def _cells(cells: Iterable[Any]) -> list[Cell]:
    return [EMPTY if cell.value is None else _cell(cell) for cell in cells]


def _cell(cell: Any) -> Cell:
    value = cell.value
    if cell.data_type == "f":
        return Cell(value if isinstance(value, str) else getattr(value, "text", None) or "=", True)
    if isinstance(value, str):
        # Typed as text or not: what begins with = is a formula to the next program that opens it.
        return Cell(value, value.startswith("=")) if value.strip() else EMPTY
    return Cell(value, False, cell.number_format or "")
