"""The make-up of a body of deputies: bands that always add up, 其他/未填 last (domain.md §1G)."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from congress.common.codes import (
    EducationBand,
    OccupationClass,
    PoliticalStatus,
    Sex,
    education_band,
)
from congress.common.partial_dates import PartialDate
from deputies.models import Deputy

BLANK = "未填"
_OTHER = "其他"


@dataclass(frozen=True)
class Dimension:
    """One way to divide the deputies: a title and (band, number) in a fixed order."""

    key: str
    title: str
    bands: tuple[tuple[str, int], ...]

    @property
    def total(self) -> int:
        return sum(number for _, number in self.bands)

    @property
    def shown(self) -> list[tuple[str, int]]:
        """The bands that somebody is in."""
        return [(label, number) for label, number in self.bands if number]

    def number(self, label: str) -> int:
        """How many stand in the band of that label."""
        return dict(self.bands).get(label, 0)


def age_on(born_on: PartialDate | None, day: dt.date) -> int | None:
    """Full years on ``day``. Known to the month, the birthday counts as reached in its month;
    known to the year, at its start. None when unknown."""
    if born_on is None:
        return None
    return day.year - born_on.year - (_day_in_year(born_on) > (day.month, day.day))


def _day_in_year(date: PartialDate) -> tuple[int, int]:
    return (date.month or 1, date.day or 1)


def age_labels(edges: Sequence[int]) -> list[str]:
    """Names of the bands for upper ages: [35, 55] → 35岁及以下, 36–55岁, 56岁及以上."""
    between = [f"{low + 1}–{high}岁" for low, high in itertools.pairwise(edges)]
    return [f"{edges[0]}岁及以下", *between, f"{edges[-1] + 1}岁及以上"]


def structure_of(
    deputies: Iterable[Deputy], *, on: dt.date, age_edges: Sequence[int]
) -> list[Dimension]:
    """Age, sex, education, party and occupation of ``deputies`` on a day."""
    people = list(deputies)
    labels = age_labels(age_edges)

    def age_band(deputy: Deputy) -> str:
        age = age_on(deputy.born_on, on)
        if age is None:
            return BLANK
        return labels[sum(age > edge for edge in age_edges)]

    return [
        _dimension("age", "年龄", people, [*labels, BLANK], age_band),
        _dimension("sex", "性别", people, ["男", "女", _OTHER, BLANK], _sex_band),
        _dimension(
            "education",
            "文化程度",
            people,
            EducationBand.labels,
            lambda d: education_band(d.education).label,
        ),
        _dimension("party", "政治面貌", people, [*PoliticalStatus.labels, BLANK], _party_band),
        _dimension("occupation", "职业", people, OccupationClass.labels, _occupation_band),
    ]


def _sex_band(deputy: Deputy) -> str:
    if not deputy.sex:
        return BLANK
    return deputy.get_sex_display() if deputy.sex in (Sex.MALE, Sex.FEMALE) else _OTHER


def _party_band(deputy: Deputy) -> str:
    return deputy.get_political_status_display() or BLANK


def _occupation_band(deputy: Deputy) -> str:
    return deputy.get_occupation_class_display() or OccupationClass.BLANK.label


def _dimension(
    key: str,
    title: str,
    people: list[Deputy],
    labels: Iterable[Any],
    band: Callable[[Deputy], str],
) -> Dimension:
    counted = Counter(band(person) for person in people)
    return Dimension(key, title, tuple((str(label), counted[str(label)]) for label in labels))
