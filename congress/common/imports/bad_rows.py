"""The rows that couldn't be imported, as a spreadsheet with the reason beside each."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from congress.common.cells import safe_for_export
from congress.common.imports.table import Table, cell_values

ROW_HEADING, REASON_HEADING = "原行号", "问题"


def bad_rows_workbook(table: Table, reasons: Mapping[str, str]) -> bytes:
    """An .xlsx with the headings of the file, its rows named in ``reasons``, and the reasons.

    What the file had as a formula is written as text. Once mended it can be imported as it is,
    so several tables stay on sheets of their names.
    """
    workbook = Workbook()
    for place, each in enumerate(table.all_tables):
        own = _own(each, reasons)
        if place == 0 and not own and table.further:
            continue
        if own or place == 0:
            sheet = workbook.create_sheet(each.sheet or "有问题的行")
            _write(sheet, each, own)
    if len(workbook.worksheets) > 1:
        workbook.remove(workbook.worksheets[0])
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def _own(table: Table, reasons: Mapping[str, str]) -> dict[int, str]:
    """The reasons of one table by row number."""
    own = {}
    for key, reason in reasons.items():
        sheet, _, number = key.rpartition(":")
        if sheet == table.sheet:
            own[int(number)] = reason
    return own


def _write(sheet: Any, table: Table, reasons: Mapping[int, str]) -> None:
    width = max((column.index + 1 for column in table.columns), default=0)
    headings = {column.index: column.heading for column in table.columns}
    sheet.append([*(headings.get(i, "") for i in range(width)), ROW_HEADING, REASON_HEADING])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in table.rows:
        if row.number in reasons:
            values = [safe_for_export(value) for value in cell_values(row)[:width]]
            values += [None] * (width - len(values))
            sheet.append([*values, row.number, safe_for_export(reasons[row.number])])
