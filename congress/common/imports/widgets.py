"""From a cell to a value and back: django-import-export widgets over congress.common.cells.

``clean`` takes a Cell and gives None for an empty one, which leaves the record as it is; it raises
ValueError with a Chinese sentence, which the resource reports beside row and column.
"""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import TextChoices
from django.utils import timezone
from import_export.widgets import Widget

from congress.common.cells import (
    Cell,
    CellError,
    birth_date,
    level_list,
    partial_date,
    phone,
    text,
)
from congress.common.codes import match_code
from congress.common.id_numbers import id_number_errors, normalise_id_number
from congress.common.names import name_errors, normalise_name
from congress.common.partial_dates import PartialDate

_REMEMBERED = 2000


class CellWidget(Widget):
    """Text without surrounding spaces. Subclasses override ``parse``, which may raise CellError.

    A roster says 汉族 a thousand times: what was understood is remembered while the file is read.
    """

    def __init__(self) -> None:
        super().__init__()
        self._understood: dict[Cell, Any] = {}

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        cell = value if isinstance(value, Cell) else Cell(value)
        if cell.value is None:
            return None
        if not isinstance(cell.value, str):
            return self._parsed(cell)
        if cell in self._understood:
            return self._understood[cell]
        understood = self._parsed(cell)
        if len(self._understood) < _REMEMBERED:
            self._understood[cell] = understood
        return understood

    def _parsed(self, cell: Cell) -> Any:
        try:
            return None if cell.is_empty else self.parse(cell)
        except CellError as error:
            raise ValueError(error.message) from error

    def parse(self, cell: Cell) -> Any:
        return text(cell) or None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return "" if value is None else str(value)


class NameWidget(CellWidget):
    """A person's name as the portal keeps it."""

    def parse(self, cell: Cell) -> str | None:
        name = normalise_name(text(cell))
        if name and (errors := name_errors(name)):
            raise CellError(errors[0])
        return name or None


class CodeWidget(CellWidget):
    """A value of a code table, by whatever clerks write for it."""

    def __init__(self, choices: type[TextChoices], hint: str) -> None:
        super().__init__()
        self.choices = choices
        self.hint = hint

    def parse(self, cell: Cell) -> str:
        written = text(cell)
        code = match_code(self.choices, written)
        if code is None:
            raise CellError(f"看不懂“{written[:20]}”。{self.hint}")
        return code

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return self.choices(value).label if value else ""


class PartialDateWidget(CellWidget):
    """A date of which only the year or the month may be known."""

    def parse(self, cell: Cell) -> PartialDate | None:
        return PartialDate.of(partial_date(cell))


class BirthWidget(PartialDateWidget):
    """A date of birth: not in the future, and of somebody who may be elected."""

    def __init__(self, today: Callable[[], dt.date] = timezone.localdate) -> None:
        super().__init__()
        self.today = today

    def parse(self, cell: Cell) -> PartialDate | None:
        return PartialDate.of(birth_date(cell, self.today()))


class PhoneWidget(CellWidget):
    """A telephone number."""

    def parse(self, cell: Cell) -> str | None:
        return phone(cell) or None


class IdNumberWidget(CellWidget):
    """A citizen's identity number, checked."""

    def parse(self, cell: Cell) -> str:
        number = normalise_id_number(text(cell))
        if errors := id_number_errors(number, today=timezone.localdate()):
            raise CellError(errors[0])
        return number


class LevelsWidget(CellWidget):
    """镇、县、市 as a list of levels."""

    def parse(self, cell: Cell) -> list[str]:
        return level_list(cell)
