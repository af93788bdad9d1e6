"""Finds the header row under the title rows, and tells people's rows from totals and notes."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from .sheet import Row, Sheet, SheetError

_SEARCHED_ROWS = 30
_TOTALS = ("合计", "总计", "小计", "共计", "总数")
_TOTALS_WITH_COLON = tuple(word + colon for word in _TOTALS for colon in ":：")
_NOTE = re.compile(
    r"(注|备注|说明|附注|填报单位|填报人|填报日期|填报时间|填表单位|填表人|填表日期|填表时间|制表|制表人|"
    r"制表单位|制表日期|审核|审核人|复核人|负责人|单位负责人|主要负责人|联系人|经办人|签字|盖章|日期)"
    r"(?:[（(].{0,10}[）)])?[：:]"
)


class HeaderMatch(NamedTuple):
    """Where the header is and what its columns mean.

    ``titles`` are the texts above it, ``columns`` maps column (from 0) to field, ``unknown`` maps
    the columns that no synonym names, or that repeat a field, to their heading.
    """

    titles: tuple[str, ...]
    row_number: int
    columns: dict[int, str]
    unknown: dict[int, str]

    def column_of(self, field: str) -> int | None:
        """The column of a field, from 0; None when the table doesn't have it."""
        return next((c for c, name in self.columns.items() if name == field), None)


def normalise_heading(text: str) -> str:
    """姓　名 and 姓 名 are 姓名; 所在村（社区） is 所在村社区."""
    text = unicodedata.normalize("NFKC", text)
    return "".join(c for c in text if c.isalnum()).lower()


def find_header(sheet: Sheet, synonyms: Mapping[str, Iterable[str]]) -> HeaderMatch:
    """The row that names most fields. Raises SheetError when nothing looks like a header.

    A header of which no word is known is found as the first row of several texts, so that its
    columns can be mapped by hand.
    """
    known = {normalise_heading(word): field for field, words in synonyms.items() for word in words}
    best: HeaderMatch | None = None
    titles: list[str] = []
    for row in sheet.rows[:_SEARCHED_ROWS]:
        match = _match(row, known, tuple(titles))
        if match.columns and (best is None or len(match.columns) > len(best.columns)):
            best = match
        titles.extend(_texts(row))
    best = best or _guess(sheet, known)
    if best is None:
        raise SheetError("没有找到表头。请在数据上面留一行写明各列的名称，例如“姓名”“性别”。")
    return best


def _match(row: Row, known: Mapping[str, str], titles: tuple[str, ...]) -> HeaderMatch:
    columns: dict[int, str] = {}
    unknown: dict[int, str] = {}
    for column, cell in enumerate(row.cells):
        if not isinstance(cell.value, str) or cell.is_formula or cell.is_empty:
            continue
        field = _field_of(cell.value, known)
        if field is None or field in columns.values():
            unknown[column] = " ".join(cell.value.split())
        else:
            columns[column] = field
    return HeaderMatch(titles, row.number, columns, unknown)


def _field_of(heading: str, known: Mapping[str, str]) -> str | None:
    """By the whole heading, else by what is outside its brackets: 出生年月（如1980.01）."""
    outside = re.sub(r"[（(〔\[【].*?[）)〕\]】]", "", heading)
    return known.get(normalise_heading(heading)) or known.get(normalise_heading(outside))


def _guess(sheet: Sheet, known: Mapping[str, str]) -> HeaderMatch | None:
    titles: list[str] = []
    for row in sheet.rows[:_SEARCHED_ROWS]:
        texts = _texts(row)
        if len(texts) >= 2 and len(texts) == len([c for c in row.cells if not c.is_empty]):
            return _match(row, known, tuple(titles))
        titles.extend(texts)
    return None


def _texts(row: Row) -> list[str]:
    return [" ".join(c.value.split()) for c in row.cells if isinstance(c.value, str) and c.value]


def data_rows(sheet: Sheet, header: HeaderMatch) -> Iterator[Row]:
    """The rows below the header without totals, notes and a header printed again."""
    heading = next(row for row in sheet.rows if row.number == header.row_number)
    for row in sheet.rows:
        if row.number <= header.row_number or row.cells == heading.cells:
            continue
        if not (is_total_row(row) or is_note_row(row)):
            yield row


def is_total_row(row: Row) -> bool:
    """合计, 总计, 小计 … in the first cell that isn't empty."""
    first = "".join(_first_text(row).split())
    return first in _TOTALS or first.startswith(_TOTALS_WITH_COLON)


def is_note_row(row: Row) -> bool:
    """注：…, 填报单位：… and the like in the first cell that isn't empty."""
    return bool(_NOTE.match("".join(_first_text(row).split())))


def _first_text(row: Row) -> str:
    first = next((cell for cell in row.cells if not cell.is_empty), None)
    return first.value if first is not None and isinstance(first.value, str) else ""
