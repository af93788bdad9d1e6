"""Cells merged downwards: one 选区 written once beside the five people it is meant for."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import Any, BinaryIO

from .limits import MAX_COLUMNS, MAX_ROWS
from .sheet import EMPTY, Cell, Row, SheetError

_REFERENCE = re.compile(rb'mergeCell [^>]{0,200}?ref="([A-Z]{1,3})(\d{1,7}):[A-Z]{1,3}(\d{1,7})"')
_CHUNK = 1 << 20
_LONGEST = 300
_TOO_MANY = "表格里合并的单元格太多。请取消合并单元格，每格都填写后再上传。"


def fill_merged(worksheet: Any, rows: list[Row]) -> list[Row]:
    """The rows with the value of a merged cell in every row that it spans.

    Only rows that hold something are filled, so that no row comes of a merge alone.
    """
    with worksheet._get_source() as source:  # noqa: SLF001 - read-only sheets don't tell
        spans = sorted(set(_downward(source)))
    if not spans:
        return rows
    numbers = [row.number for row in rows]
    cells = [list(row.cells) for row in rows]
    steps = 0
    for column, first, last in spans:
        top, below = bisect_left(numbers, first), bisect_left(numbers, last + 1)
        steps += below - top
        if steps > MAX_ROWS * MAX_COLUMNS:
            raise SheetError(_TOO_MANY)
        if top < below and numbers[top] == first and column < len(cells[top]):
            for row in cells[top + 1 : below]:
                _fill(row, column, cells[top][column])
    return [Row(number, tuple(row)) for number, row in zip(numbers, cells, strict=True)]


def _fill(row: list[Cell], column: int, cell: Cell) -> None:
    row.extend([EMPTY] * (column + 1 - len(row)))
    if row[column].is_empty:
        row[column] = cell


def _downward(source: BinaryIO) -> Iterator[tuple[int, int, int]]:
    """(column from 0, first row, last row) of the cells merged over more than one row."""
    rest = b""
    while chunk := source.read(_CHUNK):
        text = rest + chunk
        for letters, first, last in _REFERENCE.findall(text):
            column = _column(letters)
            if column < MAX_COLUMNS and int(first) < int(last):
                yield column, int(first), int(last)
        # A reference cut in two is found again with the next piece; once more does no harm.
        rest = text[-_LONGEST:]


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1
