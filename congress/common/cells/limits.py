"""How much a table may hold, so that no file can eat the server's memory."""

from .sheet import Cell, Row, SheetError

MAX_BYTES = 30 * 1024 * 1024
MAX_ROWS = 20_000
MAX_COLUMNS = 200
_LAST_ROW_OF_EXCEL = 1_048_576


class LimitedRows:
    """Collects rows that hold something; raises SheetError when there are too many."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def add(self, number: int, cells: list[Cell]) -> None:
        if number > _LAST_ROW_OF_EXCEL:
            raise SheetError("表格的行号超出了 Excel 的范围。请另存为新的 .xlsx，再上传。")
        while cells and cells[-1].is_empty:
            cells.pop()
        if not cells:
            return
        if len(cells) > MAX_COLUMNS:
            raise SheetError(f"表格超过{MAX_COLUMNS}列。请删去多余的列，再上传。")
        if len(self.rows) == MAX_ROWS:
            raise SheetError(f"表格超过{MAX_ROWS}行。请拆成几个文件，再上传。")
        self.rows.append(Row(number, tuple(cells)))
