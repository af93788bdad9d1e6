"""What the cells of a ledger say, as values."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, ClassVar, NamedTuple

from django.db.models import TextChoices

from congress.common.cells import Cell, CellError, PersonRef, split_people, text
from congress.common.imports.widgets import CellWidget
from proposals.enums import Occasion, Proposer

_NUMBER = re.compile(r"(闭会(?:期间)?)?第?0*(\d{1,5})[号件]?")
_SEPARATORS = re.compile(r"[、，,;；/\n]+")
_NONE = ("无", "-", "—", "/", "未载", "不详")


class LedgerNumber(NamedTuple):
    """第3号 or 闭会第2号."""

    occasion: Occasion | None
    number: int


class NumberWidget(CellWidget):
    """The number of a proposal; what stands before 第 may say that it came in recess."""

    def parse(self, cell: Cell) -> LedgerNumber:
        written = "".join(unicodedata.normalize("NFKC", text(cell)).split())
        found = _NUMBER.fullmatch(written)
        if found is None or not int(found.group(2)):
            raise CellError(f"看不懂编号“{written[:20]}”。请写成“第3号”或“闭会第2号”的样子。")
        occasion = Occasion.INTERSESSIONAL if found.group(1) else None
        return LedgerNumber(occasion, int(found.group(2)))


class WordWidget(CellWidget):
    """One of the words of a choice; some towns have others for the same."""

    def __init__(self, choices: type[TextChoices], **also: str) -> None:
        super().__init__()
        self.choices = choices
        self._known = {choice.label: choice for choice in choices}
        self._known |= {word: choices(value) for word, value in also.items()}

    def parse(self, cell: Cell) -> Any:
        written = "".join(text(cell).split())
        if written in _NONE:
            return None
        if written not in self._known:
            labels = "、".join(choice.label for choice in self.choices)
            raise CellError(f"看不懂“{written[:20]}”。请写{labels}。")
        return self._known[written]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(self.choices(value).label) if value else ""


class YesNoWidget(CellWidget):
    """是 or 否."""

    _KNOWN = {"是": True, "公开": True, "可以公开": True, "否": False, "不公开": False}

    def parse(self, cell: Cell) -> bool:
        written = "".join(text(cell).split())
        if written not in self._KNOWN:
            raise CellError(f"看不懂“{written[:20]}”。请写是或否。")
        return self._KNOWN[written]


class NamesWidget(CellWidget):
    """Names of units, whatever separates them."""

    def parse(self, cell: Cell) -> list[str]:
        parts = [part.strip() for part in _SEPARATORS.split(text(cell))]
        return [part for part in parts if part and part not in _NONE]


class NameWidget(NamesWidget):
    """The name of one unit."""

    def parse(self, cell: Cell) -> Any:
        names = super().parse(cell)
        if len(names) > 1:
            raise CellError("这一格写了不止一个单位。主办单位只写一个，其余的写在协办单位里。")
        return names[0] if names else None


class PeopleWidget(CellWidget):
    """The persons named in one cell, each with the hint that tells namesakes apart."""

    def parse(self, cell: Cell) -> list[PersonRef]:
        return split_people(text(cell))


class PersonWidget(CellWidget):
    """One person."""

    def parse(self, cell: Cell) -> PersonRef | None:
        people = split_people(text(cell))
        if len(people) > 1:
            raise CellError("这一格写了不止一个人。领衔代表只写一名，其余的写在附议代表里。")
        return people[0] if people else None


class LeadWidget(PersonWidget):
    """The lead, or which organ brought a motion: 主席团, 镇人民政府."""

    _ORGANS: ClassVar[dict[str, Proposer]] = {
        "主席团": Proposer.PRESIDIUM,
        "大会主席团": Proposer.PRESIDIUM,
        "人大主席团": Proposer.PRESIDIUM,
        "镇人大主席团": Proposer.PRESIDIUM,
        "政府": Proposer.GOVERNMENT,
        "镇政府": Proposer.GOVERNMENT,
        "人民政府": Proposer.GOVERNMENT,
        "镇人民政府": Proposer.GOVERNMENT,
    }

    def parse(self, cell: Cell) -> Any:
        written = "".join(text(cell).split())
        return self._ORGANS.get(written) or super().parse(cell)


class OutcomeWidget(CellWidget):
    """The letter of an outcome's class: A, A类, or the class in words."""

    def parse(self, cell: Cell) -> str | None:
        written = "".join(unicodedata.normalize("NFKC", text(cell)).split())
        if written in _NONE:
            return None
        found = re.fullmatch(r"([A-Da-d])类?", written)
        return found.group(1).upper() if found else written
