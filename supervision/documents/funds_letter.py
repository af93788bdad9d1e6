"""The letter that presses for money of a project (资金督促函): planned, arrived, in arrears."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch

from congress.common.exceptions import RuleViolation
from congress.common.money import in_wan, yuan_in_words
from congress.common.templatetags.portal import cn_date
from congress.township.models import Township
from congress.township.working_days import working_calendar
from proposals.documents.answers import full_unit_name
from supervision import standing
from supervision.documents.letters import (
    NO_NUMBER,
    Attached,
    Letter,
    day_words,
    letters_pdf,
    sections,
    title_lines,
)
from supervision.models import FundSource, ProjectPressing, ProjectUnit, SupervisionProject
from supervision.services.funds import arrears_of

TITLE = "资金督促函"
# What is due already is asked for within so many working days of the letter.
GRACE_DAYS = 5
NOBODY = "有关单位"
_NOTHING = Decimal(0)
_HEADINGS = (
    ("监督项目", ""),
    ("资金来源", "col-source"),
    ("计划", "col-money"),
    ("到位", "col-money"),
    ("未到位", "col-money"),
    ("应到位日期", "col-day"),
)


@dataclass(frozen=True)
class Owed:
    """One source of which money is still out; ``late`` days since it was due, 0 where it isn't."""

    source: Any
    planned: Decimal
    arrived: Decimal
    arrears: Decimal
    late: int

    @property
    def due(self) -> str:
        """应到位日期 as its source names it; 未载 if it names none."""
        return str(self.source.due_on or standing.UNKNOWN)


@dataclass
class Pressed:
    """Who is asked for the money, and for which."""

    unit: Any
    owed: list[Owed] = field(default_factory=list)

    @property
    def total(self) -> Decimal:
        return sum((each.arrears for each in self.owed), _NOTHING)


def funds_letters_pdf(sources: Any, *, printed_on: dt.date, payer: Any = None) -> bytes:
    """One letter for each who pays these sources (a queryset), or for one ``payer`` alone.

    Where a source names no payer, the unit that leads the project is asked. RuleViolation when
    nothing is owed.
    """
    pressed = [
        each
        for each in _pressed(owed_of(sources, printed_on))
        if payer is None or (each.unit is not None and each.unit.pk == payer.pk)
    ]
    if not pressed:
        raise RuleViolation("没有未到位的资金，没有资金督促函可打印。")
    town = Township.objects.first()
    until = working_calendar().add_working_days(printed_on, GRACE_DAYS)
    letters = [_letter(each, town, printed_on, until) for each in pressed]
    return letters_pdf(letters, title=TITLE)


def owed_of(sources: Any, on: dt.date) -> list[Owed]:
    """What is still out of these sources, longest due first; a stopped project is owed nothing."""
    parts = ProjectUnit.objects.select_related("unit")
    pressings = ProjectPressing.objects.select_related("unit")
    projects = SupervisionProject.objects.defer("search_text").prefetch_related(
        Prefetch("unit_parts", parts), Prefetch("pressings", pressings)
    )
    rows = sources.filter(project__stopped_on__isnull=True, planned__isnull=False)
    rows = rows.select_related("payer").prefetch_related(
        "instalments", Prefetch("project", projects)
    )
    found = [_owed(source, on) for source in rows.order_by("project", "order", "pk")]
    return sorted((each for each in found if each.arrears), key=lambda each: -each.late)


def _owed(source: FundSource, on: dt.date) -> Owed:
    arrived = sum((row.amount for row in source.instalments.all()), _NOTHING)
    late = (on - source.due_on.latest()).days if source.due_on else 0
    planned = source.planned or _NOTHING
    return Owed(source, planned, arrived, arrears_of(source) or _NOTHING, max(late, 0))


def _pressed(owed: Sequence[Owed]) -> list[Pressed]:
    found: dict[Any, Pressed] = {}
    for each in owed:
        unit = each.source.payer or _lead(each.source.project)
        key = unit.pk if unit is not None else None
        found.setdefault(key, Pressed(unit)).owed.append(each)
    return sorted(found.values(), key=lambda each: (each.unit is None, str(each.unit or "")))


def _lead(project: Any) -> Any:
    parts = list(project.unit_parts.all())
    leads = [part for part in parts if part.is_lead]
    return (leads or parts)[0].unit if parts else None


def _letter(pressed: Pressed, town: Township | None, on: dt.date, until: dt.date) -> Letter:
    is_one = len(pressed.owed) == 1
    if is_one:
        topic = f"“{pressed.owed[0].source.project}”"
        told = _about_one(pressed.owed[0], on)
    else:
        topic = "监督项目"
        told = [_about_many(pressed, on)]
    return Letter(
        to=full_unit_name(pressed.unit, town) if pressed.unit else NOBODY,
        title_lines=title_lines(f"关于督促{topic}资金到位的函"),
        paragraphs=sections([("", [*told, *_requests(pressed, until, is_one=is_one)])]),
        day=day_words(on),
        number=NO_NUMBER,
        attached=None if is_one else _attached(pressed, on),
    )


