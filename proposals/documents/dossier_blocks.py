"""What a dossier is made of: sections of facts, tables and texts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from proposals.documents.rows import paragraphs_of


@dataclass(frozen=True)
class Facts:
    """Name and value, a row each; what has no value is left out."""

    rows: list[tuple[str, str]]
    kind: str = "facts"


@dataclass(frozen=True)
class Table:
    """``headings`` are (words, class of the column in dossier.css)."""

    headings: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]
    kind: str = "table"


@dataclass(frozen=True)
class Text:
    """A long text below its heading ("" for none)."""

    heading: str
    paragraphs: list[str]
    kind: str = "text"


Block = Facts | Table | Text


@dataclass(frozen=True)
class Section:
    """``nothing`` is said where there is no block: an archive shows that nothing was left out."""

    heading: str
    blocks: list[Block] = field(default_factory=list)
    nothing: str = "无。"


def facts(rows: Iterable[tuple[str, Any]]) -> list[Block]:
    """Those that have a value; no block when none has."""
    found = [(label, str(value)) for label, value in rows if value not in (None, "")]
    return [Facts(found)] if found else []


def table(headings: Sequence[tuple[str, str]], rows: Iterable[Sequence[Any]]) -> list[Block]:
    """No block without rows."""
    found = [["" if cell is None else str(cell) for cell in row] for row in rows]
    return [Table(headings, found)] if found else []


def text_block(heading: str, content: str) -> list[Block]:
    """No block for an empty text."""
    paragraphs = paragraphs_of(content)
    return [Text(heading, paragraphs)] if paragraphs else []
