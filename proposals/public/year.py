"""How a year's proposals were handled, in figures that everybody may see."""

from __future__ import annotations

import datetime as dt
from typing import Any

from congress.documents.charts import both_widths
from congress.township.models import Session
from proposals.statistics import measures
from proposals.statistics.facts import ItemFact, facts_of
from proposals.statistics.pictures import Picture, pictures_of
from proposals.statistics.scopes import session_scope
from proposals.statistics.tables import Dimension, Row, table


def year_page(session: Session, *, on: dt.date, large: bool) -> dict[str, Any] | None:
    """What the page shows; None while no unit has anything of that session.

    Items that a sponsor wants kept back count in these totals, and stand nowhere else.
    """
    items = facts_of(session_scope(session), on=on)
    assigned = measures.count(items, "assigned").number
    if not assigned:
        return None
    return {
        "session": session,
        "on": on,
        "says": _says(items),
        "rates": measures.rates(items),
        "pictures": [_picture(each, large) for each in pictures_of(items)],
        "headings_unit": ["承办单位", *_HEADINGS],
        "headings_category": ["内容", *_HEADINGS],
        "by_unit": _lines(table(items, Dimension.UNIT)),
        "by_category": _lines(table(items, Dimension.CATEGORY)),
    }


def _says(items: list[ItemFact]) -> str:
    """代表提出议案建议58件（议案3件），交有关单位办理57件，已答复57件。"""
    n = {key: measures.count(items, key).number for key in ("brought", "motions", "recess")}
    motions = f"其中议案{n['motions']}件" if n["motions"] else ""
    recess = f"闭会期间提出{n['recess']}件" if n["recess"] else ""
    detail = "，".join(each for each in (motions, recess) if each)
    assigned = measures.count(items, "assigned").number
    answered = measures.count(items, "answered").number
    return (
        f"代表提出议案和建议{n['brought']}件{f'（{detail}）' if detail else ''}，"
        f"交有关单位办理{assigned}件，已答复{answered}件。"
    )


def _picture(picture: Picture, large: bool) -> dict[str, Any]:
    part = f"{picture.unit}数"
    return {
        "title": picture.title,
        **both_widths(picture.draw, large=large),
        "headings": ["情况", part],
        "rows": [list(row) for row in picture.rows],
        "foot": ["合计", picture.total],
    }


_HEADINGS = ("交办", "答复率", "按时答复率", "满意和基本满意率")


def _lines(rows: list[Row]) -> list[list[Any]]:
    """Name, assigned, answered, in time, satisfied and basically satisfied."""
    keys = ("answer_rate", "in_time_rate", "content_rate")
    return [
        [row.label, row.assigned.number, *(row.rate(key).shown for key in keys)]
        for row in rows
        if row.assigned.number
    ]