def _about_one(owed: Owed, on: dt.date) -> list[str]:
    source, project = owed.source, owed.source.project
    due = f"应在{source.due_on}到位" if source.due_on else "应到位日期未载"
    first = (
        f"“{project}”是镇人大主席团的{project.get_kind_display()}项目，"
        f"计划由{source.name}投入{yuan_in_words(owed.planned)}，{due}。"
    )
    rows = list(source.instalments.all())
    if not rows:
        came = "一直没有到位"
    elif len(rows) == 1:
        when = f"在{rows[0].arrived_on}" if rows[0].arrived_on else ""
        came = f"已{when}到位{yuan_in_words(owed.arrived)}"
    else:
        each = [f"{row.arrived_on or '日期未载'}{yuan_in_words(row.amount)}" for row in rows]
        came = f"已分{len(rows)}次到位{yuan_in_words(owed.arrived)}（{'、'.join(each)}）"
    late = f"，已经超过应到位日期{owed.late}天" if owed.late else ""
    second = f"到{cn_date(on)}，{came}，尚有{yuan_in_words(owed.arrears)}没有到位{late}。"
    work = [standing.work_words(project), standing.time_words(project, on)]
    return [first, f"{second}项目{'，'.join(work)}。{_pressed_before(owed)}"]


def _pressed_before(owed: Owed) -> str:
    """When the presidium pressed for this source, or for the project's money as a whole."""
    rows = [
        row
        for row in owed.source.project.pressings.all()
        if row.source_id in (None, owed.source.pk)
    ]
    said = "、".join(f"{cn_date(row.pressed_on)}{row.get_form_display()}" for row in rows)
    return f"主席团已经督促：{said}。" if said else ""


def _about_many(pressed: Pressed, on: dt.date) -> str:
    late = [each for each in pressed.owed if each.late]
    undated = [each for each in pressed.owed if each.source.due_on is None]
    waiting = len(pressed.owed) - len(late) - len(undated)
    counted = [
        (len(late), "已经超过应到位日期的{}笔"),
        (waiting, "还没有到期的{}笔"),
        (len(undated), "应到位日期未载的{}笔"),
    ]
    words = "，".join(text.format(number) for number, text in counted if number)
    projects = len({each.source.project_id for each in pressed.owed})
    return (
        f"到{cn_date(on)}，镇人大主席团监督的{projects}个项目中，应由你单位拨付或者落实、尚未到位的资金有"
        f"{len(pressed.owed)}笔，共{yuan_in_words(pressed.total)}。其中{words}。清单附后。"
    )


def _requests(pressed: Pressed, until: dt.date, *, is_one: bool) -> list[str]:
    """What is asked, and until when."""
    found = ["主席团依法监督本级预算执行和项目实施（组织法第十二条、第十九条）。请办理下列事项："]
    late = [each for each in pressed.owed if each.late or each.source.due_on is None]
    by_grace = f"在{cn_date(until)}以前（{GRACE_DAYS}个工作日内）"
    asked = []
    if late:
        which = "" if is_one or len(late) == len(pressed.owed) else "到期和应到位日期未载的资金，"
        asked.append(
            f"{which}请{by_grace}拨付或者落实到位。确实不能到位的，书面说明原因和到位时间。"
        )
    if len(late) < len(pressed.owed):
        day = pressed.owed[0].due if is_one else ""
        when = f"在{day}以前" if day else "按期"
        asked.append(f"{'' if is_one else '没有到期的资金，'}请{when}拨付或者落实到位。")
    asked.append("到位以后，请把金额、日期、凭证号书面告诉主席团。")
    return [*found, *(f"{place}.{words}" for place, words in enumerate(asked, start=1))]


def _attached(pressed: Pressed, on: dt.date) -> Attached:
    rows = []
    for each in pressed.owed:
        late = f"\n已过{each.late}天" if each.late else ""
        money = [in_wan(amount) for amount in (each.planned, each.arrived, each.arrears)]
        rows.append([str(each.source.project), each.source.name, *money, f"{each.due}{late}"])
    sums = [
        in_wan(sum((getattr(each, name) for each in pressed.owed), _NOTHING))
        for name in ("planned", "arrived", "arrears")
    ]
    rows.append(["合计", "", *sums, ""])
    note = f"{len(pressed.owed)}笔，{cn_date(on)}。金额单位：万元。"
    return Attached("资金未到位清单", note, _HEADINGS, rows)
