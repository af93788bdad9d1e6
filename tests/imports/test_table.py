"""From a sheet to a table: header, columns, rows."""

import io

import pytest
from openpyxl import Workbook

from congress.common.cells import SheetError, read_sheet
from congress.common.imports.table import read_table
from congress.common.models import ColumnMapping
from deputies.imports.roster_resource import RosterResource
from deputies.models import Deputy
from tests.factories import DeputyFactory, MandateFactory
from tests.imports.conftest import ROSTER, run_roster, workbook


def table(content, **kwargs):
    return read_table(read_sheet(content), RosterResource.synonyms(), kind="roster", **kwargs)


def test_roster_of_an_office_is_recognised_whole(db):
    found = table(ROSTER.read_bytes())
    assert found.header_row == 3
    assert {c.heading: c.field for c in found.columns if c.field} == {
        "姓 名": "name",
        "性别": "sex",
        "民族": "ethnic_group",
        "出生年月": "born_on",
        "文化程度": "education",
        "政治面貌": "political_status",
        "现任职务（职业）": "post",
        "选区": "district",
        "所在村（社区）": "village",
        "代表小组": "group",
        "联系电话": "phone",
        "代表层级": "levels",
        "备注": "remark",
    }
    assert [c.heading for c in found.columns if not c.is_recognised] == []
    assert [row.number for row in found.rows] == list(range(4, 84))


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("姓　　名", "name"),
        ("出生年月（如1980.01）", "born_on"),
        ("学历", "education"),
        ("手机号码", "phone"),
        ("所属村（社区）", "village"),
        ("工作单位及职务", "post"),
        ("身份证号码", "id_number"),
        ("喜好", ""),
    ],
)
def test_headings_vary_from_town_to_town(db, heading, field):
    found = table(workbook(["序号", "姓名" if field != "name" else "性别", heading], [1, "a", "b"]))
    assert found.columns[2].field == field


def test_remembered_heading_wins_over_what_it_says(db):
    ColumnMapping.objects.create(kind="roster", heading="学历", field="")
    ColumnMapping.objects.create(kind="roster", heading="喜好", field="remark")
    ColumnMapping.objects.create(kind="roster", heading="别的", field="no_such_field")
    found = table(workbook(["姓名", "学历", "喜好", "别的"], ["赵明", "初中", "棋", "1"]))
    assert [column.field for column in found.columns] == ["name", "", "remark", ""]


def test_empty_form_rows_and_end_mark_are_no_people(db):
    found = table(workbook(["序号", "姓名"], [1, "赵明"], [2, None], [None, "（以下空白）"]))
    assert [row.number for row in found.rows] == [2]


def test_nothing_below_the_header_is_said(db):
    with pytest.raises(SheetError, match="表头下面没有内容"):
        table(workbook(["序号", "姓名"], ["合计", "0人"]))


def test_other_sheets_are_named(term):
    book = Workbook()
    book.active.append(["姓名"])
    book.active.append(["赵明"])
    book.create_sheet("候补").append(["姓名"])
    stream = io.BytesIO()
    book.save(stream)
    plan, _ = run_roster(stream.getvalue(), dry_run=True)
    assert plan.notes == ["文件里的其他工作表没有读：候补。"]


def test_export_escapes_formulas_and_masks_phones(term):
    deputy = DeputyFactory(name="赵明", post="=1+1", phone="13800001234")
    MandateFactory(deputy=deputy, term=term)
    exported = RosterResource().export(Deputy.objects.prefetch_related("mandates")).dict[0]
    assert exported["现任职务（职业）"] == "'=1+1"
    assert exported["联系电话"] == "138****1234"
    assert exported["民族"] == "汉族"
    assert exported["代表层级"] == "镇"


def test_formula_in_a_post_is_refused(term):
    plan, _ = run_roster(workbook(["姓名", "职务"], ["赵明", "=1+1"]))
    assert plan.bad_rows[0].reason.startswith("现任职务（职业）：这一格是公式。")
