"""What a deputy is and did: the lines of the duty record (履职档案)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import models

from congress.common.partial_dates import PartialDate
from congress.common.registry.base import Registry


class DutyPart(models.TextChoices):
    """The eight parts of a duty record, in the order in which they are read and printed."""

    BASICS = "basics", "基本情况"
    MEETINGS = "meetings", "出席会议"
    INSPECTIONS = "inspections", "视察调研"
    TRAINING = "training", "学习培训"
    GROUP = "group", "小组活动和联系"
    SUGGESTIONS = "suggestions", "议案和建议"
    REPORTS = "reports", "述职和履职汇报"
    AWARDS = "awards", "表彰奖励"


@dataclass(frozen=True)
class DutyPeriod:
    """The days from–to that a record is about, both included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class DutyEntry:
    """One line of the record.

    ``date`` None is for what holds all the time; ``url`` is a page that the deputy and the office
    may open. ``counts`` are numbers of times that are added up, by what is counted (走访小组).
    """

    part: DutyPart
    title: str
    date: PartialDate | None = None
    detail: str = ""
    url: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


# Sources (deputy, DutyPeriod) → DutyEntries, a fixed number of queries each.
duty_entries = Registry()
