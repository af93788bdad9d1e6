"""Before and after a visit to the spot: its scheme (视察方案) and its report (视察报告)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from congress.common.exceptions import RuleViolation
from congress.common.numerals import chinese_number
from congress.documents.headings import TITLE_WIDTH, balanced_lines
from congress.documents.render import render_document
from supervision.documents.letters import organ_name, texts
from supervision.enums import DemandState, FieldWorkKind
from supervision.models import FieldWork

_TITLE_ENDS = ("》", "”", "、", "情况", "工作", "的")
_POINTS = (
    ("检查重点", ""),
    ("发现问题", "col-short"),
    ("查到的情况", "col-said"),
    ("纠正情况", "col-said"),
)
_DEMANDS = (("事由", ""), ("单位", "col-said"), ("期限", "col-day"), ("状态", "col-short"))
_FOUND = {True: "发现", False: "没有", None: "未查"}


@dataclass(frozen=True)
class Part:
    """A section: its paragraphs, and a table below them; ``headings`` are (words, class)."""

    heading: str
    paragraphs: list[str] = field(default_factory=list)
    headings: Sequence[tuple[str, str]] = ()
    rows: list[list[str]] = field(default_factory=list)


def scheme_name(work: FieldWork) -> str:
    """关于防汛准备的视察方案."""
    return _title(work, "方案")


def report_name(work: FieldWork) -> str:
    """关于防汛准备的视察报告."""
    return _title(work, "报告")


def scheme_pdf(work: FieldWork, *, printed_on: dt.date) -> bytes:
    """What is going to be looked at, when, by whom. RuleViolation where nobody wrote that."""
    points = [each.words for each in work.focus_points.all()]
    if not (work.scheme.strip() or points):
        raise RuleViolation("还没有写方案，没有打印。请先写方案或者检查重点。")
    kind = _kind(work)
    where = (("时间", work.held_on), ("地点", work.place), ("路线", work.route))
    parts = [
        Part("时间和地点", _said(*where)),
        Part("参加人员", _people(work)),
        Part(f"{kind}对象", _said(("监督项目", work.project), ("受检单位", _units(work)))),
        Part("依据", _said(("法律法规", work.law), ("年度计划", _planned(work)))),
        Part(
            "检查重点",
            [f"{place}.{words.rstrip('。')}。" for place, words in enumerate(points, start=1)],
        ),
        Part("安排和要求", texts(work.scheme)),
    ]
    return _drawn(scheme_name(work), "", parts, printed_on)


def report_pdf(work: FieldWork, *, printed_on: dt.date) -> bytes:
    """What was seen, what is advised, what was asked of units. RuleViolation for an empty one."""
    seen = (work.findings, work.advice, work.progress_words, work.quality_words, work.funds_words)
    points = list(work.focus_points.all())
    if not any(words.strip() for words in (*seen, work.verdict_words)) and not points:
        raise RuleViolation("还没有写看到的情况，没有报告可打印。请先写下来。")
    demands = work.demands.exclude(state__in=[DemandState.DRAFT, DemandState.DROPPED])
    verdict = work.get_verdict_display()
    parts = [
        Part("进度", texts(work.progress_words)),
        Part("质量", texts(work.quality_words)),
        Part("资金到位", texts(work.funds_words)),
        Part(
            "检查重点",
            headings=_POINTS,
            rows=[
                [each.words, _FOUND[each.is_found], each.finding, each.correction]
                for each in points
            ],
        ),
        Part("看到的情况", texts(work.findings)),
        Part(
            f"{work.visitor or '视察机关'}的评价",
            [*([f"{verdict}。"] if verdict else []), *texts(work.verdict_words)],
        ),
        Part("意见建议", texts(work.advice)),
        Part(
            "送交单位的意见和整改",
            headings=_DEMANDS,
            rows=[
                [each.title, str(each.unit), str(each.due_on or ""), each.get_state_display()]
                for each in demands.select_related("unit").order_by("pk")
            ],
        ),
    ]
    return _drawn(report_name(work), _opening(work), parts, printed_on)


def _drawn(title: str, opening: str, parts: Iterable[Part], on: dt.date) -> bytes:
    said = [part for part in parts if part.paragraphs or part.rows]
    context = {
        "title_lines": balanced_lines(title, TITLE_WIDTH, ends=_TITLE_ENDS),
        "opening": opening,
        "parts": [(chinese_number(place), part) for place, part in enumerate(said, start=1)],
        "organ": organ_name(),
        "printed_on": on,
    }
    return render_document("documents/supervision/field_work.html", context, title=title)


def _kind(work: FieldWork) -> str:
    return FieldWorkKind(work.kind).label.removeprefix("上级")


def _title(work: FieldWork, what: str) -> str:
    topic = work.title.strip().removeprefix("关于") or work.title
    for end in ("的视察", "的执法检查", "的调研"):
        topic = topic.removesuffix(end)
    return f"关于{topic}的{_kind(work)}{what}"


def _said(*pairs: tuple[str, Any]) -> list[str]:
    """时间：2026年4月8日。 for what has a value."""
    return [f"{label}：{str(value).rstrip('。')}。" for label, value in pairs if value]


def _names(work: FieldWork) -> list[str]:
    """The deputies beside who leads them."""
    return [str(each) for each in work.deputies.all() if each.pk != work.leader_id]


def _people(work: FieldWork) -> list[str]:
    return _said(
        ("来视察的机关", work.visitor),
        ("带队", work.leader),
        ("代表", "、".join(_names(work))),
        ("其他人员", work.others),
    )


def _units(work: FieldWork) -> str:
    return "、".join(str(unit) for unit in work.units.all())


def _planned(work: FieldWork) -> str:
    item = work.plan_item
    if item is None:
        return ""
    basis = f"（{item.basis}）" if item.basis else ""
    return f"{item.plan}“{item}”{basis}"


def _opening(work: FieldWork) -> str:
    """Who went where on which day, and whom they looked at."""
    others = len(_names(work))
    if work.kind == FieldWorkKind.SUPERIOR:
        who = f"{work.visitor or '上级人大'}到我镇视察"
    elif work.leader is not None:
        and_others = f"，{others}名代表参加" if others else ""
        who = f"{work.leader}带队{and_others}，进行{_kind(work)}"
    else:
        who = f"主席团组织{f'{others}名' if others else ''}代表进行{_kind(work)}"
    law = f"，检查{work.law}的执行情况" if work.law else ""
    rest = _said(
        ("地点", work.place),
        ("路线", work.route),
        ("监督项目", work.project),
        ("受检单位", _units(work)),
        ("其他参加人员", work.others),
    )
    return f"{work.held_on}，{who}{law}。{''.join(rest)}现将情况报告如下："
