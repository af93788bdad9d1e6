"""Where the labels of narrow bar segments go: under the bar, with leaders, never overlapping."""

import unicodedata
from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SIZE = 14  # font size of all chart text, in user units
GAP = 10  # between two labels of a row
CHANNEL = 6  # what a leader to a lower row takes in an upper one
FAR = 110  # a label further from its segment than this is hard to follow: add a row
MOST_ROWS = 3
LEADER = 16  # from the bar to the first row
ROW = 26


def text_width(words: str) -> float:
    """About how wide ``words`` are drawn: one em for a Chinese character, 0.6 em for others."""
    wide = sum(1 if unicodedata.east_asian_width(char) in "WFA" else 0.6 for char in words)
    return wide * SIZE


def below_bar(
    labels: Sequence[tuple[float, str]], *, top: float, width: float
) -> tuple[SafeString, float]:
    """Draw labels (x of the segment's centre, words), ordered by x; give the new lower edge too.

    Labels stand on as few rows as keep them near. Leaders to lower rows run through gaps kept open
    in the upper ones, and the order is the same on every row: no leader crosses a word or another.
    """
    if not labels:
        return SafeString(), top + 4
    tried = [_arrange(labels, rows, width) for rows in range(1, MOST_ROWS + 1)]
    places = next((each for each in tried if _is_near(labels, each, width)), tried[-1])
    drawn = []
    for (centre, words), xs in zip(labels, places, strict=True):
        leader = [(centre, top)]
        for row, x in enumerate(xs):
            leader += [(x, top + LEADER + row * ROW - 4), (x, top + LEADER + row * ROW)]
            if row < len(xs) - 1:
                leader.append((x, top + LEADER + (row + 1) * ROW - 8))
        drawn.append((_leader(leader), _label(*leader[-1], words)))
    return format_html_join("", "{}{}", drawn), top + LEADER + max(map(len, places)) * ROW


def _arrange(labels: Sequence[tuple[float, str]], rows: int, width: float) -> list[list[float]]:
    """For each label its x on every row down to its own; label n stands on row n modulo rows."""
    places: list[list[float]] = [[] for _ in labels]
    for row in range(rows):
        here = [index for index in range(len(labels)) if index % rows >= row]
        wanted = [places[index][-1] if places[index] else labels[index][0] for index in here]
        sizes = [text_width(labels[i][1]) if i % rows == row else CHANNEL for i in here]
        for index, x in zip(here, spread(wanted, sizes, width), strict=True):
            places[index].append(x)
    return places


def _is_near(
    labels: Sequence[tuple[float, str]], places: Sequence[Sequence[float]], width: float
) -> bool:
    for (centre, words), xs in zip(labels, places, strict=True):
        reach = text_width(words) / 2
        if xs[-1] < reach - 1 or xs[-1] > width - reach + 1 or abs(xs[-1] - centre) > FAR + reach:
            return False
    return True


def spread(wanted: Sequence[float], sizes: Sequence[float], width: float) -> list[float]:
    """Centres near ``wanted``, in the same order, so that nothing overlaps between 0 and width."""
    centres: list[float] = []
    edge = 0.0
    for centre, size in zip(wanted, sizes, strict=True):
        centres.append(max(centre, edge + size / 2))
        edge = centres[-1] + size / 2 + GAP
    edge = width
    for index in range(len(centres) - 1, -1, -1):
        centres[index] = min(centres[index], edge - sizes[index] / 2)
        edge = centres[index] - sizes[index] / 2 - GAP
    return centres


def _leader(points: Sequence[tuple[float, float]]) -> SafeString:
    path = "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    return format_html('<path d="M{}" stroke="#5d5850" stroke-width="0.75" fill="none"/>', path)


def _label(x: float, y: float, words: str) -> SafeString:
    return format_html(
        '<text class="chart-label" x="{}" y="{}" text-anchor="middle" fill="#1f1d1a">{}</text>',
        f"{x:.2f}",
        f"{y + SIZE:.2f}",
        words,
    )
