"""What a search of 操作留痕 finds, as a spreadsheet that says what was searched for."""

from __future__ import annotations

import io
from collections.abc import Iterable

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from congress.common.audit.trail import AuditEntry
from congress.common.cells import safe_for_export

MOST_ROWS = 20_000
_WIDTHS = {
    "时间": 20,
    "操作人": 12,
    "登录名": 14,
    "来源地址": 16,
    "操作": 14,
    "种类": 14,
    "名称": 40,
    "改过的保密栏目": 18,
    "原因或说明": 40,
}


def trail_workbook(found: Iterable[AuditEntry], *, heading: str) -> bytes:
    """An .xlsx of these entries; ``heading`` above them names the filters, the day and who."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("操作留痕")
    for letter, width in zip("ABCDEFGHI", _WIDTHS.values(), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A3"
    sheet.append([safe_for_export(heading)])
    head = [WriteOnlyCell(sheet, value=name) for name in _WIDTHS]
    for cell in head:
        cell.font = Font(bold=True)
    sheet.append(head)
    for entry in found:
        sheet.append([safe_for_export(value) for value in _row(entry)])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _row(entry: AuditEntry) -> list[str]:
    return [
        f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}",
        str(entry.actor or ("" if entry.is_event else "系统")),
        entry.actor.username if entry.actor else "",
        entry.ip or "",
        entry.action,
        entry.kind.title,
        entry.name,
        entry.kept,
        entry.reason,
    ]
