"""Where long titles and lines of an official document break: at words, in lines of like length."""

import math
from collections.abc import Iterable

_HALF_WIDTH = 0.5
# A title set in 2号 (22 pt) has room for 20 characters, a line in 3号 for 28.
TITLE_WIDTH, TEXT_WIDTH = 20, 28
_ENDS = ("人民代表大会", "主席团", "年度", "镇", "乡", "届", "的")
_NO_LINE_START = "，。、；：？！）》〉」』”"
_NO_LINE_END = "（《〈「『“"


def text_ems(text: str) -> float:
    """Width in characters; figures and Latin letters take half of one."""
    return sum(_HALF_WIDTH if character.isascii() else 1 for character in text)


def balanced_lines(text: str, most: int, ends: Iterable[str] = _ENDS) -> list[str]:
    """``text`` in lines of at most ``most`` characters, broken after one of ``ends`` if possible.

    The lines come out as equal as the words allow, so that a centred title makes a good shape.
    """
    width = text_ems(text)
    if width <= most:
        return [text]
    rows = math.ceil(width / most)
    places = [place for place in range(2, len(text) - 1) if _may_break(text, place)]
    room = [p for p in places if text_ems(text[:p]) <= most]
    fair = [p for p in room if math.ceil(text_ems(text[p:]) / most) <= rows - 1] or room
    if not fair:
        return [text]
    wanted = [p for p in fair if any(text[:p].endswith(end) for end in ends)]
    best = min(wanted or fair, key=lambda p: abs(text_ems(text[:p]) - width / rows))
    return [text[:best], *balanced_lines(text[best:], most, ends)]


def _may_break(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    if before.isascii() and after.isascii():
        return False
    return after not in _NO_LINE_START and before not in _NO_LINE_END
