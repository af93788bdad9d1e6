"""The tables behind the annual work report: make-up, liaison and roster of the deputies."""

from typing import Any

from congress.common.codes import EthnicGroup, education_short
from congress.common.names import padded_name
from congress.common.partial_dates import PartialDate
from congress.common.rates import percentage
from congress.common.registry import Appendix, ReportPeriod
from congress.common.templatetags.portal import cn_date
from congress.common.tracing import records_url
from congress.township.models import TownSettings
from deputies.directory import Entry, entries
from deputies.models import Deputy, LiaisonAssignment, LiaisonTask, TaskKind
from deputies.report_figures import TaskRow, tasks_due, work_of
from deputies.structure import Dimension, structure_of

_QUARTERS = "一二三四"


def appendices(period: ReportPeriod) -> list[Appendix]:
    """Structure, liaison and roster; what nobody has data for is left out."""
    settings = TownSettings.load()
    found = entries(period.term, on=period.as_of)
    tasks = tasks_due(period)
    result = []
    if found:
        result.append(_structure(period, found, settings))
    if tasks:
        result.append(_liaison(period, tasks, settings))
    if found:
        result.append(_roster(period, found, settings))
    return result


# --- structure --------------------------------------------------------------------------------


def _structure(period: ReportPeriod, found: list[Entry], settings: TownSettings) -> Appendix:
    people = [entry.deputy for entry in found]
    dimensions = structure_of(people, on=period.as_of, age_edges=settings.age_edges())
    return Appendix(
        key="deputies.structure",
        order=10,
        heading=f"{period.term.short_name}代表结构",
        template="documents/report_structure.html",
        data={
            "as_of": cn_date(period.as_of),
            "total": len(people),
            "url": records_url(Deputy, [deputy.pk for deputy in people]),
            "dimensions": [_bands(dimension) for dimension in dimensions],
        },
    )


def _bands(dimension: Dimension) -> dict[str, Any]:
    total = dimension.total
    return {
        "key": dimension.key,
        "title": dimension.title,
        "bands": [list(band) for band in dimension.shown],
        "rows": [[label, number, percentage(number, total)] for label, number in dimension.shown],
        "total": total,
        "whole": percentage(total, total),
    }


# --- liaison ----------------------------------------------------------------------------------


def _liaison(period: ReportPeriod, tasks: list[TaskRow], settings: TownSettings) -> Appendix:
    members = _by_member(period, tasks)
    data = {
        "as_of": cn_date(period.as_of),
        "span": f"{cn_date(period.starts_on)}至{cn_date(period.ends_on)}",
        "url": records_url(LiaisonTask, [task.pk for task in tasks]),
        "members": members,
        "quarters": _by_quarter(tasks),
        "total": ["合计", *_cells(tasks)],
    }
    return Appendix(
        key="deputies.liaison",
        order=20,
        heading="主席团成员联系代表小组和代表情况",
        template="documents/report_liaison.html",
        data=data,
        public_data=None if settings.publishes_deputies else {**data, "members": []},
    )


def _by_member(period: ReportPeriod, tasks: list[TaskRow]) -> list[list[Any]]:
    """A row a member in the order of the plan: name, visits due and done, reports due and done."""
    ids = {task.member_id for task in tasks}
    lines = LiaisonAssignment.objects.filter(plan__term=period.term, member__in=ids)
    placed = lines.order_by("-plan__starts_on", "order", "pk").values_list("member_id", flat=True)
    place = {member: index for index, member in enumerate(dict.fromkeys(placed))}
    members = Deputy.objects.filter(pk__in=ids).in_stroke_order()
    ordered = sorted(members, key=lambda member: place.get(member.pk, len(place)))
    return [
        [padded_name(member.name), *_cells([t for t in tasks if t.member_id == member.pk])]
        for member in ordered
    ]


def _by_quarter(tasks: list[TaskRow]) -> list[list[Any]]:
    quarters = sorted({(task.year, task.quarter) for task in tasks if task.quarter})
    return [
        [
            f"{year}年第{_QUARTERS[quarter - 1]}季度",
            *_cells([t for t in tasks if (t.year, t.quarter) == (year, quarter)]),
        ]
        for year, quarter in quarters
    ]


def _cells(tasks: list[TaskRow]) -> list[Any]:
    """Visits due, done, rate; duty reports due, done, rate."""
    cells: list[Any] = []
    for kind in (TaskKind.GROUP_VISIT, TaskKind.DUTY_REPORT):
        work = work_of(tasks, kind)
        due, done = len(work.due), len(work.done)
        cells += [due, done, percentage(done, due)]
    return cells


# --- roster -----------------------------------------------------------------------------------


def _roster(period: ReportPeriod, found: list[Entry], settings: TownSettings) -> Appendix:
    return Appendix(
        key="deputies.roster",
        order=30,
        heading=f"{period.term.short_name}代表名册",
        template="documents/report_roster.html",
        data=_roster_data(period, found, _columns()),
        public_data=_roster_data(period, found, _public_columns(settings))
        if settings.publishes_deputies
        else {},
    )


def _roster_data(period: ReportPeriod, found: list[Entry], columns: list[str]) -> dict[str, Any]:
    return {
        "as_of": cn_date(period.as_of),
        "total": len(found),
        "columns": [{"key": key, "label": _label(key)} for key in columns],
        "rows": [[_cell(entry, key) for key in columns] for entry in found],
    }


def _columns() -> list[str]:
    return [
        "name",
        "sex",
        "ethnic_group",
        "born_on",
        "education",
        "political_status",
        "post",
        "seat",
    ]


def _public_columns(settings: TownSettings) -> list[str]:
    """As on the public pages (代表法58②): the year of birth only, the rest as the town decides."""
    hidden = {"born_on"}
    if not settings.publishes_ethnic_group:
        hidden.add("ethnic_group")
    if not settings.publishes_political_status:
        hidden.add("political_status")
    columns = [column for column in _columns() if column not in hidden]
    columns.insert(columns.index("education"), "birth_year")
    return columns


_OWN_LABELS = {"seat": "选区、小组", "birth_year": "出生年份", "post": "职务（职业）"}


def _label(column: str) -> str:
    if column in _OWN_LABELS:
        return _OWN_LABELS[column]
    return str(Deputy._meta.get_field(column).verbose_name)  # type: ignore[union-attr]


def _cell(entry: Entry, column: str) -> str:
    """What stands in a column; nothing where the roster knows nothing."""
    deputy, mandate = entry.deputy, entry.mandate
    if column == "name":
        return padded_name(deputy.name)
    if column == "ethnic_group":
        return _ethnic_group(deputy)
    if column == "born_on":
        return _dotted(deputy.born_on)
    if column == "birth_year":
        return str(deputy.born_on.year) if deputy.born_on else ""
    if column == "education":
        return education_short(deputy.education)
    if column == "seat":
        return "\n".join(str(place) for place in (mandate.district, mandate.group) if place)
    shown = getattr(deputy, f"get_{column}_display", None)
    return str(shown() if shown else getattr(deputy, column))


def _ethnic_group(deputy: Deputy) -> str:
    """汉, 土家: without the 族 that the column's head says."""
    if not deputy.ethnic_group:
        return ""
    return str(EthnicGroup(deputy.ethnic_group).label).removesuffix("族")


def _dotted(date: PartialDate | None) -> str:
    """1974.10, as rosters write it."""
    return date.iso.replace("-", ".")[:7] if date else ""
