import pytest

from congress.common.cells import (
    Cell,
    Row,
    Sheet,
    SheetError,
    data_rows,
    find_header,
    is_note_row,
    is_total_row,
    read_sheet,
)
from tests.common.samples import DATA

SYNONYMS = {
    "name": ["姓名", "代表姓名"],
    "sex": ["性别"],
    "birth": ["出生年月", "出生日期"],
    "post": ["现任职务（职业）", "职务"],
    "village": ["所在村（社区）"],
    "phone": ["联系电话", "手机"],
}


def row(number, *values):
    return Row(number, tuple(Cell(value) for value in values))


def sheet(*rows):
    return Sheet("", [row(number, *values) for number, values in enumerate(rows, 1)])


def test_find_header_below_the_titles_of_the_sample_roster():
    header = find_header(read_sheet(DATA / "roster.xlsx"), SYNONYMS)
    assert header.titles[0] == "江湾镇第十九届人民代表大会代表名册"
    assert header.row_number == 3
    assert header.columns == {
        1: "name",
        2: "sex",
        4: "birth",
        7: "post",
        9: "village",
        11: "phone",
    }
    assert header.unknown[10] == "代表小组"
    assert header.column_of("phone") == 11
    assert header.column_of("address") is None


def test_data_rows_leave_out_total_and_note_of_the_sample_roster():
    roster = read_sheet(DATA / "roster.xlsx")
    rows = list(data_rows(roster, find_header(roster, SYNONYMS)))
    assert [rows[0].number, rows[-1].number, len(rows)] == [4, 83, 80]


@pytest.mark.parametrize(
    "heading", ["姓 名", "姓　名", "姓\n名", "姓名：", "*姓名", "姓名（必填）", " 姓名 "]
)
def test_find_header_sees_through_layout(heading):
    assert find_header(sheet([heading, "性别"]), SYNONYMS).columns == {0: "name", 1: "sex"}


def test_find_header_reports_a_repeated_field_as_unknown():
    header = find_header(sheet(["姓名", "手机", "联系电话"]), SYNONYMS)
    assert header.columns == {0: "name", 1: "phone"}
    assert header.unknown == {2: "联系电话"}


def test_find_header_is_not_misled_by_a_title_that_names_a_field():
    header = find_header(sheet(["姓名"], ["姓名", "性别", "职务"]), SYNONYMS)
    assert header.row_number == 2


def test_find_header_offers_a_header_of_unknown_words_for_mapping_by_hand():
    header = find_header(sheet(["名册"], ["委员", "居所"], ["张伟", "新洲村"]), SYNONYMS)
    assert (header.row_number, header.columns) == (2, {})
    assert header.unknown == {0: "委员", 1: "居所"}
    assert header.titles == ("名册",)


def test_find_header_gives_up_without_anything_like_a_header():
    with pytest.raises(SheetError, match="没有找到表头"):
        find_header(sheet(["名册"], [1, 2]), SYNONYMS)


def test_data_rows_leave_out_a_header_printed_again():
    pages = sheet(["姓名", "性别"], ["张伟", "男"], ["姓名", "性别"], ["王勇", "男"])
    assert [r.number for r in data_rows(pages, find_header(pages, SYNONYMS))] == [2, 4]


@pytest.mark.parametrize("text", ["合计", "合 计", "总计", "小计", "共计：79人"])
def test_total_rows_are_recognised(text):
    assert is_total_row(row(84, None, text, 79))


@pytest.mark.parametrize(
    "text",
    [
        "注：联系电话不对外公开。",
        "注:",
        "备 注：",
        "填报单位：江湾镇",
        "审核人（签字）：",
        "填表日期：",
    ],
)
def test_note_rows_are_recognised(text):
    assert is_note_row(row(85, text))


@pytest.mark.parametrize(
    "values", [(1, "合计"), ("计合",), ("注册会计师",), (), (None,), (1980,), ("张伟", "注：")]
)
def test_rows_of_people_are_neither_total_nor_note(values):
    assert not is_total_row(row(4, *values))
    assert not is_note_row(row(4, *values))
