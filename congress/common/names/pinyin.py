"""Pinyin of a name: to find 张伟 by "zhangwei" or "zw", and to sort a list by it."""

from functools import lru_cache
from typing import Any

from .characters import MIDDLE_DOT, is_han
from .spelling import normalise_name
from .stroke_order import stroke_sort_key
from .surnames import COMPOUND_SURNAMES, SURNAME_READINGS

_SYLLABLE_WIDTH = 6

PINYIN_KEY_LENGTH = 50 * (_SYLLABLE_WIDTH + 7)


def pinyin_of(name: str) -> tuple[str, str]:
    """("zhangwei", "zw"): the full reading and the initials, small letters without tones.

    ü is written v, as it is typed. A character whose reading nobody knows stands for itself.
    """
    syllables = [syllable.rstrip("012345") for _, syllable in _readings(name)]
    initials = "".join(syllable[0] for syllable in syllables if syllable)
    return "".join(syllables), initials


def pinyin_sort_key(name: str) -> str:
    """Key for a list in pinyin order: syllable, tone, then stroke order, character by character.

    Compare it byte by byte (collation "C"); 13 characters for each of the name's, so at most
    PINYIN_KEY_LENGTH. What has no reading comes last.
    """
    return "".join(_sort_part(text, syllable) for text, syllable in _readings(name))


def _sort_part(text: str, syllable: str) -> str:
    if not is_han(text[0]):
        return f"{syllable} "
    if not syllable.isascii():
        return f"{'~' * _SYLLABLE_WIDTH}0{stroke_sort_key(text, padded=False)}"
    letters = syllable.rstrip("012345")
    tone = syllable[len(letters) :] or "0"
    return f"{letters:<{_SYLLABLE_WIDTH}}{tone}{stroke_sort_key(text, padded=False)}"


@lru_cache(maxsize=4096)
def _readings(name: str) -> tuple[tuple[str, str], ...]:
    """(character or foreign word, its reading with the tone's number), in order."""
    name = normalise_name(name)
    if MIDDLE_DOT in name:
        # No Han surname: 单 or 区 at the start is only a sound there.
        return tuple(pair for part in name.split(MIDDLE_DOT) for pair in _read(part))
    if not name or not is_han(name[0]):
        return tuple(_read(name))
    surname = name[:2] if name[:2] in COMPOUND_SURNAMES else name[:1]
    if surname not in SURNAME_READINGS:
        return tuple(_read(surname) + _read(name[len(surname) :]))
    known = zip(surname, SURNAME_READINGS[surname].split(), strict=True)
    return (*known, *_read(name[len(surname) :]))


@lru_cache(maxsize=4096)
def _read(text: str) -> list[tuple[str, str]]:
    # Imported where it is used: it takes a third of a second and 30 MB, and most processes never
    # write a name.
    from pypinyin import Style, lazy_pinyin

    pairs: list[tuple[str, str]] = []
    for is_chinese, run in _runs(text):
        if is_chinese:
            readings = lazy_pinyin(run, style=Style.TONE3, errors=_as_they_are)
            pairs.extend(zip(run, readings, strict=True))
        else:
            pairs.extend((word, word.lower()) for word in run.split())
    return pairs


def _as_they_are(characters: str) -> Any:
    """Characters without a known reading, each for itself. (pypinyin takes a list, too.)"""
    return list(characters)


def _runs(text: str) -> list[tuple[bool, str]]:
    """The text cut where Chinese characters and others meet."""
    runs: list[tuple[bool, str]] = []
    for character in text:
        kind = is_han(character)
        if runs and runs[-1][0] == kind:
            runs[-1] = (kind, runs[-1][1] + character)
        else:
            runs.append((kind, character))
    return runs
