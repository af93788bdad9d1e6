"""The statistics as a spreadsheet: numbers as numbers, a sheet for each table."""

from __future__ import annotations

import io
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from congress.common.cells import safe_for_export
from proposals.statistics import measures
from proposals.statistics.facts import facts_of
from proposals.statistics.page import GROUPS, LINE_RATES, lines_of
from proposals.statistics.scopes import Scope
from proposals.statistics.tables import Dimension, Row


def statistics_xlsx(scope: Scope) -> bytes:
    """The file: 合计, then by unit, category, group, lead, session and year."""
    items = facts_of(scope)
    book = Workbook()
    first: Any = book.active
    first.title = "合计"
    first.append([f"{scope.title}议案建议办理统计"])
    first.append(["项目", "件数"])
    for _, keys in GROUPS:
        for each in measures.counts(items, *keys):
            first.append([each.label, each.number])
    for each in measures.classes(items):
        first.append([each.label, each.number])
    first.append([])
    first.append(["比率", "分子", "分母", "百分比"])
    for rate in measures.rates(items):
        first.append([rate.label, rate.part, rate.whole, rate.percent])
    first["A1"].font = Font(bold=True)
    first.column_dimensions["A"].width = 34
    for dimension in Dimension:
        _table(book, dimension, lines_of(scope, items, dimension))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _table(book: Workbook, dimension: Dimension, rows: list[Row]) -> None:
    sheet = book.create_sheet(f"按{dimension.label}")
    labels = {each.key: each.label for each in measures.rates([])}
    heads = [dimension.label, "提出", "交办", "已答复", "逾期未复"]
    for key in LINE_RATES:
        heads += [f"{labels[key]}分子", f"{labels[key]}分母", labels[key]]
    sheet.append([*heads, "重新办理"])
    for row in rows:
        counts = [row.brought, row.assigned, row.answered, row.overdue]
        cells: list[Any] = [safe_for_export(row.label), *(each.number for each in counts)]
        for key in LINE_RATES:
            rate = row.rate(key)
            cells += [rate.part, rate.whole, rate.percent]
        sheet.append([*cells, row.second.number])
    sheet.column_dimensions["A"].width = 26
    sheet.freeze_panes = "B2"
