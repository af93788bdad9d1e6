"""The document by which the presidium gives a unit its proposals (交办单), with a receipt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from congress.common.exceptions import RuleViolation
from congress.documents.headings import TITLE_WIDTH, balanced_lines, text_ems
from congress.documents.render import render_document
from congress.township.models import Township
from proposals.documents.rows import kinds_in_words, recess_only, session_of
from proposals.documents.units import Item, UnitList, unit_lists
from proposals.enums import UnitRole
from proposals.models import RECORDED_RULE

TITLE = "交办单"


@dataclass(frozen=True)
class Notice:
    """One unit's document."""

    unit: Any
    title_lines: list[str]
    opening: str
    requests: list[str]
    items: list[Item]
    has_more_limits: bool
    rules: list[str]
    day: str


def notices_pdf(proposals: Sequence[Any], *, printed_on: dt.date) -> bytes:
    """One document a unit, each beginning a page. ``proposals`` as ``printed`` gives them.

    RuleViolation when none of them is assigned.
    """
    lists = unit_lists(proposals)
    if not lists:
        raise RuleViolation("这些件还没有交办，没有交办单可打印。请先交办。")
    town = Township.objects.first()
    context = {
        "notices": [_notice(each, printed_on) for each in lists],
        "organ": town.presidium_name if town else "",
    }
    return render_document("documents/proposals/notice.html", context, title=TITLE)


def _notice(unit_list: UnitList, printed_on: dt.date) -> Notice:
    proposals = [item.proposal for item in unit_list.items]
    what = _what(proposals)
    items = unit_list.items
    return Notice(
        unit=unit_list.unit,
        title_lines=_title_lines(f"关于交办{what}的通知"),
        opening=(
            f"现将{what}交你单位办理，共{len(items)}件：{unit_list.counts_in_words}。"
            "清单附后。请按下列要求办理："
        ),
        requests=_requests(items),
        items=items,
        has_more_limits=any(len(item.limits) > 1 for item in items),
        rules=_rules(items),
        day=_day(items, printed_on),
    )


def _what(proposals: Sequence[Any]) -> str:
    """江湾镇第十九届人民代表大会第五次会议代表建议、批评和意见; in recess 闭会期间……"""
    kinds = kinds_in_words(proposals)
    session = session_of(proposals)
    if recess_only(proposals):
        when = "闭会期间"
        return f"{session.full_name}{when}{kinds}" if session else f"{when}{kinds}"
    return f"{session.full_name}{kinds}" if session else kinds


def _title_lines(title: str) -> list[str]:
    """The congress's name stands on the first line, where the title takes more than one."""
    head, congress, rest = title.partition("人民代表大会")
    if not congress or text_ems(title) <= TITLE_WIDTH:
        return balanced_lines(title, TITLE_WIDTH)
    ends = ("会议", "期间", "、", "的")
    return [
        *balanced_lines(head + congress, TITLE_WIDTH),
        *balanced_lines(rest, TITLE_WIDTH, ends=ends),
    ]


def _requests(items: Sequence[Item]) -> list[str]:
    """How to answer, in the words of the law; the days stand in the list."""
    roles = {item.part.role for item in items}
    first = "第一次联系的期限见清单。" if any(i.part.contact_due_on for i in items) else ""
    asked = [f"办理中请与代表联系沟通，充分听取意见（代表法第五十一条）。{first}"]
    if roles != {UnitRole.CO}:
        asked.append(
            "请在清单所列的日期以前书面答复代表，同时抄送主席团。"
            "答复由单位负责人签发，加盖公章，写明办理结果和下一步安排。"
        )
    if UnitRole.SEPARATE in roles:
        asked.append("分别办理的件，请就本单位的职责单独答复。")
    if UnitRole.CO in roles:
        asked.append("协办的件，请把意见及时书面告诉主办单位，由主办单位一并答复。")
    if any(item.part.return_due_on for item in items):
        asked.append(
            "不属于本单位职责的，请在清单所列的退办期限以前写明理由退回主席团，不要自行转给别的单位。"
        )
    return asked


def _rules(items: Iterable[Item]) -> list[str]:
    """The rules that gave the dates of the list, each once."""
    found: dict[str, None] = {}
    for item in items:
        part = item.part
        for rule in (part.due_rule, part.contact_due_rule, part.return_due_rule):
            if rule and rule != RECORDED_RULE:
                found[rule] = None
    return list(found)


def _day(items: Iterable[Item], printed_on: dt.date) -> str:
    """The day of assignment where all have the same one, else the day of printing."""
    days = {str(item.part.assigned_on) for item in items if item.part.assigned_on}
    if len(days) == 1 and all(item.part.assigned_on for item in items):
        return days.pop()
    return f"{printed_on.year}年{printed_on.month}月{printed_on.day}日"
