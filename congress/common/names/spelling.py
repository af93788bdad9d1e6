"""The one way in which the portal keeps a name, and what can't be a name.

民委发〔2016〕33号: a name has room for 50 characters, any of GB 18030, and its parts are
separated by U+00B7 only.
"""

import re
import unicodedata
from functools import lru_cache

from .characters import MIDDLE_DOT, canonical, is_han, is_invisible

NAME_LENGTH = 50

_DOT_LOOKALIKES = re.compile("[\u2022\u30fb\uff65\u2027\uff0e\u22c5\u2219\u2e31\ufe52\u0387]")
_LATIN_PUNCTUATION = frozenset(".'’-")


@lru_cache(maxsize=4096)
def normalise_name(text: str | None) -> str:
    """The name as it is stored: 张　𠅤 becomes 张𠅤, 阿依古丽•买买提 gets U+00B7.

    Spaces that pad a printed list are layout; between two words in letters (John Smith) one is
    kept. Characters stay what they are; only a second code for the same character is folded.
    """
    kept = (
        " " if c.isspace() or unicodedata.category(c) == "Zs" else c
        for c in canonical(text or "")
        if c.isspace() or not is_invisible(c)
    )
    name = _DOT_LOOKALIKES.sub(MIDDLE_DOT, " ".join("".join(kept).split()))
    name = re.sub(rf"\s*{MIDDLE_DOT}[\s{MIDDLE_DOT}]*", MIDDLE_DOT, name)
    return _drop_padding(_dots_between_han(name))


def _dots_between_han(name: str) -> str:
    """阿依古丽.买买提 was meant to be a separator, J. Smith is an abbreviation."""
    return "".join(
        MIDDLE_DOT
        if c == "." and 0 < i < len(name) - 1 and is_han(name[i - 1]) and is_han(name[i + 1])
        else c
        for i, c in enumerate(name)
    )


def _drop_padding(name: str) -> str:
    return "".join(
        c
        for i, c in enumerate(name)
        if c != " " or not (is_han(name[i - 1]) or is_han(name[i + 1]))
    )


def name_errors(name: str | None) -> list[str]:
    """Why this can't be a person's name, as Chinese sentences; empty when it can.

    Judges the name as ``normalise_name`` would store it.
    """
    name = normalise_name(name)
    if not name:
        return ["没有填写姓名。"]
    errors = []
    if len(name) > NAME_LENGTH:
        errors.append(f"姓名有{len(name)}个字，最多{NAME_LENGTH}个字。请核对。")
    if any(c.isnumeric() and not is_han(c) for c in name):
        errors.append("姓名里有数字。请只填写姓名。")
    if wrong := _wrong_characters(name):
        errors.append(f"姓名里不能有{'、'.join(f'“{c}”' for c in wrong[:5])}。请核对。")
    elif re.match(r"(?i)https?\b|www\.", name):
        errors.append("这是网址，不是姓名。请核对。")
    elif _separator_at_edge(name):
        errors.append("间隔号只能写在姓名的两个部分之间。请核对。")
    return errors


def _wrong_characters(name: str) -> list[str]:
    return list(dict.fromkeys(c for c in name if not _may_stand_in_name(c) and not c.isnumeric()))


def _may_stand_in_name(c: str) -> bool:
    if is_han(c) or c in _LATIN_PUNCTUATION or c in (MIDDLE_DOT, " "):
        return True
    return unicodedata.category(c)[0] in "LM"


def _separator_at_edge(name: str) -> bool:
    edges = name[0] + name[-1]
    return MIDDLE_DOT in edges or not any(is_han(c) or c.isalpha() for c in name)


def padded_name(name: str) -> str:
    """王勇 as 王　勇, so that names of two and of three characters line up in a printed list."""
    if len(name) == 2 and is_han(name[0]) and is_han(name[1]):
        return f"{name[0]}\u3000{name[1]}"
    return name
