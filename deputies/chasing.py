"""Text to paste into a WeChat group (催办文字): who has what to do until when, and nothing else."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from congress.common.messaging.schedule import days_in_words
from deputies.deadlines import Quarter
from deputies.models import Deputy, LiaisonTask, Mandate, TaskKind
from deputies.querysets import LiaisonTaskQuerySet

WITHOUT_GROUP = "未编组"
_HEAD, _ONE_LINE = "各位代表", "、"


@dataclass(frozen=True)
class ChasingText:
    """A text, and the group whose chat it is for ("" when it is for all)."""

    group: str
    text: str
    tasks: int


@dataclass(frozen=True)
class _Line:
    """What one person has to do."""

    name: str
    tasks: list[LiaisonTask]


def chased(tasks: LiaisonTaskQuerySet, day: dt.date) -> list[LiaisonTask]:
    """Of ``tasks`` those that may be done today and aren't, by deputies in office."""
    serving = Deputy.objects.serving(on=day)
    found = tasks.open().filter(opens_on__lte=day, assignee__in=serving)
    rows = found.with_list_relations().order_by("due_on", "assignee__stroke_key", "kind", "pk")
    return list(rows)


def chasing_texts(
    tasks: Sequence[LiaisonTask], day: dt.date, *, by_group: bool, sender: str, address: str
) -> list[ChasingText]:
    """One text, or one for each group of the assignees; ``address`` is where to log in."""
    groups = _groups_of({task.assignee_id for task in tasks}, day)
    if not by_group:
        return [_text("", tasks, groups, day, sender, address)] if tasks else []
    found: dict[str, list[LiaisonTask]] = defaultdict(list)
    for task in tasks:
        found[groups.get(task.assignee_id, WITHOUT_GROUP)].append(task)
    ordered = [name for name in groups.values() if name in found] + [WITHOUT_GROUP]
    names = [name for name in dict.fromkeys(ordered) if name in found]
    return [_text(name, found[name], groups, day, sender, address) for name in names]


def _groups_of(deputies: Iterable[int], day: dt.date) -> dict[int, str]:
    """The groups' names by deputy, in the order of the groups."""
    mandates = Mandate.objects.township().serving(on=day)
    rows = mandates.filter(deputy__in=list(deputies), group__isnull=False)
    ordered = rows.order_by("group__order", "group", "pk").values_list("deputy", "group__name")
    return {deputy: name for deputy, name in ordered if name is not None}


def _text(
    group: str,
    tasks: Sequence[LiaisonTask],
    groups: dict[int, str],
    day: dt.date,
    sender: str,
    address: str,
) -> ChasingText:
    shared = {task.due_on for task in tasks} if len({t.due_on for t in tasks}) == 1 else set()
    lines = [_opening(group, tasks, day, shared)]
    if group:
        lines += _people(tasks, day, shared)
    else:
        lines += _by_group(tasks, groups, day, shared)
    lines += [f"登录办理：{address}", f"{sender}，{_short(day, day)}"]
    return ChasingText(group, "\n".join(lines), len(tasks))


def _opening(group: str, tasks: Sequence[LiaisonTask], day: dt.date, shared: set[dt.date]) -> str:
    """各位代表：截至11月24日，……还有6项没有办好，请在12月31日以前办好并填写记录（还有37天）。"""
    late = sum(task.due_on < day for task in tasks)
    told = f"截至{_short(day, day)}，{_what(tasks)}还有{len(tasks)}项没有办好"
    if late == len(tasks):
        wish = "，都已逾期，请尽快办好并填写记录："
    elif shared:
        (due_on,) = shared
        wish = f"，请在{_short(due_on, day)}以前办好并填写记录（{days_in_words(due_on, day)}）："
    elif late:
        wish = f"，其中{late}项已逾期，请尽快办好并填写记录："
    else:
        wish = "，请按时办好并填写记录："
    whom = f"{group}{_HEAD}" if group and group != WITHOUT_GROUP else _HEAD
    return f"{whom}：{told}{wish}"


def _what(tasks: Sequence[LiaisonTask]) -> str:
    """第四季度的联系任务 when all are of one quarter, else 联系任务."""
    quarters = {Quarter(t.year, t.quarter) if t.quarter else None for t in tasks}
    (quarter,) = quarters if len(quarters) == 1 else (None,)
    return f"{quarter}的联系任务" if quarter else "联系任务"


def _by_group(
    tasks: Sequence[LiaisonTask], groups: dict[int, str], day: dt.date, shared: set[dt.date]
) -> list[str]:
    found: dict[str, list[LiaisonTask]] = defaultdict(list)
    for task in tasks:
        found[groups.get(task.assignee_id, WITHOUT_GROUP)].append(task)
    if list(found) == [WITHOUT_GROUP]:
        return _people(tasks, day, shared)
    lines = []
    for name in dict.fromkeys([*groups.values(), WITHOUT_GROUP]):
        if name in found:
            lines += [f"【{name}】", *_people(found[name], day, shared)]
    return lines


def _people(tasks: Sequence[LiaisonTask], day: dt.date, shared: set[dt.date]) -> list[str]:
    """沈立冬：走访新洲代表小组、走访沙湖代表小组（12月31日，还有37天）"""
    lines: dict[int, _Line] = {}
    for task in tasks:
        lines.setdefault(task.assignee_id, _Line(task.assignee.name, [])).tasks.append(task)
    return [f"{line.name}：{_items(line.tasks, day, shared)}" for line in lines.values()]


def _items(tasks: Sequence[LiaisonTask], day: dt.date, shared: set[dt.date]) -> str:
    """The person's tasks; those of one day share its mention."""
    by_day: dict[dt.date, list[str]] = defaultdict(list)
    for task in tasks:
        by_day[task.due_on].append(_short_title(task))
    parts = []
    for due_on, titles in by_day.items():
        when = f"{_short(due_on, day)}，{days_in_words(due_on, day)}"
        told = shared and due_on >= day
        parts.append(_ONE_LINE.join(titles) + ("" if told else f"（{when}）"))
    return "；".join(parts)


def _short_title(task: LiaisonTask) -> str:
    if task.kind == TaskKind.GROUP_VISIT:
        return f"走访{task.group}"
    if task.kind == TaskKind.DUTY_REPORT:
        return f"向{task.member}汇报履职情况"
    return "会前座谈"


def _short(date: dt.date, day: dt.date) -> str:
    """12月31日; with the year when it isn't this one."""
    year = f"{date.year}年" if date.year != day.year else ""
    return f"{year}{date.month}月{date.day}日"
