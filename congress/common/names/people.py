"""Persons named in one cell: 张𠅤、张伟（沙湖村）、王　勇."""

import re
from typing import NamedTuple

from .characters import MIDDLE_DOT, is_han
from .spelling import normalise_name
from .surnames import COMPOUND_SURNAMES

_OPENING = "（(〔[【\uff3b"
_CLOSING = "）)〕]】\uff3d"
_SEPARATORS = "、，,；;。/\uff0f|\uff5c\n\r\t"
_NUMBERING = re.compile(r"^\s*\d+\s*[.\uff0e、)]?\s*")
_SPACES = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u3000]+")


class PersonRef(NamedTuple):
    """A name as written, and the hint in brackets that tells two namesakes apart (or "")."""

    name: str
    hint: str


def split_people(text: str | None) -> list[PersonRef]:
    """The persons named in ``text``, in order, whatever separates them.

    A space inside 王　勇 or 欧阳 祎 pads the name; between two whole names it separates them.
    """
    people: list[PersonRef] = []
    for part, hint in _parts(text or ""):
        names = _names_in(part)
        people.extend(PersonRef(name, "") for name in names[:-1])
        if names:
            people.append(PersonRef(names[-1], hint))
        elif hint and people and not people[-1].hint:
            people[-1] = PersonRef(people[-1].name, hint)
    return people


def _parts(text: str) -> list[tuple[str, str]]:
    """Cut at separators outside brackets: (text before the bracket, text in it)."""
    parts: list[tuple[str, str]] = []
    outside = inside = ""
    depth = 0
    for c in text:
        if c in _OPENING:
            depth += 1
        elif c in _CLOSING:
            depth = max(depth - 1, 0)
            if depth == 0 and inside:
                parts.append((outside, inside))
                outside = inside = ""
        elif depth:
            inside += c
        elif c in _SEPARATORS:
            parts.append((outside, ""))
            outside = ""
        else:
            outside += c
    parts.append((outside, inside))
    return [(outside, normalise_name(inside)) for outside, inside in parts]


def _names_in(part: str) -> list[str]:
    part = re.sub(
        rf"\s*([{MIDDLE_DOT}\u2022\u30fb\u2027\uff0e])\s*", r"\1", _NUMBERING.sub("", part)
    )
    words = [word for word in map(normalise_name, _SPACES.split(part)) if _is_word(word)]
    names: list[str] = []
    while words:
        word = words.pop(0)
        if words and _belongs_together(word, words):
            word = _joined(word, words.pop(0))
            while words and _is_letters(word) and _is_letters(words[0]):
                word = _joined(word, words.pop(0))
        names.append(word)
    return names


def _is_word(word: str) -> bool:
    """Numbering (1. 2. 3.) and stray punctuation are no names."""
    return any(c.isalpha() or is_han(c) for c in word)


def _is_letters(word: str) -> bool:
    return not any(is_han(c) for c in word)


def _belongs_together(word: str, rest: list[str]) -> bool:
    following = rest[0]
    if _is_letters(word) or _is_letters(following):
        return _is_letters(word) and _is_letters(following)
    if len(word) == 1 or word in COMPOUND_SURNAMES:
        return True
    # 张三 王 勇: the lone 王 begins the next name rather than end this one.
    return len(following) == 1 and (len(rest) == 1 or len(rest[1]) > 1)


def _joined(word: str, following: str) -> str:
    return f"{word} {following}" if _is_letters(word) else word + following
