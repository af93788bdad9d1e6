"""Lists as clerks type or paste them: one village, district or group a line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import ValidationError

from congress.common.numerals import parse_chinese_number
from deputies.imports.lookup import plain

T = TypeVar("T")

_LONGEST = {"村": 100, "片": 50, "选区": 50, "小组": 50}
_MOST_SEATS = 3
_MOST_LINES = 500
_BETWEEN = re.compile(r"[\s,，、;；:：/|]+")
# 1. or （1） or 3、 before a line, as lists are numbered
_ORDINAL = re.compile(r"^[（(]?\d{1,3}[.、)）]\s*")
_SEATS = re.compile(r"(?:应选)?(\d+|[一二两三四五六七八九十]+)[名人个]?")


@dataclass(frozen=True)
class VillageLine:
    """A village, and the area (片) that it is counted to; "" where none is named."""

    name: str
    area: str = ""


@dataclass(frozen=True)
class DistrictLine:
    """A district with its seats (one to three, 选举法25) and its villages' names."""

    line: int
    name: str
    seats: int
    villages: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroupLine:
    """A deputy group and its villages' names."""

    line: int
    name: str
    villages: tuple[str, ...] = ()


def village_lines(text: str) -> list[VillageLine]:
    """One village a line, or several behind their area: 新洲片：新洲村、东岭村.

    ValidationError with a sentence for each line that can't be read.
    """
    found: dict[str, VillageLine] = {}
    for villages in _each_line(text, _villages):
        for village in villages:
            found.setdefault(village.name, village)
    return list(found.values())


def district_lines(text: str) -> list[DistrictLine]:
    """第一选区 2 新洲村、东岭村; without a number it elects one. ValidationError as above."""
    return _once(_each_line(text, _district), "选区")


def group_lines(text: str) -> list[GroupLine]:
    """新洲代表小组：新洲村、东岭村. ValidationError as above."""
    return _once(_each_line(text, _group), "小组")


def _each_line(text: str, read: Callable[[int, str], T]) -> list[T]:
    lines = [
        (number, _ORDINAL.sub("", line.strip()))
        for number, line in enumerate(text.splitlines(), start=1)
    ]
    filled = [(number, line) for number, line in lines if line]
    if len(filled) > _MOST_LINES:
        raise ValidationError(f"一次最多写{_MOST_LINES}行，现在有{len(filled)}行。请分几次录入。")
    found, problems = [], []
    for number, line in filled:
        try:
            found.append(read(number, line))
        except ValidationError as problem:
            problems += [f"第{number}行：{message}" for message in problem.messages]
    if problems:
        raise ValidationError(problems)
    return found


def _villages(number: int, line: str) -> list[VillageLine]:
    area, colon, rest = line.replace("：", ":").partition(":")
    if not colon:
        area, rest = "", line
    names = [_name(word, "村") for word in _words(rest)]
    if not names:
        raise ValidationError("只写了片，没有写村。请在冒号后面写村名，用顿号隔开。")
    return [VillageLine(name, _name(area, "片") if area.strip() else "") for name in names]


def _district(number: int, line: str) -> DistrictLine:
    name, *words = _words(line) or [""]
    if name.isdecimal() and words and words[0].endswith("选区"):
        name, *words = words  # the first column of a spreadsheet counts the lines
    seats = 1
    if words and (written := _SEATS.fullmatch(words[0])):
        seats = parse_chinese_number(written.group(1).replace("两", "二")) or 0
        words = words[1:]
    if not 1 <= seats <= _MOST_SEATS:
        raise ValidationError("应选代表数写1、2或3（选举法第二十五条）。")
    return DistrictLine(number, _name(name, "选区"), seats, tuple(words))


def _group(number: int, line: str) -> GroupLine:
    name, *villages = _words(line) or [""]
    return GroupLine(number, _name(name, "小组"), tuple(villages))


def _words(text: str) -> list[str]:
    return [word for word in _BETWEEN.split(text) if word]


def _name(text: str, noun: str) -> str:
    name, most = plain(text), _LONGEST[noun]
    if not name or not any(character.isalnum() for character in name):
        raise ValidationError(f"没有写{noun}的名称。请以名称开头。")
    if len(name) > most:
        raise ValidationError(f"“{name[:12]}……”超过{most}个字。一行写一个，名称之间用顿号隔开。")
    return name


def _once(lines: list[T], noun: str) -> list[T]:
    return list(_refuse_twice(lines, noun))


def _refuse_twice(lines: list[T], noun: str) -> Iterator[T]:
    seen: dict[str, int] = {}
    for line in lines:
        name, number = line.name, line.line  # type: ignore[attr-defined]
        if name in seen:
            raise ValidationError(
                f"第{number}行：{noun}“{name}”在第{seen[name]}行已经写过。请删去一行。"
            )
        seen[name] = number
        yield line
