"""What the work report says of motions and suggestions, from what was recorded."""

from __future__ import annotations

from collections.abc import Iterable

from congress.common.registry import Appendix, Chapter, Figure, ReportPeriod
from congress.common.tracing import records_url
from congress.documents.enums import ReportPart
from proposals.enums import PressingForm
from proposals.models import Pressing, Promise, Proposal
from proposals.statistics import measures
from proposals.statistics.facts import ItemFact, facts_of
from proposals.statistics.measures import Count, Rate
from proposals.statistics.scopes import period_scope
from proposals.statistics.tables import Dimension, table

_HINT = "议案和建议还没有录入。写收到议案和建议多少件，交办、答复和解决了多少件，代表是否满意。"
_FIGURES = ("brought", "motions", "recess", "assigned", "answered", "in_time", "solved", "second")


def chapters(period: ReportPeriod) -> list[Chapter]:
    """（四）议案建议办理, empty until there are proposals of the period."""
    items = _items(period)
    return [
        Chapter(
            key="proposals.handling",
            part=ReportPart.PAST,
            order=16,
            heading="议案建议办理",
            text=_prose(period, items) if items else "",
            hint=_HINT,
            figures=_figures(items) if items else (),
        )
    ]


def appendices(period: ReportPeriod) -> list[Appendix]:
    """How each unit handled what it was given; left out while nothing was given."""
    items = _items(period)
    rows = table(items, Dimension.UNIT) if items else []
    if not rows:
        return []
    keys = ("answer_rate", "in_time_rate", "met_rate", "content_rate", "solved_rate")
    labels = {each.key: each.label for each in measures.rates([])}
    data = {
        "headings": ["承办单位", "交办", "已答复", *(labels[key] for key in keys)],
        "rows": [
            [row.label, row.assigned.number, row.answered.number]
            + [row.rate(key).shown for key in keys]
            for row in rows
        ],
        "note": "几个单位分别办理的，各单位各算一件。括号里是分子和分母。",
    }
    return [
        Appendix(
            key="proposals.units",
            order=25,
            heading="议案建议办理情况",
            template="documents/report_proposals.html",
            data=data,
        )
    ]


def _items(period: ReportPeriod) -> list[ItemFact]:
    return facts_of(period_scope(period), on=period.as_of)


def _prose(period: ReportPeriod, items: list[ItemFact]) -> str:
    parts = [_brought(items), _handled(items), _said(items), _followed(period, items)]
    return "\n".join(part for part in parts if part)


def _brought(items: list[ItemFact]) -> str:
    n = _numbers(items, "brought", "motions", "suggestions", "recess", "merged", "set_aside")
    kinds = _joined([("议案", n["motions"]), ("建议、批评和意见", n["suggestions"])])
    rest = _joined([("并案", n["merged"]), ("不作为建议处理", n["set_aside"])])
    recess = f"其中闭会期间提出{n['recess']}件。" if n["recess"] else ""
    return (
        f"代表提出议案、建议、批评和意见{n['brought']}件，{kinds}。"
        f"{recess}{f'审查后{rest}。' if rest else ''}"
    )


def _handled(items: list[ItemFact]) -> str:
    n = _numbers(items, "assigned", "answered", "overdue", "second")
    if not n["assigned"]:
        return ""
    by_key = {rate.key: rate for rate in measures.rates(items)}
    said = [f"交有关单位办理{n['assigned']}件，已答复{n['answered']}件"]
    said += [_rate(by_key[key]) for key in ("answer_rate", "in_time_rate", "met_rate")]
    classes = "，".join(f"{each.label}{each.number}件" for each in measures.classes(items))
    solved = _rate(by_key["solved_rate"])
    sentences = ["，".join(each for each in said if each) + "。"]
    if classes:
        sentences.append(f"办理结果{classes}{f'，{solved}' if solved else ''}。")
    if n["overdue"]:
        sentences.append(f"还有{n['overdue']}件超过期限没有答复。")
    return "".join(sentences)


def _said(items: list[ItemFact]) -> str:
    by_key = {rate.key: rate for rate in measures.rates(items)}
    good, content = by_key["satisfied_rate"], by_key["content_rate"]
    if not content.whole:
        return ""
    second = measures.count(items, "second").number
    again = f"代表不满意、重新办理的{second}件。" if second else ""
    return f"代表对办理结果，{_rate(good)}，{_rate(content)}。{again}"


def _followed(period: ReportPeriod, items: list[ItemFact]) -> str:
    keys = [item.pk for item in items]
    key_items = measures.count(items, "key").number
    days = (period.starts_on, period.as_of)
    pressed = Pressing.objects.filter(proposal__in=keys, pressed_on__range=days)
    visits = pressed.filter(form=PressingForm.RETURN_VISIT).count()
    times = pressed.count() - visits
    promises = Promise.objects.filter(reply__assignment__proposal__in=keys)
    given = promises.count()
    kept = promises.filter(state="kept").count()
    said = _joined(
        [("主席团重点督办", key_items)], [("督办", times, "次"), ("回访代表", visits, "次")]
    )
    promised = f"列入承诺事项台账{given}件，已经落实{kept}件。" if given else ""
    return f"{f'{said}。' if said else ''}{promised}"


def _joined(counts: Iterable[tuple[str, int]], others: Iterable[tuple[str, int, str]] = ()) -> str:
    said = [f"{label}{number}件" for label, number in counts if number]
    said += [f"{label}{number}{unit}" for label, number, unit in others if number]
    return "，".join(said)


def _rate(rate: Rate) -> str:
    return f"{rate.label}{rate.percent}" if rate.whole else ""


def _numbers(items: list[ItemFact], *keys: str) -> dict[str, int]:
    return {key: measures.count(items, key).number for key in keys}


def _figures(items: list[ItemFact]) -> tuple[Figure, ...]:
    counts = [*measures.counts(items, *_FIGURES), *measures.classes(items)]
    rates = [
        Figure(rate.key, rate.label, rate.shown, "", _list(rate.items))
        for rate in measures.rates(items)
    ]
    return (*(_figure(each) for each in counts), *rates)


def _figure(each: Count) -> Figure:
    return Figure(each.key, each.label, each.number, "件", _list(each.items))


def _list(items: tuple[int, ...]) -> str:
    """These very proposals: a report that is final opens the same ones later."""
    return records_url(Proposal, items) if items else ""
