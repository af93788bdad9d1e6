"""The public directory of deputies: who stands in it, in which order, under which heading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models

from congress.common.codes import EthnicGroup, education_short
from congress.township.models import CongressTerm, TownSettings
from deputies.models import Deputy, Mandate


class DirectoryOrder(models.TextChoices):
    """Ways to go through the deputies."""

    GROUP = "group", "按小组"
    VILLAGE = "village", "按村（社区）"
    STROKE = "stroke", "按姓氏笔画"
    PINYIN = "pinyin", "按拼音"


@dataclass
class Entry:
    """A deputy in office with the mandate that puts him into the directory."""

    deputy: Deputy
    mandate: Mandate

    @property
    def village_name(self) -> str:
        return self.deputy.village.name if self.deputy.village else ""


@dataclass
class Heading:
    """A heading of the directory with the deputies below it."""

    anchor: str
    title: str
    note: str = ""
    entries: list[Entry] = field(default_factory=list)


def entries(term: CongressTerm, *, on: dt.date, search: str = "") -> list[Entry]:
    """The deputies of ``term`` in office on the day in stroke order, three queries in all."""
    deputies = Deputy.objects.serving(on=on, term=term).select_related("village")
    if search:
        deputies = deputies.found_by(search)
    ordered = list(deputies.in_stroke_order())
    mandates = Mandate.objects.township().serving(on=on).filter(term=term)
    mandates = mandates.select_related("group__leader", "district")
    by_deputy = {mandate.deputy_id: mandate for mandate in mandates}
    return [Entry(deputy, by_deputy[deputy.pk]) for deputy in ordered]


def headings(order: DirectoryOrder, found: list[Entry]) -> list[Heading]:
    """``found`` under its headings in the order chosen."""
    if order == DirectoryOrder.PINYIN:
        found = sorted(found, key=lambda e: (e.deputy.pinyin_key, e.deputy.pk))
        return _grouped(found, lambda e: (e.deputy.pinyin_key[:1].upper() or "#",) * 2)
    if order == DirectoryOrder.STROKE:
        return [Heading("all", "按姓氏笔画排列", entries=found)] if found else []
    if order == DirectoryOrder.VILLAGE:
        return _by_village(found)
    return _by_group(found)


def _grouped(found: list[Entry], key: Callable[[Entry], tuple[str, str]]) -> list[Heading]:
    result: dict[str, Heading] = {}
    for entry in found:
        anchor, title = key(entry)
        result.setdefault(anchor, Heading(anchor, title)).entries.append(entry)
    return list(result.values())


def _by_village(found: list[Entry]) -> list[Heading]:
    villages = {e.deputy.village for e in found if e.deputy.village}
    ordered = sorted(villages, key=lambda v: (v.order, v.pk))
    place = {village.pk: index for index, village in enumerate(ordered)}
    last = len(ordered)
    found = sorted(found, key=lambda e: place.get(e.deputy.village_id or 0, last))
    return _grouped(
        found,
        lambda e: (
            (e.deputy.village.public_id, e.deputy.village.name)
            if e.deputy.village
            else ("none", "未填村（社区）")
        ),
    )


def _by_group(found: list[Entry]) -> list[Heading]:
    groups = {e.mandate.group for e in found if e.mandate.group}
    ordered = sorted(groups, key=lambda g: (g.order, g.pk))
    place = {group.pk: index for index, group in enumerate(ordered)}
    last = len(ordered)
    found = sorted(found, key=lambda e: place.get(e.mandate.group_id or 0, last))
    result = _grouped(
        found,
        lambda e: (
            (e.mandate.group.public_id, e.mandate.group.name)
            if e.mandate.group
            else ("none", "未编组")
        ),
    )
    for heading in result:
        group = heading.entries[0].mandate.group
        leader = f"组长：{group.leader}，" if group and group.leader else ""
        heading.note = f"{leader}{len(heading.entries)}名代表"
    return result


def public_facts(deputy: Deputy, mandate: Mandate, settings: TownSettings) -> list[tuple[str, str]]:
    """(label, value) that may stand on the public page (代表法58②); what is unknown is left out.

    The birth date is cut to its year; phone, address, ID number and remarks are never here.
    """
    facts = [
        ("性别", deputy.get_sex_display()),
        ("民族", _ethnic_group(deputy) if settings.publishes_ethnic_group else ""),
        ("出生年份", f"{deputy.born_on.year}年" if deputy.born_on else ""),
        ("文化程度", education_short(deputy.education)),
        (
            "政治面貌",
            deputy.get_political_status_display() if settings.publishes_political_status else "",
        ),
        ("现任职务（职业）", deputy.post),
        ("所在村（社区）", deputy.village.name if deputy.village else ""),
        ("选区", mandate.district.name if mandate.district else ""),
        ("代表小组", mandate.group.name if mandate.group else ""),
        ("任期自", str(mandate.starts_on or (mandate.term and mandate.term.starts_on) or "")),
    ]
    return [(label, value) for label, value in facts if value]


def _ethnic_group(deputy: Deputy) -> str:
    return str(EthnicGroup(deputy.ethnic_group).label) if deputy.ethnic_group else ""
