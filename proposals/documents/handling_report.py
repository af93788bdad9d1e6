"""The report on handling (办理情况报告, 代表法51): prose with its figures, charts, ledgers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from congress.common.numerals import chinese_number
from congress.documents.charts import stacked_bar
from congress.documents.headings import TITLE_WIDTH, balanced_lines
from congress.documents.render import render_document
from congress.township.models import CongressTerm, Session, Township
from proposals.documents.owed import promises_to_print
from proposals.documents.promise_ledger import promise_lines, promises_in_words
from proposals.documents.rows import (
    NothingToPrint,
    current_parts,
    lead_in_words,
    printed,
    units_in_words,
)
from proposals.enums import Satisfaction, UnitRole
from proposals.handling import tally_of
from proposals.models import Promise
from proposals.statistics.facts import ItemFact, facts_of
from proposals.statistics.measures import classes, count, rates, ratings_of
from proposals.statistics.scopes import Scope
from proposals.statistics.tables import Dimension, table

TITLE = "办理情况报告"
_TITLE_ENDS = ("会议", "年", "议案和", "、", "意见", "的")


@dataclass(frozen=True)
class Part:
    """A heading with its sentences, and a drawing below them."""

    heading: str
    sentences: list[str]
    chart: Any = ""


@dataclass(frozen=True)
class Line:
    """One proposal in the appendix."""

    proposal: Any
    title: str
    lead: str
    units: str
    replied: str
    outcome: str
    rated: str


def handling_report_pdf(scope: Scope, *, printed_on: dt.date) -> bytes:
    """Of a session, a year or a term, as it stands on that day. NothingToPrint.

    What isn't public counts in the totals alone: the report is one for everybody (代表法51③).
    """
    items = facts_of(scope, on=printed_on)
    if not items:
        raise NothingToPrint(f"{scope.title}没有议案建议，没有办理情况报告可打印。")
    town = Township.objects.first()
    shown = printed(scope.proposals().filter(may_be_public=True))
    promises = _promises(shown)
    parts = parts_of(items, promises, printed_on)
    context = {
        "title_lines": title_lines(scope, town),
        "parts": [(chinese_number(n), part) for n, part in enumerate(parts, start=1)],
        "units": table(items, Dimension.UNIT),
        "lines": [line_of(proposal) for proposal in shown],
        "hidden": len(items) - len(shown),
        "promises": promise_lines(promises, printed_on),
        "organ": town.presidium_name if town else "镇人大主席团",
        "printed_on": printed_on,
    }
    title = report_name(scope)
    return render_document("documents/proposals/handling_report.html", context, title=title)


def report_name(scope: Scope) -> str:
    """What the file is called."""
    return f"{TITLE}-{scope.title}"


def title_lines(scope: Scope, town: Township | None) -> list[str]:
    """The congress's name stands on the first line."""
    title = f"关于{_whole_name(scope, town)}代表议案和建议、批评和意见办理情况的报告"
    head, congress, rest = title.partition("人民代表大会")
    first = balanced_lines(head + congress, TITLE_WIDTH) if congress else []
    return [*first, *balanced_lines(rest or head, TITLE_WIDTH, ends=_TITLE_ENDS)]


def _whole_name(scope: Scope, town: Township | None) -> str:
    """江湾镇第十九届人民代表大会第五次会议; 江湾镇2026年."""
    kind, _, key = scope.key.partition("-")
    model: Any = {"session": Session, "term": CongressTerm}.get(kind)
    found: Any = model.objects.filter(pk=key).first() if model else None
    return str(found.full_name) if found else f"{town or ''}{scope.title}"


def _promises(proposals: Sequence[Any]) -> list[Promise]:
    keys = [proposal.pk for proposal in proposals]
    return promises_to_print(Promise.objects.filter(reply__assignment__proposal__in=keys))


def parts_of(items: list[ItemFact], promises: Sequence[Promise], day: dt.date) -> list[Part]:
    found = [
        _brought(items),
        _answered(items),
        _rated(items),
        _followed(items, promises, day),
        _open(items),
    ]
    return [part for part in found if part.sentences]


def _number(items: Sequence[ItemFact], key: str) -> int:
    return count(items, key).number


def _counted(items: Sequence[ItemFact], *keys: str) -> str:
    """议案2件，建议、批评和意见54件: of what there is."""
    found = [count(items, key) for key in keys]
    return "，".join(f"{each.label}{each.number}件" for each in found if each.number)


