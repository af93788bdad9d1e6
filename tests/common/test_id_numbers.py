import datetime as dt

import pytest

from congress.common.codes import Sex
from congress.common.id_numbers import (
    birth_date_of,
    check_character,
    id_number_errors,
    normalise_id_number,
    sex_of,
)

TODAY = dt.date(2026, 8, 5)
SAMPLE = "11010519491231002X"  # the standard's own example


def made(first_seventeen):
    return first_seventeen + check_character(first_seventeen)


@pytest.mark.parametrize("number", [SAMPLE, "11010519491231002x", "110105 19491231 002X"])
def test_valid_number_has_no_errors(number):
    assert id_number_errors(number, today=TODAY) == []


def test_number_with_an_abolished_region_code_stays_valid():
    assert id_number_errors(made("51310119700101001"), today=TODAY) == []


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("110105194912310021", "身份证号码的最后一位校验码不对，可能有数字抄错。请核对。"),
        ("1101051949123100", "身份证号码应为18位，现在是16位。请核对。"),
        ("", "身份证号码应为18位，现在是0位。请核对。"),
        (None, "身份证号码应为18位，现在是0位。请核对。"),
        ("110105491231002", "15位的旧身份证号码已经停用，请填写18位的号码。"),
        ("11010519491231X02X", "身份证号码只能由数字组成，最后一位可以是X。请核对。"),
        (made("11010519490229001"), "身份证号码里的出生日期不存在。请核对。"),
        (made("11010520260806001"), "身份证号码里的出生日期在今天之后。请核对。"),
        (made("11010510000101001"), "身份证号码里的出生日期太早。请核对。"),
        (made("11010500000101001"), "身份证号码里的出生日期不存在。请核对。"),
    ],
)
def test_invalid_number_is_explained_without_repeating_it(number, sentence):
    assert id_number_errors(number, today=TODAY) == [sentence]


def test_sex_and_birth_date_are_in_the_number():
    assert birth_date_of(SAMPLE) == dt.date(1949, 12, 31)
    assert sex_of(SAMPLE) == Sex.FEMALE
    assert sex_of(made("11010519491231001")) == Sex.MALE


def test_birth_date_of_a_damaged_number_raises():
    with pytest.raises(ValueError, match="no date"):
        birth_date_of("1101051949")


def test_normalise_id_number_makes_one_spelling():
    assert normalise_id_number(" １１０１０５19491231-002x\u200b") == SAMPLE
