"""What was read: a sheet of rows of cells, slim enough for twenty thousand rows."""

from typing import Any, NamedTuple


class SheetError(Exception):
    """The file can't be read as a table. ``message`` is a Chinese sentence for the clerk."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class CellError(Exception):
    """A cell holds something else than it should. ``message`` says what, and what to do."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Cell(NamedTuple):
    """A value (None, str, bool, int, float, date, datetime, time, timedelta).

    ``value`` of a formula is its text, never its result. ``number_format`` is Excel's format code
    where it can matter, that is for numbers and dates; "" otherwise.
    """

    value: Any = None
    is_formula: bool = False
    number_format: str = ""

    @property
    def is_empty(self) -> bool:
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())


EMPTY = Cell()


class Row(NamedTuple):
    """``number`` as Excel shows it, from 1. Cells end with the last one that isn't empty."""

    number: int
    cells: tuple[Cell, ...]

    def cell(self, column: int) -> Cell:
        """The cell of that column, counted from 0; EMPTY beyond the last."""
        return self.cells[column] if 0 <= column < len(self.cells) else EMPTY


class Sheet(NamedTuple):
    """Rows that hold something, in order; ``sheet_names`` of the whole file."""

    name: str
    rows: list[Row]
    sheet_names: tuple[str, ...] = ()
