import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest

from congress.common.cells import EMPTY, SheetError, partial_date, read_sheet
from tests.common.samples import DATA


def xlsx(*rows, title="Sheet"):
    workbook = openpyxl.Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(row)
    return saved(workbook)


def saved(workbook):
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def repacked(content, part, change):
    """The same package with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name == part else data)
    return out.getvalue()


def values(sheet):
    return [[cell.value for cell in row.cells] for row in sheet.rows]


def refusal(content, **kwargs):
    with pytest.raises(SheetError) as caught:
        read_sheet(content, **kwargs)
    return caught.value.message


def test_read_sheet_reads_the_sample_roster():
    sheet = read_sheet(DATA / "roster.xlsx")
    assert sheet.name == "代表名册"
    assert len(sheet.rows) == 85
    row = sheet.rows[3]
    assert row.number == 4
    assert row.cell(1).value == "张　𠅤"
    assert row.cell(4).value == dt.datetime(1974, 10, 14)
    assert row.cell(4).number_format == "yyyy-mm-dd"
    assert row.cell(13) == row.cell(999) == EMPTY


def test_read_sheet_takes_an_open_file_and_a_text_path():
    with open(DATA / "liaison-plan.xlsx", "rb") as file:
        assert len(read_sheet(file).rows) == 10
    assert len(read_sheet(str(DATA / "liaison-plan.xlsx")).rows) == 10


def test_read_sheet_recognises_a_formula_without_evaluating_it():
    cell = read_sheet(DATA / "roster-with-mistakes.xlsx").rows[8].cell(1)
    assert cell.is_formula
    assert cell.value.startswith("=HYPERLINK(")


def test_read_sheet_takes_text_beginning_with_equals_for_a_formula():
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "=1+1"
    workbook.active["A1"].data_type = "s"
    assert read_sheet(saved(workbook)).rows[0].cells[0].is_formula


def test_read_sheet_keeps_row_numbers_over_empty_rows():
    sheet = read_sheet(xlsx(["甲"], [], [None, "  "], ["乙", None]))
    assert [row.number for row in sheet.rows] == [1, 4]
    assert values(sheet) == [["甲"], ["乙"]]


def test_read_sheet_picks_the_first_sheet_with_content_or_the_named_one():
    workbook = openpyxl.Workbook()
    workbook.create_sheet("名册").append(["甲"])
    workbook.create_sheet("计划").append(["乙"])
    content = saved(workbook)
    assert read_sheet(content).name == "名册"
    assert values(read_sheet(content, sheet="计划")) == [["乙"]]
    assert refusal(content, sheet="资金") == ("没有名为“资金”的工作表，只有：Sheet、名册、计划。")


def test_read_sheet_ignores_a_wrong_declared_size():
    content = repacked(
        xlsx(["甲", "乙"]),
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', xml),
    )
    assert values(read_sheet(content)) == [["甲", "乙"]]


def test_read_sheet_knows_the_month_format_of_chinese_excel():
    workbook = openpyxl.Workbook()
    workbook.active.append([27303])
    workbook.active["A1"].number_format = "0.00"
    content = repacked(
        saved(workbook),
        "xl/styles.xml",
        lambda xml: xml.replace(b'numFmtId="2"', b'numFmtId="57"'),
    )
    cell = read_sheet(content).rows[0].cells[0]
    assert cell.value == dt.datetime(1974, 10, 1)
    assert partial_date(cell) == "1974-10"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_read_sheet_reads_csv(encoding):
    content = '姓名,电话\r\n王　勇,"138,1"\r\n,\r\n=1+1,𠅤\r\n'.encode(encoding)
    sheet = read_sheet(content)
    assert values(sheet) == [["姓名", "电话"], ["王　勇", "138,1"], ["=1+1", "𠅤"]]
    assert [row.number for row in sheet.rows] == [1, 2, 4]
    assert sheet.rows[2].cells[0].is_formula


def test_read_sheet_takes_a_csv_number_for_one_that_may_have_lost_a_zero():
    assert values(read_sheet("出生年月\n1980.1\n1980.10\n".encode())) == [
        ["出生年月"],
        [1980.1],
        ["1980.10"],
    ]


def test_read_sheet_reads_tabs_and_semicolons():
    assert values(read_sheet("甲\t乙\n1,5\t2\n".encode())) == [["甲", "乙"], ["1,5", "2"]]
    assert values(read_sheet("甲;乙\n".encode())) == [["甲", "乙"]]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "空的"),
        (b"  \n", "空的"),
        (OLE + b"\0" * 600, "旧版的 .xls"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (b"<html><table>", "网页格式"),
        (b"%PDF-1.7", "不是 .xlsx"),
        (b"PK\x03\x04 damaged", "损坏"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "看不出这是什么文件"),
        (b"\xff\xff\x81", "看不出这是什么文件"),
    ],
)
def test_read_sheet_refuses_what_is_no_table(content, words):
    assert words in refusal(content)


def test_read_sheet_refuses_another_zip():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("word/document.xml", "")
    assert "不是 .xlsx" in refusal(out.getvalue())


def test_read_sheet_refuses_a_cut_off_file():
    content = (DATA / "roster.xlsx").read_bytes()
    for length in (10, 1000, len(content) // 2, len(content) - 1):
        assert "损坏" in refusal(content[:length])


@pytest.mark.parametrize(
    "xml",
    [b"", b"<worksheet", b"<x/>", b'<row r="x"/>', b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'],
)
def test_read_sheet_refuses_a_damaged_part(xml):
    content = repacked(xlsx(["甲"]), "xl/worksheets/sheet1.xml", lambda _: xml)
    assert refusal(content)


def test_read_sheet_refuses_a_zip_bomb_before_unpacking_it():
    out = io.BytesIO(xlsx(["甲"]))
    with (
        zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/media/bomb.bin", "w") as part,
    ):
        for _ in range(201):
            part.write(bytes(1024 * 1024))
    assert len(out.getvalue()) < 1024 * 1024
    assert "太大" in refusal(out.getvalue())


def test_read_sheet_refuses_expanding_entities():
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 12))
    xml = (
        b'<!DOCTYPE w [<!ENTITY e0 "' + b"x" * 100 + b'">' + entities + b"]>"
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>&e11;</t></is></c></row>'
        b"</sheetData></worksheet>"
    )
    content = repacked(xlsx(["甲"]), "xl/worksheets/sheet1.xml", lambda _: xml)
    assert "损坏" in refusal(content)


def test_read_sheet_limits_rows_and_columns():
    assert "超过20000行" in refusal("甲\n".encode() * 20_001)
    assert len(read_sheet("甲\n".encode() * 20_000).rows) == 20_000
    assert "超过200列" in refusal(xlsx(["甲"] * 201))
    assert len(read_sheet(xlsx(["甲"] * 200)).rows[0].cells) == 200


def test_read_sheet_says_when_there_is_nothing_in_it():
    assert "没有内容" in refusal(xlsx([None]))


def test_read_sheet_says_when_the_file_is_missing(tmp_path):
    assert "找不到或打不开" in refusal(tmp_path / "nothing.xlsx")
