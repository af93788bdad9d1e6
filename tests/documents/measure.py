"""Reading a page back: its lines of characters, in millimetres from the upper left corner."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

MM = 25.4 / 72
# Lower edge of the type area: 37 mm + 225 mm.
TYPE_AREA_BOTTOM = 262


@dataclass
class Line:
    """The characters that stand on one base line."""

    baseline: float
    chars: list[dict[str, Any]]

    @property
    def text(self) -> str:
        return "".join(char["text"] for char in self.chars)

    @property
    def left(self) -> float:
        return self.chars[0]["x0"] * MM

    @property
    def right(self) -> float:
        return self.chars[-1]["x1"] * MM

    @property
    def fonts(self) -> set[str]:
        return {char["fontname"].partition("+")[2] for char in self.chars}


def lines(page) -> list[Line]:
    """All lines of a page from top to bottom, the page number too."""
    found = defaultdict(list)
    for char in page.chars:
        found[round(char["matrix"][5], 1)].append(char)
    return [
        Line((float(page.height) - y) * MM, sorted(chars, key=lambda char: char["x0"]))
        for y, chars in sorted(found.items(), reverse=True)
    ]


def text_lines(page) -> list[Line]:
    """The lines inside the type area."""
    return [line for line in lines(page) if line.baseline < TYPE_AREA_BOTTOM]


def page_number(page) -> Line:
    """The one line below the type area."""
    (line,) = [line for line in lines(page) if line.baseline >= TYPE_AREA_BOTTOM]
    return line


def line_with(pdf, words: str) -> Line:
    """The first line of a document that contains ``words``."""
    return next(line for page in pdf.pages for line in lines(page) if words in line.text)
