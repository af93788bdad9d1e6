"""A spreadsheet as a table: where its header is, and which column is taken for which field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from congress.common.cells import Cell, CellError, Row, Sheet, SheetError, data_rows, find_header
from congress.common.cells import text as cell_text
from congress.common.cells.header import HeaderMatch, normalise_heading
from congress.common.history import sign
from congress.common.models import ColumnMapping

HEADING_LENGTH = 100
# Running numbers say nothing about a person; nobody needs to be asked what they are.
_NUMBERING = {"序号", "编号", "no", "号"}


@dataclass(frozen=True)
class Column:
    """A column of the file: its place from 0, its heading, the field it is taken for or ""."""

    index: int
    heading: str
    field: str
    is_recognised: bool = True


@dataclass
class Table:
    """The rows below the header, and their columns. ``header_row`` 0: the file has no header.

    ``sheet`` is its name where a workbook holds several that are read; ``further`` are the others.
    """

    titles: tuple[str, ...]
    header_row: int
    columns: list[Column]
    rows: list[Row] = field(default_factory=list)
    other_sheets: tuple[str, ...] = ()
    sheet: str = ""
    further: tuple[Table, ...] = ()

    @property
    def all_tables(self) -> tuple[Table, ...]:
        """This one and the others that are read with it."""
        return (self, *self.further)

    @property
    def is_absent(self) -> bool:
        """The workbook has only other sheets."""
        return not self.columns and bool(self.further)

    @property
    def by_field(self) -> dict[str, int]:
        """Column (from 0) of each field that the table has."""
        return {column.field: column.index for column in self.columns if column.field}

    def values(self, row: Row) -> dict[str, Cell]:
        """The row's cells by field."""
        return {field: row.cell(index) for field, index in self.by_field.items()}


def read_table(
    sheet: Sheet,
    synonyms: Mapping[str, Iterable[str]],
    *,
    kind: str,
    chosen: Mapping[str, str] | None = None,
    header_row: int | None = None,
) -> Table:
    """The table in a sheet. Raises SheetError when there is nothing below the header.

    What a column is taken for: what the clerk chose for this file (column number → field), else
    what was chosen for its heading before, else what its heading says.
    """
    remembered = {h: f for h, f in _remembered(kind).items() if not f or f in synonyms}
    known = {
        f: [*words, *(h for h, r in remembered.items() if r == f)] for f, words in synonyms.items()
    }
    header = _header(sheet, known, header_row)
    table = Table(header.titles, header.row_number, [])
    for index in range(_width(sheet)):
        heading = header.unknown.get(index) or _heading(sheet, header, index)
        if index in header.columns or index in header.unknown or _has_values(sheet, header, index):
            table.columns.append(_column(index, heading, header, remembered, chosen or {}))
    table.columns = _without_repeats(table.columns)
    table.rows = _rows_with_values(sheet, header, table)
    table.other_sheets = tuple(name for name in sheet.sheet_names if name != sheet.name)
    if not table.rows and table.by_field:
        raise SheetError("表头下面没有内容。请核对上传的文件。")
    return table


def remember_mapping(
    kind: str, columns: Iterable[Column], chosen: Mapping[str, str], *, actor: Any
) -> None:
    """Keep what a clerk said about headings, for the next file that has them."""
    for column in columns:
        said = chosen.get(str(column.index))
        heading = normalise_heading(column.heading)[:HEADING_LENGTH]
        if said is None or not heading:
            continue
        known = ColumnMapping.objects.filter(kind=kind, heading=heading).first()
        mapping = known or ColumnMapping(kind=kind, heading=heading)
        if known is None or known.field != said:
            mapping.field = said
            sign(mapping, actor, "导入时指定")
            mapping.save()


def _remembered(kind: str) -> dict[str, str]:
    found = ColumnMapping.objects.filter(kind=kind).values_list("heading", "field")
    return {normalise_heading(heading): field for heading, field in found}


def _header(sheet: Sheet, known: dict[str, list[str]], row_number: int | None) -> HeaderMatch:
    if row_number == 0:
        return HeaderMatch((), 0, {}, {})
    if row_number is not None:
        above = [row for row in sheet.rows if row.number < row_number]
        for row in sheet.rows:
            if row.number == row_number:
                titles = tuple(_shown(cell) for r in above for cell in r.cells if _shown(cell))
                return _header_in(row, known)._replace(titles=titles)
    try:
        return find_header(sheet, known)
    except SheetError:
        # Nothing looks like a header: the clerk says in the preview where it is.
        return _header_in(sheet.rows[0], known)


def _header_in(row: Row, known: dict[str, list[str]]) -> HeaderMatch:
    try:
        return find_header(Sheet("", [row]), known)
    except SheetError:
        return HeaderMatch((), row.number, {}, {})


def _width(sheet: Sheet) -> int:
    return max(len(row.cells) for row in sheet.rows)


def _heading(sheet: Sheet, header: HeaderMatch, index: int) -> str:
    row = next((row for row in sheet.rows if row.number == header.row_number), None)
    shown = " ".join(_shown(row.cell(index)).split()) if row else ""
    return shown or f"第{index + 1}列"


def _shown(cell: Cell) -> str:
    return "" if cell.value is None else str(cell.value)


def _has_values(sheet: Sheet, header: HeaderMatch, index: int) -> bool:
    return any(not row.cell(index).is_empty for row in sheet.rows if row.number > header.row_number)


def _column(
    index: int,
    heading: str,
    header: HeaderMatch,
    remembered: Mapping[str, str],
    chosen: Mapping[str, str],
) -> Column:
    key = normalise_heading(heading)[:HEADING_LENGTH]
    if str(index) in chosen:
        return Column(index, heading, chosen[str(index)])
    if key in remembered:
        return Column(index, heading, remembered[key])
    field = header.columns.get(index, "")
    return Column(index, heading, field, bool(field) or key in _NUMBERING)


def _without_repeats(columns: list[Column]) -> list[Column]:
    """A field is taken from one column; the second that claims it is left to the clerk."""
    seen: set[str] = set()
    kept = []
    for column in columns:
        if column.field in seen:
            kept.append(Column(column.index, column.heading, "", False))
        else:
            kept.append(column)
        if column.field:
            seen.add(column.field)
    return kept


def _rows_with_values(sheet: Sheet, header: HeaderMatch, table: Table) -> list[Row]:
    """Rows in which a mapped column holds something: a lone running number is an empty form."""
    mapped = list(table.by_field.values())
    rows = data_rows(sheet, header) if header.row_number else iter(sheet.rows)
    return [row for row in rows if _holds_any(row, mapped) and not _is_end_mark(row)]


def _holds_any(row: Row, columns: list[int]) -> bool:
    """Before any column is known, every row counts: the clerk wants to see what is in them."""
    return not columns or any(not row.cell(index).is_empty for index in columns)


def _is_end_mark(row: Row) -> bool:
    """以下空白 closes a list so that nothing can be added to it."""
    texts = [cell.value for cell in row.cells if not cell.is_empty]
    return len(texts) == 1 and normalise_heading(str(texts[0])) == "以下空白"


def shown_text(cell: Cell) -> str:
    """A cell for people to read; a formula or an error as it stands there."""
    try:
        return cell_text(cell)
    except CellError:
        return _shown(cell)


def cell_values(row: Row) -> list[Any]:
    """The row as it was, to be written into another workbook."""
    return [shown_text(cell) if cell.is_formula else cell.value for cell in row.cells]
