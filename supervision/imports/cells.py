"""What the cells of the workbook say, as values."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

from congress.common.cells import Cell, CellError, text
from congress.common.imports.widgets import CellWidget
from congress.common.money import HOW_TO_WRITE, WAN, parse_yuan, plain_number, yuan_in_words
from supervision.enums import Level, ProjectOrigin

_SEPARATORS = re.compile(r"[；;、\n]+|，(?!\d{3})|,(?!\d{3})")
_SOURCE = re.compile(r"(?P<name>.*?)[：:]?\s*(?P<amount>[\d,.]+\s*(?:亿元?|万元?|元)?)?")
_NONE = ("无", "-", "—", "/", "未载", "不详")
_ORIGINS = (
    ("票决", ProjectOrigin.VOTED),
    ("议案", ProjectOrigin.MOTION),
    ("建议", ProjectOrigin.SUGGESTION),
    ("计划", ProjectOrigin.PLAN),
    ("交办", ProjectOrigin.COUNTY),
)
_LEVELS = (("省", Level.PROVINCE), ("市", Level.CITY), ("县", Level.COUNTY), ("区", Level.COUNTY))


class SaidSource(NamedTuple):
    """县级财政20: a source and what it was to give, in yuan; None where no amount is written."""

    name: str
    planned: Decimal | None


class YuanWidget(CellWidget):
    """An amount; what a bare number counts is told by the heading (``unit``)."""

    unit = WAN

    def parse(self, cell: Cell) -> Decimal | None:
        written = text(cell)
        if written in _NONE:
            return None
        try:
            return parse_yuan(written, unit=self.unit)
        except ValueError as error:
            raise CellError(f"看不懂金额“{written[:20]}”。{HOW_TO_WRITE}") from error

    def render(self, value: Decimal | None, obj: object = None, **kwargs: object) -> str:
        return "" if value is None else plain_number(value / self.unit)


class SourcesWidget(YuanWidget):
    """县级财政20；县级财政配套10: the sources of one project, each with its amount."""

    def parse(self, cell: Cell) -> list[SaidSource]:  # type: ignore[override]
        found: dict[str, SaidSource] = {}
        for part in _SEPARATORS.split(unicodedata.normalize("NFKC", text(cell))):
            written = "".join(part.split())
            if not written or written in _NONE:
                continue
            source = self._source(written)
            if source.name in found:
                raise CellError(f"“{source.name}”写了两次。请合成一项。")
            found[source.name] = source
        return list(found.values())

    def _source(self, written: str) -> SaidSource:
        match = _SOURCE.fullmatch(written)
        name = match.group("name") if match else ""
        if not name:
            raise CellError(
                f"看不懂资金来源“{written[:20]}”。请写成“县级财政20；乡镇自筹5”的样子。"
            )
        if len(name) > 100:
            raise CellError("资金来源的名称最多100个字。请核对。")
        amount = match.group("amount") if match else None
        if not amount:
            return SaidSource(name, None)
        try:
            return SaidSource(name, parse_yuan(amount, unit=self.unit))
        except ValueError as error:
            raise CellError(f"看不懂“{name}”的金额“{amount[:20]}”。{HOW_TO_WRITE}") from error

    def shown(self, sources: list[SaidSource]) -> str:
        """As the table writes it."""
        return "；".join(f"{source.name}{self.render(source.planned)}" for source in sources)


def origin_of(written: str) -> ProjectOrigin:
    """What 县级人大代表议案 or 主席团年度计划 is."""
    return next((origin for word, origin in _ORIGINS if word in written), ProjectOrigin.OTHER)


def level_of(written: str) -> Level | None:
    """The level that the words of an origin name; None when they name none."""
    return next((level for word, level in _LEVELS if written.startswith(word)), None)


def unit_of(heading: str) -> Decimal:
    """What a number below this heading counts: 万元 where it says so, else yuan."""
    return WAN if "万" in heading else Decimal(1)


def money(amount: Decimal | None) -> str:
    """For the preview."""
    return "" if amount is None else yuan_in_words(amount)
