import pytest

from congress.common.numerals import chinese_number, parse_chinese_number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (19, "十九"),
        (20, "二十"),
        (21, "二十一"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (999, "九百九十九"),
    ],
)
def test_chinese_number_writes_numerals(number, text):
    assert chinese_number(number) == text


@pytest.mark.parametrize("number", [0, -1, 1000, 10**9])
def test_chinese_number_refuses_what_it_cannot_write(number):
    with pytest.raises(ValueError, match="1 to 999"):
        chinese_number(number)


def test_parse_chinese_number_reads_back_all_it_writes():
    for number in range(1, 1000):
        assert parse_chinese_number(chinese_number(number)) == number
        assert parse_chinese_number(str(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("19", 19), ("１９", 19), (" 十 九 ", 19), ("一十九", 19), ("廿一", 21), ("一百〇五", 105)],
)
def test_parse_chinese_number_takes_other_spellings(text, number):
    assert parse_chinese_number(text) == number


@pytest.mark.parametrize(
    "text", [None, "", "0", "零", "-1", "1.5", "二三十", "十百", "十九届", "1" * 5000, "٣", "😀"]
)
def test_parse_chinese_number_finds_no_number(text):
    assert parse_chinese_number(text) is None
