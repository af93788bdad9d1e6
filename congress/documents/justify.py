"""Flush right edges for Chinese text, which WeasyPrint justifies at spaces only.

A line that a rule of punctuation (避头尾) or a half-width figure left short of the grid by up to
one and a half characters is spread to the edge of the grid, as a typesetter would. Full lines
already end there and stay as they are, so that their characters keep standing below each other.

Works on laid-out boxes after line breaking: no character moves to another line. It reads
WeasyPrint's box tree, which is not a public interface; the version is pinned, and
tests/documents/test_layout_lines.py fails when the tree changes.
"""

from collections.abc import Iterator
from typing import Any

# In characters. A shorter line ends where its author ended it.
MOST_SPREAD = 1.6
# Narrow columns would show the spreading as gaps.
NARROWEST = 20


def justify_pages(pages: list[Any]) -> None:
    """Spread the short lines of every paragraph on these WeasyPrint pages, in place."""
    for page in pages:
        # Without its boxes a page prints as it is: a ragged edge, nothing lost.
        if not hasattr(page, "_page_box"):
            continue
        for block in _paragraphs(page._page_box):  # noqa: SLF001  see above
            for line in block.children:
                # The last line of a paragraph has nothing to resume.
                if getattr(line, "resume_at", None):
                    _spread(line, block)


def _paragraphs(box: Any) -> Iterator[Any]:
    for child in getattr(box, "children", ()):
        if child.element_tag == "p" and child.style["text_align_all"] == "start":
            yield child
        else:
            yield from _paragraphs(child)


def _texts(box: Any) -> list[Any]:
    if hasattr(box, "pango_layout"):
        return [box]
    return [text for child in getattr(box, "children", ()) for text in _texts(child)]


def _spread(line: Any, block: Any) -> None:
    """Divide what is missing to the edge of the grid among the gaps of the line."""
    em = block.style["font_size"]
    columns = int(block.width / em)
    texts = _texts(line)
    gaps = sum(len(text.text) for text in texts) - 1
    if not texts or gaps < 1 or columns < NARROWEST:
        return
    missing = block.content_box_x() + columns * em - (texts[-1].position_x + texts[-1].width)
    if 0.01 * em < missing <= MOST_SPREAD * em:
        _add_spacing(texts, missing / gaps)


def _add_spacing(texts: list[Any], each: float) -> None:
    moved = 0.0
    for text in texts:
        text.style = text.style.copy()
        text.style["letter_spacing"] = each
        text.position_x += moved
        text.width += each * len(text.text)
        moved += each * len(text.text)
