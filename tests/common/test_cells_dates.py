import datetime as dt

import pytest

from congress.common.cells import Cell, CellError, birth_date, partial_date

TODAY = dt.date(2026, 8, 5)


def message(function, *arguments):
    with pytest.raises(CellError) as caught:
        function(*arguments)
    return caught.value.message


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("1995.02", "1995-02"),
        ("1997.02.11", "1997-02-11"),
        ("1976年12月", "1976-12"),
        ("1976年12月3日", "1976-12-03"),
        ("1976 年 2 月", "1976-02"),
        ("1997-12-04", "1997-12-04"),
        ("1997/12/4", "1997-12-04"),
        ("1997-12-04 00:00:00", "1997-12-04"),
        ("197612", "1976-12"),
        ("19761203", "1976-12-03"),
        ("1976", "1976"),
        ("1976年", "1976"),
        ("1976.3.", "1976-03"),
        ("1976年12月生", "1976-12"),
        ("１９７６．１２", "1976-12"),
        ("\u202e1976.12\u200f", "1976-12"),
        ("1980.1", "1980-01"),
        (1980.03, "1980-03"),
        (1980.12, "1980-12"),
        (1980.2, "1980-02"),
        (1976, "1976"),
        (197612, "1976-12"),
        (19761203.0, "1976-12-03"),
        (dt.datetime(1974, 10, 14), "1974-10-14"),
        (dt.date(1974, 10, 1), "1974-10-01"),
        (None, None),
        ("　", None),
    ],
)
def test_partial_date_reads_what_clerks_write(value, iso):
    assert partial_date(Cell(value)) == iso


@pytest.mark.parametrize(
    ("value", "number_format", "iso"),
    [
        (dt.datetime(1974, 10, 1), 'yyyy"年"m"月"', "1974-10"),
        (dt.datetime(1974, 10, 1), "[$-804]yyyy.mm;@", "1974-10"),
        (dt.datetime(1974, 10, 14), 'yyyy"年"m"月"', "1974-10-14"),
        (dt.datetime(1974, 10, 1), 'yyyy"年"m"月"d"日"', "1974-10-01"),
        (dt.datetime(1974, 10, 1), "yyyy\\-mm\\-dd", "1974-10-01"),
        (dt.datetime(1974, 1, 1), "yyyy", "1974"),
        (dt.datetime(1974, 10, 1), "yyyy", "1974-10-01"),
        (1980.1, "0.00", "1980-10"),
        (1980.1, "0.00_ ", "1980-10"),
    ],
)
def test_partial_date_is_as_precise_as_the_cell_shows(value, number_format, iso):
    assert partial_date(Cell(value, False, number_format)) == iso


def test_partial_date_refuses_a_number_that_lost_its_zero():
    assert message(partial_date, Cell(1980.1)) == (
        "分不清1980.1是1980年1月还是10月。请把单元格改为文本，写成1980.01或1980.10。"
    )


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("1975.13", "没有13月。"),
        ("1975.00", "没有0月。"),
        ("1976-02-30", "1976年2月没有30日。"),
        ("1976-02-00", "1976年2月没有0日。"),
        ("76.5", "年份要写四位"),
        ("76年5月", "年份要写四位"),
        ("0001.01", "1年不像是对的年份。"),
        ("不详", "看不懂日期“不详”。"),
        ("😀", "看不懂日期"),
        ("1" * 40000, "看不懂日期"),
        (27303, "数字27303不像日期。"),
        (-5, "看不懂日期“-5”。"),
        (1e300, "看不懂日期"),
        (float("nan"), "不是正常的数字"),
        (float("inf"), "不是正常的数字"),
        (1980.123, "看不懂日期"),
        (True, "不是日期"),
        (dt.time(8), "是时间，不是日期"),
        (dt.timedelta(days=3), "是时间，不是日期"),
        ("#VALUE!", "错误值"),
    ],
)
def test_partial_date_explains_what_it_refuses(value, words):
    assert words in message(partial_date, Cell(value))


def test_partial_date_never_evaluates_a_formula():
    assert "公式" in message(partial_date, Cell("=TODAY()", True))


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2031-01-01", "出生日期在今天之后"),
        ("2026.09", "出生日期在今天之后"),
        ("1899.12", "出生日期在1900年以前"),
        ("2008-08-06", "不满18周岁"),
        ("2008.09", "不满18周岁"),
        ("2009", "不满18周岁"),
    ],
)
def test_birth_date_refuses_what_no_deputy_can_have(value, words):
    assert words in message(birth_date, Cell(value), TODAY)


@pytest.mark.parametrize("value", ["2008-08-05", "2008.08", "2008", "1900", "1963.01.23"])
def test_birth_date_gives_a_vague_date_the_benefit_of_the_doubt(value):
    assert birth_date(Cell(value), TODAY) == value.replace(".", "-")


def test_birth_date_counts_a_leap_day():
    assert birth_date(Cell("2008-02-29"), dt.date(2026, 3, 1)) == "2008-02-29"
    assert "不满18周岁" in message(birth_date, Cell("2008-02-29"), dt.date(2026, 2, 28))


def test_birth_date_is_none_for_an_empty_cell():
    assert birth_date(Cell(None), TODAY) is None
