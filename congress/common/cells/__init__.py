"""Spreadsheets as offices keep them: reading, finding the header, understanding cells."""

from congress.common.names.people import PersonRef, split_people

from .dates import birth_date, partial_date
from .export import safe_for_export
from .header import HeaderMatch, data_rows, find_header, is_note_row, is_total_row
from .reading import read_sheet
from .sheet import EMPTY, Cell, CellError, Row, Sheet, SheetError
from .values import level_list, phone, text

__all__ = [
    "EMPTY",
    "Cell",
    "CellError",
    "HeaderMatch",
    "PersonRef",
    "Row",
    "Sheet",
    "SheetError",
    "birth_date",
    "data_rows",
    "find_header",
    "is_note_row",
    "is_total_row",
    "level_list",
    "partial_date",
    "phone",
    "read_sheet",
    "safe_for_export",
    "split_people",
    "text",
]
