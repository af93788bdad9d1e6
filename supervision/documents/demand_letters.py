"""The letters by which a unit is asked: 审议意见函, 代表意见函, 视察意见函, 整改通知书."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from congress.common.exceptions import RuleViolation
from congress.common.money import yuan_in_words
from congress.common.templatetags.portal import cn_date
from congress.township.models import Township
from proposals.documents.answers import full_unit_name
from supervision.deadlines import LONGEST_MONTHS
from supervision.documents.letters import (
    NO_DAY,
    NO_NUMBER,
    Letter,
    letters_pdf,
    sections,
    texts,
    title_lines,
)
from supervision.enums import DemandKind, DemandState, DemandStepKind, FieldWorkKind
from supervision.models import Demand

# The law that the letter stands on: a presidium has no 监督法, which addresses standing committees.
_BASIS = {
    DemandKind.REVIEW_OPINION: "组织法第十九条",
    DemandKind.DEPUTY_OPINION: "组织法第十九条、代表法第三十一条",
    DemandKind.INSPECTION_OPINION: "组织法第十九条、代表法第三十一条",
    DemandKind.RECTIFICATION: "组织法第十九条",
    DemandKind.AUDIT: "组织法第十九条",
}
_NOTICE = {DemandKind.RECTIFICATION: "整改通知书", DemandKind.AUDIT: "审计整改通知书"}
_MARKS = {DemandState.DRAFT: "草稿", DemandState.DROPPED: "已撤销"}
_END = re.compile(r"的?(审议|代表|视察|整改)?(意见|事项|问题)$")
_RECEIPT = ("收到日期", "签收人", "联系电话")


def demand_name(demand: Demand) -> str:
    """What the letter is called: 整改通知书, 审议意见函."""
    kind = DemandKind(demand.kind)
    return _NOTICE.get(kind, f"{kind.label}函")


def demand_letters_pdf(rows: Any) -> bytes:
    """One letter for each of these demands (a queryset), by unit. RuleViolation when none is there.

    Those not issued yet and those dropped are printed as well, and say so.
    """
    related = ("unit", "field_work", "focus_point", "hearing", "project")
    demands: Sequence[Demand] = list(
        rows.select_related(*related).prefetch_related("steps").order_by("unit__name", "pk")
    )
    if not demands:
        raise RuleViolation("没有可打印的意见和整改。请放宽筛选条件再打印。")
    town = Township.objects.first()
    names = {demand_name(demand) for demand in demands}
    title = names.pop() if len(names) == 1 else "意见和整改"
    return letters_pdf([_letter(demand, town) for demand in demands], title=title)


def _letter(demand: Demand, town: Township | None) -> Letter:
    kind = DemandKind(demand.kind)
    is_draft = demand.state == DemandState.DRAFT
    parts = _opinion(demand) if kind.is_opinion else _notice(demand)
    return Letter(
        to=full_unit_name(demand.unit, town),
        title_lines=title_lines(_title(demand)),
        paragraphs=sections([("", [_opening(demand)]), *parts, ("退回再办", _sent_back(demand))]),
        day=str(demand.issued_on or NO_DAY),
        number=demand.document_number or (NO_NUMBER if is_draft else ""),
        mark=_MARKS.get(DemandState(demand.state), ""),
        receipt=[] if kind.is_opinion else list(_RECEIPT),
    )


def _title(demand: Demand) -> str:
    """关于防汛准备工作的审议意见, 关于闸门启闭机锈蚀的整改通知书."""
    kind = DemandKind(demand.kind)
    topic = _END.sub("", demand.title.strip().removeprefix("关于")) or demand.title
    return f"关于{topic}的{_NOTICE.get(kind, kind.label)}"


def _opening(demand: Demand) -> str:
    """Where it comes from and on what it stands."""
    kind = DemandKind(demand.kind)
    basis = f"根据{_BASIS[kind]}的规定，"
    if kind.is_opinion:
        return f"{_source(demand)}{basis}现将{kind.label}送给你单位，请研究办理。"
    return f"{_source(demand)}{basis}请你单位按下列要求整改。"


def _source(demand: Demand) -> str:
    """What was seen or heard; "" where nobody wrote that down."""
    if demand.field_work is not None:
        work = demand.field_work
        superior = work.visitor if work.kind == FieldWorkKind.SUPERIOR else ""
        who = superior or "主席团组织代表"
        where = f"，地点在{work.place}" if work.place else ""
        what = work.get_kind_display().removeprefix("上级") if superior else work.get_kind_display()
        return f"{work.held_on}，{who}进行{what}（{work.title}）{where}。"
    if demand.hearing is not None:
        heard = demand.hearing
        if heard.unit_id is None:
            whose = ""
        else:
            whose = "你单位" if heard.unit_id == demand.unit_id else str(heard.unit)
        return f"{heard.heard_on}，主席团听取了{whose}“{heard.title}”。"
    if demand.project is not None:
        return f"主席团对“{demand.project}”进行监督。"
    return ""


def _opinion(demand: Demand) -> list[tuple[str, list[str]]]:
    return [
        ("意见", texts(demand.content)),
        ("要求", [*texts(demand.wanted), *_about(demand)]),
        ("报告时间", _until(demand, "把办理情况书面报告主席团")),
    ]


def _notice(demand: Demand) -> list[tuple[str, list[str]]]:
    point = f"检查重点：{demand.focus_point.words}。" if demand.focus_point else ""
    return [
        ("发现的问题", [point, *texts(demand.content), *_about(demand)]),
        ("整改要求", texts(demand.wanted) or ["请查明原因，落实整改措施和责任人，按期改到位。"]),
        (
            "整改期限",
            [
                *_until(demand, "完成整改，书面报告主席团"),
                "报告写明整改措施、结果和责任人，附证明材料（照片、凭证、文件）。主席团将复查。",
            ],
        ),
    ]


def _about(demand: Demand) -> list[str]:
    """The project and the money that it is about."""
    said = []
    if demand.project is not None and (demand.hearing or demand.field_work):
        said.append(f"监督项目：{demand.project}")
    if demand.amount is not None:
        said.append(f"涉及金额：{yuan_in_words(demand.amount)}")
    return [f"{'；'.join(said)}。"] if said else []


def _until(demand: Demand, what: str) -> list[str]:
    """By when, as the letter said it; what was agreed later is said behind it."""
    first = next(
        (step.until for step in demand.steps.all() if step.step == DemandStepKind.ISSUE), None
    )
    until = first or demand.due_on
    if until is None:
        return [f"请在　　　　年　　月　　日以前{what}。"]
    has_rule = demand.due_rule and until == demand.due_on
    rule = f"期限依据：{demand.due_rule}。" if has_rule else ""
    found = [f"请在{until}以前{what}。{rule}"]
    extended = [step for step in demand.steps.all() if step.step == DemandStepKind.EXTEND]
    if extended:
        last = extended[-1]
        found.append(f"{cn_date(last.taken_on)}同意延期到{last.until}。")
    elif DemandKind(demand.kind).is_opinion:
        found.append(
            f"到期确实办不完的，请在到期以前书面申请延期。从发出之日起，最长不超过{LONGEST_MONTHS}个月。"
        )
    return found


def _sent_back(demand: Demand) -> list[str]:
    """Why what was reported is not enough, while the unit has to do it again."""
    if demand.state != DemandState.SENT_BACK:
        return []
    again = (DemandStepKind.SEND_BACK, DemandStepKind.REOPEN)
    steps = [step for step in demand.steps.all() if step.step in again]
    if not steps:
        return []
    last = steps[-1]
    until = f"请在{last.until}以前再次报告。" if last.until else ""
    head = f"{cn_date(last.taken_on)}，主席团要求继续办理。{until}"
    return [head, *texts(last.words)]
