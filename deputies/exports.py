"""The roster as a spreadsheet, with headings that the import reads again."""

import io
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook

from congress.common.cells import safe_for_export
from congress.common.codes import education_short
from deputies.models import Deputy, Mandate

PLAIN = (
    "序号",
    "姓名",
    "性别",
    "民族",
    "出生年月",
    "文化程度",
    "政治面貌",
    "现任职务（职业）",
    "选区",
    "所在村（社区）",
    "代表小组",
    "代表层级",
    "备注",
)
KEPT = {"phone": "联系电话", "id_number": "身份证号", "address": "住址"}


def roster_workbook(deputies: Iterable[Any], *, with_kept: bool = False) -> bytes:
    """An .xlsx of people that were fetched with ``present_mandate`` and all their ``mandates``.

    Phone, ID number and address only when ``with_kept``; the caller records that.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("代表名册")
    sheet.append([*PLAIN, *(KEPT.values() if with_kept else ())])
    for number, (deputy, mandate) in enumerate(deputies, start=1):
        row = _row(number, deputy, mandate)
        row += [getattr(deputy, column) for column in KEPT] if with_kept else []
        sheet.append([safe_for_export(value) for value in row])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _row(number: int, deputy: Deputy, mandate: Mandate | None) -> list[Any]:
    return [
        number,
        deputy.name,
        deputy.get_sex_display(),
        deputy.get_ethnic_group_display(),
        str(deputy.born_on or ""),
        education_short(deputy.education),
        deputy.get_political_status_display(),
        deputy.post,
        str(mandate.district) if mandate and mandate.district else "",
        str(deputy.village or ""),
        str(mandate.group) if mandate and mandate.group else "",
        "、".join(dict.fromkeys(m.get_level_display() for m in deputy.mandates.all())),
        deputy.remark,
    ]
