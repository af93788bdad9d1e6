"""Where a project stands on a day: three shares on one scale, and a sentence.

Pure functions of a project's own columns (``services.sums`` keeps the computed ones) and a day:
lists, pages, the public's pictures and documents all ask here. Shares are whole percent, 0 to 100,
rounded down so that nothing is full before it is; None where what they are counted from is 未载.
Amounts are yuan.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from congress.common.money import yuan_in_words
from congress.common.partial_dates import PartialDate
from congress.common.templatetags.portal import cn_date

_NOTHING = Decimal(0)
UNKNOWN = "未载"


@dataclass(frozen=True)
class Share:
    """One of the three bars: its label, percent or None, and what is said beside it."""

    label: str
    percent: int | None
    words: str

    @property
    def percent_in_words(self) -> str:
        return UNKNOWN if self.percent is None else f"{self.percent}%"


def is_over(project: Any) -> bool:
    """Finished or stopped: no time runs any more."""
    return project.finished_on is not None or project.stopped_on is not None


def time_percent(project: Any, on: dt.date) -> int | None:
    """How much of the time from the start to the planned end is gone, both days included.

    A vague start counts from its first day, a vague end until its last. It stands still when the
    project is finished or stopped.
    """
    if project.starts_on is None or project.planned_end is None:
        return None
    first, last = project.starts_on.earliest(), project.planned_end.latest()
    if last < first:
        return None
    day = min(on, _end_of(project) or on)
    gone, whole = (day - first).days + 1, (last - first).days + 1
    return min(max(gone * 100 // whole, 0), 100)


def work_percent(project: Any) -> int | None:
    """How much of the work is done."""
    percent: int | None = project.percent
    return percent


def money_percent(project: Any) -> int | None:
    """How much of the planned money arrived; more than was planned is 100."""
    if not project.planned_total:
        return None
    return min(int(project.arrived_total * 100 // project.planned_total), 100)


def arrears(project: Any) -> Decimal:
    """Yuan planned and not arrived, never less than nothing; a stopped project is owed nothing."""
    if project.planned_total is None or project.stopped_on is not None:
        return _NOTHING
    return max(Decimal(project.planned_total) - project.arrived_total, _NOTHING)


def arrears_days(project: Any, on: dt.date) -> int:
    """For how many days money has been due; 0 while none is, or since nobody knows when."""
    if not arrears(project) or project.arrears_due_on is None:
        return 0
    return max((on - project.arrears_due_on).days, 0)


def late_days(project: Any, on: dt.date) -> int:
    """How many days after its planned end a project is still going on; 0 when it isn't late."""
    if is_over(project) or project.planned_end is None:
        return 0
    return max((on - project.planned_end.latest()).days, 0)


def shares(project: Any, on: dt.date) -> list[Share]:
    """The three bars on one scale: the eye sees which of them lags."""
    return [
        Share("时间", time_percent(project, on), time_words(project, on)),
        Share("进度", work_percent(project), work_words(project)),
        Share("资金", money_percent(project), money_words(project)),
    ]


def time_words(project: Any, on: dt.date) -> str:
    """时间已过83%；计划2026年5月完工，已晚12天；2026年4月完工."""
    if project.stopped_on is not None:
        return f"{cn_date(project.stopped_on)}终止监督"
    if project.finished_on is not None:
        return f"{project.finished_on}完工"
    if late := late_days(project, on):
        return f"计划{project.planned_end}完工，已晚{late}天"
    if project.starts_on is not None and on < project.starts_on.earliest():
        return f"计划{project.starts_on}开工"
    percent = time_percent(project, on)
    if percent is not None:
        return f"时间已过{percent}%"
    return f"计划{project.planned_end}完工" if project.planned_end else "工期未载"


def work_words(project: Any) -> str:
    """进度60%, or 进度未载."""
    return "进度未载" if project.percent is None else f"进度{project.percent}%"


def money_words(project: Any) -> str:
    """到位12万元/30万元; what isn't known is said."""
    if project.planned_total is None:
        if project.arrived_total:
            return f"到位{yuan_in_words(project.arrived_total)}，计划投入未载"
        return "资金未载"
    return f"到位{yuan_in_words(project.arrived_total)}/{yuan_in_words(project.planned_total)}"


def arrears_words(project: Any, on: dt.date, *, due: PartialDate | None = None) -> str:
    """尚有18万元未到位，应到日期2026年3月，已39天. Empty when nothing is owed.

    ``due`` is the date in the words of the source it belongs to; the project's own column knows
    only the last day that it means.
    """
    owed = arrears(project)
    if not owed:
        return ""
    words = f"尚有{yuan_in_words(owed)}未到位"
    if project.arrears_due_on is None:
        return f"{words}，应到日期未载"
    words += f"，应到日期{due or cn_date(project.arrears_due_on)}"
    days = arrears_days(project, on)
    return f"{words}，已{days}天" if days else words


def sentence(project: Any, on: dt.date, *, lead: str = "", due: PartialDate | None = None) -> str:
    """Where it stands, in one sentence without its stop.

    ``lead`` is the name of the unit that answers for it; ``due`` as in ``arrears_words``.
    """
    parts = [f"{lead}负责"] if lead else []
    if project.stopped_on is not None:
        parts += [time_words(project, on), work_words(project)]
    elif project.finished_on is not None:
        accepted = f"{project.accepted_on}验收" if project.accepted_on else "还没有验收"
        parts += [time_words(project, on), accepted]
    else:
        parts += [work_words(project), time_words(project, on)]
    parts += [money_words(project), arrears_words(project, on, due=due)]
    return "，".join(part for part in parts if part)


def _end_of(project: Any) -> dt.date | None:
    """The day on which time stopped running."""
    ends = [project.stopped_on] if project.stopped_on else []
    if project.finished_on is not None:
        ends.append(project.finished_on.latest())
    return min(ends, default=None)
