"""Merged cells and hidden sheets, as offices have them."""

import re

import openpyxl
import pytest

from congress.common.cells import SheetError, read_sheet
from congress.common.cells import merged as merged_cells
from tests.common.test_cells_reading import repacked, saved, values


def book(*rows, merged=()):
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    for reference in merged:
        workbook.active.merge_cells(reference)
    return workbook


def test_cell_merged_downwards_counts_for_every_row():
    rows = [["名册"], ["姓名", "选区"], ["甲", "第一选区"], ["乙"], ["丙", "第二选区"], ["丁"]]
    sheet = read_sheet(saved(book(*rows, merged=["A1:B1", "B3:B4", "B5:B9"])))
    assert values(sheet)[2:] == [
        ["甲", "第一选区"],
        ["乙", "第一选区"],
        ["丙", "第二选区"],
        ["丁", "第二选区"],
    ]


def test_merge_makes_no_rows_and_fills_no_other_cells():
    sheet = read_sheet(saved(book(["甲", "一"], ["乙", None, "x"], merged=["B1:C1", "A2:A900"])))
    assert values(sheet) == [["甲", "一"], ["乙", None, "x"]]


def test_heading_of_two_rows_is_whole_in_the_second():
    rows = [["姓名", "基本情况", None], [None, "性别", "民族"], ["甲", "男", "汉族"]]
    sheet = read_sheet(saved(book(*rows, merged=["A1:A2", "B1:C1"])))
    assert values(sheet)[1] == ["姓名", "性别", "民族"]


def test_reference_at_the_edge_of_a_piece_is_found(monkeypatch):
    monkeypatch.setattr(merged_cells, "_CHUNK", 7)
    sheet = read_sheet(saved(book(["甲", "一"], ["乙"], merged=["B1:B2"])))
    assert values(sheet) == [["甲", "一"], ["乙", "一"]]


def test_more_merges_than_a_sheet_can_have_are_refused():
    content = saved(book(*[[f"{n}", "x"] for n in range(1, 4001)], merged=["B1:B2"]))
    many = b"".join(b'<mergeCell ref="B%d:B4000"/>' % first for first in range(1, 2000))
    forged = repacked(
        content,
        "xl/worksheets/sheet1.xml",
        lambda part: re.sub(rb'<mergeCell ref="B1:B2" ?/>', many, part),
    )
    with pytest.raises(SheetError, match="请取消合并单元格"):
        read_sheet(forged)


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheet_is_not_read_while_another_holds_something(state):
    workbook = book(["姓名"], ["去年的人"])
    workbook.active.sheet_state = state
    shown = workbook.create_sheet("名册")
    shown.append(["姓名"])
    shown.append(["今年的人"])
    sheet = read_sheet(saved(workbook))
    assert (sheet.name, values(sheet)) == ("名册", [["姓名"], ["今年的人"]])
