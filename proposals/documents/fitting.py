"""A form on one page: roomy, then closer, then smaller; what still doesn't fit goes behind it.

Every attempt is laid out and measured, so that nothing is cut off and nothing spills by surprise.
Which size to try first is a guess by the length of the texts: laying out is what takes the time.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from congress.documents.headings import text_ems
from congress.documents.render import Layout, Place, lay_out

_MM_A_POINT = 25.4 / 72
# The lower edge of what the form's cells may fill: A4 without its margin, signatures and notes.
_BOTTOM_MM = 277.0
# The width of a cell for text, without its padding.
_WIDTH_MM = 139.0
# Characters of the first page are counted; the count may be out by some lines.
_TRIES = 6


@dataclass(frozen=True)
class Step:
    """A size of type: in points, and its lines in mm. ``name`` is a class of the style sheet.

    ``room`` is what a form has for its texts where all its other rows take one line, in mm.
    """

    name: str
    points: float
    line: float
    room: float

    @property
    def columns(self) -> int:
        """Characters that stand on a line."""
        return int(_WIDTH_MM / (self.points * _MM_A_POINT))


# 小四 with room to spare, without; 五号; 小五, the smallest that everybody can read.
_STEPS = (
    Step("roomy", 12, 7, 100),
    Step("close", 12, 7, 115),
    Step("small", 10.5, 5.6, 143),
    Step("smallest", 9, 4.8, 153),
)
# What goes on behind the form need not be tiny.
_GOING_ON = _STEPS[2]


@dataclass(frozen=True)
class Fit:
    """How one form is set; ``lines`` of text on its first page where they don't all fit."""

    step: Step
    lines: int | None = None

    @property
    def name(self) -> str:
        return self.step.name if self.lines is None else f"{self.step.name} continued"

    def first(self, texts: Sequence[Any]) -> list[Any]:
        return [kept for kept, _ in self._divided(texts)]

    def rest(self, texts: Sequence[Any]) -> list[Any]:
        return [left for _, left in self._divided(texts) if left.paragraphs]

    def _divided(self, texts: Sequence[Any]) -> list[tuple[Any, Any]]:
        if self.lines is None:
            return [(text, replace(text, paragraphs=[])) for text in texts]
        found = []
        for text, lines in zip(texts, self._shares(texts), strict=True):
            kept, left = _divided(text.paragraphs, lines, self.step.columns)
            cut = len(kept) + len(left) > len(text.paragraphs)
            rest = replace(text, paragraphs=left, is_cut=cut)
            found.append((replace(text, paragraphs=kept), rest))
        return found

    def _shares(self, texts: Sequence[Any]) -> list[int]:
        """The lines of the first page given to each text: as many as it needs, or its half."""
        needed = [_lines(text.paragraphs, self.step.columns) for text in texts]
        left = self.lines or 0
        shares = []
        for place, need in enumerate(needed):
            others = sum(needed[place + 1 :])
            fair = max(left - others, left // (len(needed) - place))
            shares.append(min(need, fair))
            left -= shares[-1]
        return shares


PLAIN = Fit(_STEPS[0])


def fitted_pdf(
    forms: Sequence[Any], html: Callable[[Iterable[Any], bool], str], *, title: str
) -> bytes:
    """The PDF of all forms, each with the largest type in which it stands on one page.

    ``html`` makes the document of some of them, with the pages behind them or without. In it an
    element with a form's ``key`` as its id begins the form, one with ``key-end`` ends it.
    """
    behind = []
    for form in forms:
        step = _first_guess(form)
        form.fit = Fit(step or _GOING_ON)
        if step is None:
            behind.append(form)
    tried = [form for form in forms if form not in behind]
    layout = lay_out(html(tried, True)) if tried else None
    too_long = _too_long(tried, layout) if layout else []
    if layout and not too_long and not behind:
        return layout.pdf(title=title)
    while too_long:
        smaller = [form for form in too_long if form.fit.step is not _STEPS[-1]]
        behind += [form for form in too_long if form not in smaller]
        for form in smaller:
            form.fit = Fit(_STEPS[_STEPS.index(form.fit.step) + 1])
        too_long = _too_long(smaller, lay_out(html(smaller, False))) if smaller else []
    _continue_behind(behind, html)
    return lay_out(html(forms, True)).pdf(title=title)


def _first_guess(form: Any) -> Step | None:
    """The largest type that its texts may fit in; None when not even the smallest is."""
    texts = [text.paragraphs for text in form.texts]
    fitting = (
        step
        for step in _STEPS
        if sum(_lines(lines, step.columns) for lines in texts) * step.line <= step.room
    )
    return next(fitting, None)


def _too_long(forms: Sequence[Any], layout: Layout) -> list[Any]:
    places = layout.places()
    return [form for form in forms if _pages(form, places) > 1]


def _pages(form: Any, places: dict[str, Place]) -> int:
    return places[f"{form.key}-end"].page - places[form.key].page + 1


def _continue_behind(forms: list[Any], html: Callable[[Iterable[Any], bool], str]) -> None:
    """Measure what room is left beside everything but the texts, and fill it."""
    if not forms:
        return
    for form in forms:
        form.fit = Fit(_GOING_ON, 0)
    places = lay_out(html(forms, False)).places()
    for form in forms:
        # Who has too much even without texts runs over as it is, its first lines with it.
        room = _BOTTOM_MM - places[f"{form.key}-end"].top if _pages(form, places) == 1 else 0
        form.fit = Fit(_GOING_ON, max(0, int(room / _GOING_ON.line)))
    for _ in range(_TRIES):
        forms = [form for form in forms if form.fit.lines]
        forms = _too_long(forms, lay_out(html(forms, False))) if forms else []
        for form in forms:
            form.fit = Fit(_GOING_ON, max(0, form.fit.lines - 2))


def _lines(paragraphs: Sequence[str], columns: int) -> int:
    return sum(max(1, math.ceil((text_ems(line) + 2) / columns)) for line in paragraphs)


def _divided(paragraphs: Sequence[str], lines: int, columns: int) -> tuple[list[str], list[str]]:
    """What stands on so many lines of so many characters, and the rest."""
    kept: list[str] = []
    for place, line in enumerate(paragraphs):
        need = _lines([line], columns)
        if need > lines:
            head = _beginning(line, lines * columns - 2) if lines > 0 else ""
            tail = line[len(head) :]
            return [*kept, head] if head else kept, [tail, *paragraphs[place + 1 :]]
        kept.append(line)
        lines -= need
    return kept, []


def _beginning(line: str, ems: float) -> str:
    """As much of the line as is so wide."""
    width = 0.0
    for place, character in enumerate(line):
        width += text_ems(character)
        if width > ems:
            return line[:place]
    return line
