"""Pictures of numbers: SVG drawn by the server, the same on a page and in a PDF.

At most accent, ink and two greys, told apart in black and white by their lightness and by a white
gap between neighbours. Everything is set by presentation attributes (a strict CSP forbids inline
style); the class names let a page's style sheet restyle the text. Lengths are SVG user units: a
drawing is ``width`` wide and fills its column, so that text is 14/width of the column high; a
phone wants about 340. Every drawing has a title and a description that
says all its numbers, for those who listen to it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from congress.documents.chart_labels import SIZE, below_bar, text_width
from congress.documents.fonts import Typeface, font_stack

Number = int | float | Decimal

WIDTH = 640
NARROW = 340  # for a phone; scaled down, the words of a wide drawing could not be read
_LARGER = 1.35  # what large text multiplies by (static/css/base.css)
ACCENT, INK, MID, PALE, LINE = "#a3222c", "#1f1d1a", "#aaa49b", "#e4dfd6", "#5d5850"
# Neighbours differ by at least 30 points of lightness; with more than four parts they repeat.
FILLS = (ACCENT, PALE, INK, MID)
ON_FILL = {ACCENT: "#fff", INK: "#fff", MID: INK, PALE: INK}
BAR = 34
NO_DATA = "—"
UNKNOWN = "未载"
_SHARES = (MID, INK, ACCENT)


@dataclass(frozen=True)
class _Part:
    label: str
    value: Number
    start: float
    width: float
    fill: str

    @property
    def centre(self) -> float:
        return self.start + self.width / 2


def stacked_bar(
    title: str,
    segments: Iterable[tuple[str, Number]],
    total: Number,
    unit: str = "人",
    *,
    width: float = WIDTH,
) -> SafeString:
    """One bar divided into ``segments`` (label, value); ``unit`` follows each number.

    ValueError when the values don't add up to ``total``: a picture that hides people is worse
    than none. Empty segments take no room in the bar but are named in the description.
    """
    rows = list(segments)
    if sum(value for _, value in rows) != total:
        raise ValueError(f"{title}：各项之和不等于合计 {total}。")
    named = "，".join(f"{label}{_number(value)}{unit}" for label, value in rows)
    heading = f"{title}（共{_number(total)}{unit}）"
    if not total:
        return _no_data(title, heading, width)
    parts = _parts(rows, total, width)
    outside = [part for part in parts if not _fits(part, unit)]
    notes, bottom = below_bar(
        [(part.centre, f"{part.label}{_number(part.value)}{unit}") for part in outside],
        top=26 + BAR,
        width=width,
    )
    bars = format_html_join("", "{}", ((_segment(part, unit),) for part in parts))
    return _svg(title, f"{heading}：{named}。", (width, bottom), _heading(heading), bars, notes)


def both_widths(draw: Callable[..., SafeString], *of: Any, large: bool = False) -> dict[str, Any]:
    """The drawing for a desk and for a phone, as includes/figure.html takes them.

    For readers of ``large`` text it is drawn in less room and scaled up, so that its words grow.
    """
    scale = _LARGER if large else 1
    return {"svg": draw(*of, width=WIDTH / scale), "narrow_svg": draw(*of, width=NARROW / scale)}


def progress_bar(
    title: str, done: Number, total: Number, unit: str = "", *, width: float = WIDTH
) -> SafeString:
    """How much of ``total`` is done: one thin bar with both numbers and the rate beside it.

    More than all is drawn as a full bar and said in the numbers; with a total of 0 the rate is —.
    """
    share = min(1.0, float(done) / float(total)) if total else 0.0
    rate = f"{float(done) / float(total):.0%}" if total else NO_DATA
    words = f"{_number(done)}/{_number(total)}{unit}（{rate}）"
    return _svg(
        title,
        f"{title}：{words}。",
        (width, 46),
        _text(0, 16, title, "chart-heading"),
        _text(width, 16, words, "chart-value", anchor="end"),
        _rect(0, 26, width, 12, PALE),
        _rect(0, 26, width * share, 12, ACCENT),
    )


def share_bars(
    title: str, rows: Sequence[tuple[str, int | None]], *, width: float = WIDTH
) -> SafeString:
    """Thin bars below each other on one scale from 0 to 100%, so that the eye sees which lags.

    ``rows`` are (label, percent); None is said and drawn without a bar.
    """
    said = [(label, UNKNOWN if value is None else f"{value}%") for label, value in rows]
    named = "，".join(f"{label}{words}" for label, words in said)
    left = max(text_width(label) for label, _ in said) + 8
    # The same room for every value, so that bars of several pictures share one scale.
    room = width - left - max(text_width(words) for words in ("100%", UNKNOWN)) - 8
    body: list[SafeString] = []
    for index, ((label, words), (_, value)) in enumerate(zip(said, rows, strict=True)):
        top = index * 22
        body += [
            _text(0, top + 15, label, "chart-label"),
            _rect(left, top + 6, room, 8, PALE),
            _rect(left, top + 6, room * min(value or 0, 100) / 100, 8, _SHARES[index % 3]),
            _text(width, top + 15, words, "chart-value", anchor="end"),
        ]
    return _svg(title, f"{title}：{named}。", (width, len(said) * 22), *body)


def paired_bars(
    title: str,
    rows: Sequence[tuple[str, Number, Number]],
    *,
    planned: str = "计划",
    done: str = "完成",
    unit: str = "次",
    width: float = WIDTH,
) -> SafeString:
    """For each row (label, planned, done) two bars on one scale that starts at zero."""
    named = "；".join(
        f"{label}{planned}{_number(a)}{unit}，{done}{_number(b)}{unit}" for label, a, b in rows
    )
    if not rows:
        return _no_data(title, title, width)
    left = min(width / 3, max(text_width(label) for label, _, _ in rows) + 12)
    most = max(max(a, b) for _, a, b in rows)
    widest = max(text_width(f"{word}{_number(most)}{unit}") for word in (planned, done))
    scale = (width - left - widest - 10) / (float(most) or 1)
    body: list[SafeString] = [_heading(title)]
    for index, (label, a, b) in enumerate(rows):
        top = 30 + index * 46
        body += _pair(label, left, top, scale, ((planned, a, MID), (done, b, ACCENT)), unit)
    height = 30 + len(rows) * 46
    return _svg(title, f"{title}：{named}。", (width, height), *body, _axis(left, 26, height - 8))


# --- pieces ----------------------------------------------------------------------------------


def _pair(
    label: str,
    left: float,
    top: float,
    scale: float,
    bars: Iterable[tuple[str, Number, str]],
    unit: str,
) -> list[SafeString]:
    drawn = [_text(left - 12, top + 22, label, "chart-label", anchor="end")]
    for row, (word, value, fill) in enumerate(bars):
        y = top + row * 17
        length = float(value) * scale
        drawn.append(_rect(left, y, length, 14, fill))
        words = f"{word}{_number(value)}{unit}"
        drawn.append(_text(left + length + 6, y + 12, words, "chart-value"))
    return drawn


def _parts(rows: Iterable[tuple[str, Number]], total: Number, room: float) -> list[_Part]:
    parts: list[_Part] = []
    start = 0.0
    for label, value in rows:
        width = room * float(value) / float(total)
        if value:
            parts.append(_Part(label, value, start, width, FILLS[len(parts) % len(FILLS)]))
        start += width
    return parts


def _fits(part: _Part, unit: str) -> bool:
    widest = max(text_width(part.label), text_width(f"{_number(part.value)}{unit}"))
    return part.width >= widest + 10


def _segment(part: _Part, unit: str) -> SafeString:
    """A part of the bar with its label and number on it, if there is room for them."""
    rect = _rect(part.start, 26, max(part.width - 1.5, 0.75), BAR, part.fill)
    if not _fits(part, unit):
        return rect
    colour = ON_FILL[part.fill]
    words = f"{part.label} {_number(part.value)}{unit}"
    if part.width >= text_width(words) + 10:
        lines = [(part.centre, 26 + BAR / 2 + 5, words)]
    else:
        lines = [
            (part.centre, 26 + BAR / 2 - 2, part.label),
            (part.centre, 26 + BAR / 2 + 13, f"{_number(part.value)}{unit}"),
        ]
    texts = [
        _text(x, y, line, "chart-on-bar", anchor="middle", fill=colour) for x, y, line in lines
    ]
    return mark_safe(rect + "".join(texts))  # noqa: S308  joined from escaped pieces


def _heading(words: str) -> SafeString:
    return _text(0, 16, words, "chart-heading")


def _no_data(title: str, heading: str, width: float) -> SafeString:
    bar = format_html(
        '<rect x="0.5" y="26" width="{}" height="{}" fill="none" stroke="{}"/>',
        _n(width - 1),
        BAR,
        LINE,
    )
    dash = _text(width / 2, 26 + BAR / 2 + 5, NO_DATA, anchor="middle")
    return _svg(title, f"{title}：没有数据。", (width, 70), _heading(heading), bar, dash)


def _axis(x: float, top: float, bottom: float) -> SafeString:
    return format_html(
        '<path d="M{} {}L{} {}" stroke="{}" stroke-width="1" fill="none"/>',
        _n(x),
        top,
        _n(x),
        bottom,
        LINE,
    )


def _rect(x: float, y: float, width: float, height: float, fill: str) -> SafeString:
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>',
        _n(x),
        _n(y),
        _n(width),
        _n(height),
        fill,
    )


def _text(
    x: float,
    y: float,
    words: str,
    name: str = "chart-label",
    *,
    anchor: str = "start",
    fill: str = INK,
) -> SafeString:
    return format_html(
        '<text class="{}" x="{}" y="{}" text-anchor="{}" fill="{}">{}</text>',
        name,
        _n(x),
        _n(y),
        anchor,
        fill,
        words,
    )


def _svg(title: str, description: str, size: tuple[float, float], *body: SafeString) -> SafeString:
    """The drawing; the ids come from its words, so that several fit into one page.

    Its class isn't chart: in the back office a script takes whatever is of that class for a canvas.
    """
    key = sha256(f"{title}\0{description}\0{size}".encode()).hexdigest()[:10]
    return format_html(
        '<svg class="drawing" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" '
        'aria-labelledby="chart-{}-title chart-{}-text" font-family="{}" font-size="{}">'
        '<title id="chart-{}-title">{}</title><desc id="chart-{}-text">{}</desc>{}</svg>',
        _n(size[0]),
        _n(size[1]),
        key,
        key,
        font_stack(Typeface.HEITI),
        SIZE,
        key,
        title,
        key,
        description,
        mark_safe("".join(body)),  # noqa: S308  every piece was escaped where it was made
    )


def _number(value: Number) -> str:
    """A number as a reader writes it: no trailing zeros, no exponent."""
    text = f"{value:f}" if isinstance(value, Decimal | float) else str(value)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
