"""A deputy's duty record of one year, put together from what the apps contribute."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from congress.common.codes import education_short
from congress.common.partial_dates import PartialDate
from congress.common.registry import DutyEntry, DutyPart, DutyPeriod, duty_entries
from deputies.models import Deputy, Mandate
from deputies.tenure import Period, mandate_dates

TITLE = "代表履职档案"
# What stands in a part, said where there is nothing yet.
_HOLDS = {
    DutyPart.BASICS: "代表资格和在人大的职务",
    DutyPart.MEETINGS: "出席人民代表大会会议和其他会议的情况",
    DutyPart.INSPECTIONS: "参加视察、执法检查和调研的情况",
    DutyPart.TRAINING: "参加培训和学习的情况",
    DutyPart.GROUP: "走访、座谈和小组活动，人大办确认后",
    DutyPart.SUGGESTIONS: "提出的议案、建议和办理结果",
    DutyPart.REPORTS: "向选民述职和履职汇报，人大办确认后",
    DutyPart.AWARDS: "受到的表彰和奖励",
}


@dataclass(frozen=True)
class RecordPart:
    """One of the eight parts with its lines in the order of their dates."""

    part: DutyPart
    entries: list[DutyEntry]

    @property
    def is_empty(self) -> bool:
        return not self.entries

    @property
    def hint(self) -> str:
        """What would stand here."""
        return f"{_HOLDS[self.part]}列在这里。"


@dataclass(frozen=True)
class DutyRecord:
    """The record of ``year``; ``years`` are those in which there may be one, rising."""

    deputy: Deputy
    year: int
    years: range
    is_in_office: bool
    parts: list[RecordPart]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How often what was done, in the order of the parts: [("走访代表小组", 2), …]."""
        counted: Counter[str] = Counter()
        for part in self.parts:
            for entry in part.entries:
                counted.update(entry.counts)
        return list(counted.items())

    @property
    def sentence(self) -> str:
        """本年走访代表小组2次，履职汇报3次。"""
        said = "，".join(f"{label}{count}次" for label, count in self.counts)
        return f"本年{said}。" if said else ""

    @property
    def filled_parts(self) -> list[RecordPart]:
        return [part for part in self.parts if part.entries]

    @property
    def empty_parts(self) -> list[RecordPart]:
        return [part for part in self.parts if not part.entries]

    @property
    def before(self) -> int | None:
        return self.year - 1 if self.year - 1 in self.years else None

    @property
    def after(self) -> int | None:
        return self.year + 1 if self.year + 1 in self.years else None


def duty_record(deputy: Deputy, year: int | None, today: dt.date) -> DutyRecord | None:
    """The record of a year, the last one when ``year`` is None; None for a year out of reach.

    A year is within reach from the first mandate on until today.
    """
    held = [
        Period.between(*mandate_dates(mandate))
        for mandate in Mandate.objects.filter(deputy=deputy).select_related("term")
    ]
    # How far a mandate of unknown start reaches back, nobody can say.
    begun = [period.first.year for period in held if period.first > dt.date.min]
    years = range(min([*begun, today.year]), today.year + 1)
    if year is None:
        year = years[-1]
    if year not in years:
        return None
    days = DutyPeriod(dt.date(year, 1, 1), dt.date(year, 12, 31))
    whole = Period(days.first, days.last)
    return DutyRecord(
        deputy,
        year,
        years,
        any(period.overlap(whole) for period in held),
        _parts(duty_entries.collect(deputy, days)),
    )


def _parts(entries: list[DutyEntry]) -> list[RecordPart]:
    def by_date(entry: DutyEntry) -> str:
        return entry.date.iso if entry.date else ""

    return [
        RecordPart(part, sorted((e for e in entries if e.part == part), key=by_date))
        for part in DutyPart
    ]


def person_facts(deputy: Deputy) -> list[tuple[str, str]]:
    """(label, value) of the person at the head of the record; nothing that is kept secret."""
    born: PartialDate | None = deputy.born_on
    return [
        ("姓名", deputy.name),
        ("性别", deputy.get_sex_display()),
        ("民族", deputy.get_ethnic_group_display()),
        ("出生年月", str(born or "")),
        ("文化程度", education_short(deputy.education)),
        ("政治面貌", deputy.get_political_status_display()),
        ("现任职务（职业）", deputy.post),
        ("所在村（社区）", str(deputy.village or "")),
    ]