def _rates(items: Sequence[ItemFact], *keys: str) -> str:
    """答复率98.0%（49/50），…: of what can be divided."""
    known = {each.key: each for each in rates(items)}
    shown = [known[key] for key in keys if known[key].whole]
    return "，".join(f"{each.label}{each.shown}" for each in shown)


def _sentences(*texts: str) -> list[str]:
    return [f"{text}。" for text in texts if text]


def _brought(items: list[ItemFact]) -> Part:
    kinds = _counted(items, "motions", "suggestions")
    when = _counted(items, "in_session", "recess")
    what = _counted(items, "agenda", "merged", "set_aside", "withdrawn")
    by_category = table(items, Dimension.CATEGORY)
    named = "，".join(f"{row.label}{row.brought.number}件" for row in by_category)
    units = len(table(items, Dimension.UNIT))
    given = _number(items, "assigned")
    return Part(
        "提出和交办",
        _sentences(
            f"共提出{len(items)}件：{kinds}。其中{when}",
            f"按内容分：{named}" if len(by_category) > 1 else "",
            f"审查处理：{what}" if what else "",
            f"交办{given}件，由{units}个单位答复" if given else "还没有交办",
        ),
    )


def _answered(items: list[ItemFact]) -> Part:
    answered = _number(items, "answered")
    if not _number(items, "assigned"):
        return Part("", [])
    by_class = classes(items)
    named = "，".join(f"{each.label}{each.number}件" for each in by_class)
    unclear = _counted(items, "undated", "met_unknown", "unclassed")
    total = sum(each.number for each in by_class)
    bars = [(each.label, each.number) for each in by_class]
    return Part(
        "办理和答复",
        _sentences(
            f"已答复{answered}件。{_rates(items, 'answer_rate', 'in_time_rate', 'met_rate')}",
            f"办理结果：{named}。{_rates(items, 'solved_rate')}" if named else "",
            f"台账记载不全的，不计入有关比率：{unclear}" if unclear else "",
        ),
        stacked_bar("办理结果", bars, total, "件") if total else "",
    )


def _rated(items: list[ItemFact]) -> Part:
    said, asked = ratings_of(items)
    if not asked:
        return Part("", [])
    bars = [(choice.label, said[choice]) for choice in Satisfaction if said[choice]]
    given = sum(said.values())
    named = "，".join(f"{label}{number}份" for label, number in bars)
    waiting = f"，还在等评价的{asked - given}份" if asked > given else ""
    shown = _rates(items, "satisfied_rate", "content_rate", "attitude_rate")
    again = _number(items, "second")
    return Part(
        "代表评价",
        _sentences(
            f"代表对办理结果的评价：{named}{waiting}" if named else f"在等代表评价{asked}份",
            shown,
            f"代表不满意或者主席团要求、重新办理的{again}件" if again else "",
            _excused(items),
        ),
        stacked_bar("对办理结果", bars, given, "份") if given else "",
    )


def _excused(items: Sequence[ItemFact]) -> str:
    number = sum(part.excused for item in items for part in item.parts)
    return f"提醒以后到期仍没有评价的{number}份，不计入" if number else ""


def _followed(items: list[ItemFact], promises: Sequence[Promise], day: dt.date) -> Part:
    key = _number(items, "key")
    return Part(
        "督办和承诺",
        _sentences(
            f"主席团重点督办{key}件" if key else "",
            f"答复中承诺要办的，{promises_in_words(promise_lines(promises, day)).rstrip('。')}"
            if promises
            else "",
        ),
    )


def _open(items: list[ItemFact]) -> Part:
    return Part(
        "还没有办完的",
        _sentences(_counted(items, "unanswered", "overdue", "dissatisfied", "silent")),
    )


def line_of(proposal: Any) -> Line:
    """With each unit's latest reply."""
    latest = [
        max(part.given, key=lambda reply: (reply.round, reply.pk))
        for part in current_parts(proposal)
        if part.role != UnitRole.CO and part.given
    ]
    ratings = [row for reply in latest for row in reply.said]
    said = tally_of(ratings).rpartition("；")[2].removeprefix("对办理结果") if ratings else ""
    letters = [reply.outcome.letter for reply in latest if reply.outcome]
    return Line(
        proposal=proposal,
        title=proposal.title,
        lead=lead_in_words(proposal),
        units=units_in_words(proposal),
        replied="、".join(str(reply.replied_on or "日期未载") for reply in latest),
        outcome="、".join(letters),
        rated=said,
    )
