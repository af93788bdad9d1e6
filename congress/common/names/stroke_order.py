"""Official stroke order of names (姓氏笔画), as text keys that a database can keep and compare.

Character by character: number of strokes, then the strokes themselves in the order 横竖撇点折, then
the tie rules of GB 13000.1's 字序. A compound surname sorts by its first character; U+00B7 and
spaces are skipped. The order of 20,902 characters is in data/stroke_order.txt; of rarer ones
(㐱, 䶮, 𠅤) only the number of strokes is known: they follow all others of that number, by code
point.
"""

from functools import cache, lru_cache
from pathlib import Path

from .characters import MIDDLE_DOT, canonical, is_han, is_invisible

_DATA = Path(__file__).parent.parent / "data"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WIDTH = 6
_BLANK = "0" * _WIDTH
_UNKNOWN_COUNT = 98
_NOT_HAN = 99
# Code points follow the ranks, so that a rare character comes after the known ones.
_RANKS = 32768

STROKE_KEY_LENGTH = 51 * _WIDTH


def stroke_sort_key(name: str, *, padded: bool) -> str:
    """ASCII key of six characters for each of the name's, at most STROKE_KEY_LENGTH for 50.

    Compare it byte by byte (collation "C"). ``padded`` puts a blank between the two characters of
    a short name, as printed lists do, so that 田富 comes before 田大利; unpadded it comes after.
    """
    keys = [
        _character_key(c)
        for c in canonical(name)
        if c != MIDDLE_DOT and not c.isspace() and not is_invisible(c)
    ]
    if padded and len(keys) == 2:
        keys.insert(1, _BLANK)
    return "".join(keys)


@lru_cache(maxsize=8192)
def _character_key(character: str) -> str:
    known = _known_keys().get(character)
    if known:
        return known
    if not is_han(character):
        # Foreign letters close the list, capitals beside small ones.
        return _key(_NOT_HAN, _RANKS + ord(character.lower()[0]))
    return _key(_rare_count(character), _RANKS + ord(character))


def _rare_count(character: str) -> int:
    lines = _lines("stroke_counts.txt")
    return next((count for count, line in enumerate(lines, 1) if character in line), _UNKNOWN_COUNT)


@cache
def _known_keys() -> dict[str, str]:
    return {
        character: _key(count, rank)
        for count, line in enumerate(_lines("stroke_order.txt"), 1)
        for rank, character in enumerate(line)
    }


@cache
def _lines(file_name: str) -> list[str]:
    return (_DATA / file_name).read_text(encoding="utf-8").split("\n")


def _key(count: int, number: int) -> str:
    """Two digits of strokes and four of the number in base 36: sorts like the pair of numbers."""
    text = ""
    for _ in range(4):
        number, digit = divmod(number, 36)
        text = _DIGITS[digit] + text
    return f"{count:02d}{text}"
