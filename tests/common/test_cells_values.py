import datetime as dt

import pytest

from congress.common.cells import Cell, CellError, level_list, phone, safe_for_export, text


def message(function, value, *, is_formula=False):
    with pytest.raises(CellError) as caught:
        function(Cell(value, is_formula))
    return caught.value.message


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        ("　 新洲村\u200b ", "新洲村"),
        ("第一行\n第二行", "第一行\n第二行"),
        (13805263916, "13805263916"),
        (13805263916.0, "13805263916"),
        (0.5, "0.5"),
        (-3, "-3"),
        (True, "是"),
        (dt.datetime(2026, 8, 5), "2026-08-05"),
        (dt.date(2026, 8, 5), "2026-08-05"),
        (dt.datetime(2026, 8, 5, 9, 30), "2026-08-05 09:30:00"),
        ("\u202e\x00", ""),
        ("'-待定", "-待定"),
        ("'引号'", "'引号'"),
        ("㐱㈱", "㐱㈱"),
    ],
)
def test_text_of_a_cell(value, expected):
    assert text(Cell(value)) == expected


def test_text_refuses_formulas_and_error_values():
    assert "公式" in message(text, "=1+1", is_formula=True)
    assert "错误值#REF!" in message(text, "#REF!")


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (13805263916, "13805263916"),
        (13805263916.0, "13805263916"),
        ("138-5364-7210", "13853647210"),
        ("138 5364 7210", "13853647210"),
        ("+86 13853647210", "13853647210"),
        ("8613853647210", "13853647210"),
        ("１３８５３６４７２１０", "13853647210"),
        ("0718-1234567", "0718-1234567"),
        ("07181234567", "0718-1234567"),
        ("（0718）1234567", "0718-1234567"),
        ("010 12345678", "010-12345678"),
        ("", ""),
        (None, ""),
    ],
)
def test_phone_reads_mobile_numbers_and_landlines(value, number):
    assert phone(Cell(value)) == number


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1380000", "有7位，手机号应为11位"),
        ("12805263916", "不是手机号"),
        ("2234567", "固定电话缺少区号"),
        ("138****1234", "星号"),
        ("13805263916/13805263917", "多个电话号码"),
        ("13805263916、0718-1234567", "多个电话号码"),
        ("电话同上", "数字以外的字"),
        ("😀", "数字以外的字"),
        (-1, "手机号应为11位"),
        (1e300, "数字以外的字"),
        ("9" * 3000, "不是手机号，也不是"),
    ],
)
def test_phone_explains_what_it_refuses(value, words):
    assert words in message(phone, value)


def test_phone_refuses_a_formula():
    assert "公式" in message(phone, "=A1", is_formula=True)


@pytest.mark.parametrize(
    ("value", "levels"),
    [
        ("镇", ["township"]),
        ("镇、县、市", ["township", "county", "city"]),
        ("市,县；镇", ["township", "county", "city"]),
        ("县 镇", ["township", "county"]),
        ("镇县", ["township", "county"]),
        ("镇人大代表、省人大代表", ["township", "province"]),
        ("乡镇", ["township"]),
        ("镇、镇", ["township"]),
        (None, []),
        ("、", []),
    ],
)
def test_level_list_reads_any_separator(value, levels):
    assert level_list(Cell(value)) == levels


@pytest.mark.parametrize("value", ["全国", "村", "三级", 3, "😀"])
def test_level_list_explains_what_it_refuses(value):
    assert "看不懂代表层级" in message(level_list, value)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_safe_for_export_disarms_formulas(start):
    assert safe_for_export(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("value", ["张伟", "", "a=b", None, -5, 1.5, dt.date(2026, 8, 5)])
def test_safe_for_export_leaves_the_rest_alone(value):
    assert safe_for_export(value) == value


def test_exported_text_comes_back_as_it_was():
    assert text(Cell(safe_for_export("-待定"))) == "-待定"
