"""What the presidium's letters have in common: the letter form of GB/T 9704 (信函格式)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from congress.common.templatetags.portal import cn_date
from congress.documents.headings import TITLE_WIDTH, balanced_lines, text_ems
from congress.documents.render import render_document
from congress.township.models import Township
from proposals.documents.rows import paragraphs_of

# Sizes of the red name above the line, by how many characters fit: classes of the style sheet.
_SIZES = ((10, "large"), (13, "middle"), (17, "small"))
_TITLE_ENDS = ("》", "”", "、", "的", "问题", "情况")
NO_DAY = "　　　　年　　月　　日"
NO_NUMBER = "〔　　　　〕　　号"


@dataclass(frozen=True)
class Paragraph:
    """``level``: first for a heading, "" for text. ``holds``: the next stays on its page."""

    text: str
    level: str = ""
    holds: bool = False


@dataclass(frozen=True)
class Attached:
    """A table behind a letter; ``headings`` are (words, class of the column)."""

    title: str
    note: str
    headings: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Letter:
    """One letter to one unit; ``mark`` says that it did not go out, or no longer counts."""

    to: str
    title_lines: list[str]
    paragraphs: list[Paragraph]
    day: str
    number: str = ""
    mark: str = ""
    attached: Attached | None = None
    receipt: list[str] = field(default_factory=list)


def letters_pdf(letters: Sequence[Letter], *, title: str) -> bytes:
    """Each letter on a sheet of its own, under the presidium's name."""
    organ = organ_name()
    context = {
        "letters": letters,
        "organ": organ,
        "size": next((size for most, size in _SIZES if text_ems(organ) <= most), "smallest"),
    }
    return render_document("documents/supervision/letter.html", context, title=title)


def organ_name() -> str:
    """江湾镇人民代表大会主席团."""
    town = Township.objects.first()
    return town.presidium_name if town else "镇人大主席团"


def title_lines(title: str) -> list[str]:
    """A title in lines that break behind a quotation or a word."""
    return balanced_lines(title, TITLE_WIDTH, ends=_TITLE_ENDS)


def sections(parts: Iterable[tuple[str, Iterable[str]]]) -> list[Paragraph]:
    """一、…, 二、… with their paragraphs; what has none is left out and not counted."""
    found: list[Paragraph] = []
    place = 0
    for heading, lines in parts:
        texts = [line for line in lines if line]
        if not texts:
            continue
        if heading:
            found.append(Paragraph(f"{'一二三四五六七八九'[place]}、{heading}", "first", True))
            place += 1
        found += [Paragraph(text) for text in texts]
    return found


def texts(words: str) -> list[str]:
    """What somebody wrote, paragraph by paragraph."""
    return paragraphs_of(words)


def day_words(day: dt.date | None) -> str:
    """The day of a letter; room for one where it has none."""
    return cn_date(day) or NO_DAY
