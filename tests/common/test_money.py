"""Amounts as people write them, in exact yuan."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from congress.common.money import WAN, YuanFormField, in_wan, parse_yuan, yuan_in_words


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("3500", "3500"),
        ("3,500.5元", "3500.50"),
        ("30万", "300000"),
        (" 12.5 万元 ", "125000"),
        ("１２０万元", "1200000"),
        ("0.1亿", "10000000"),
        ("¥20", "20"),
        ("-5万", "-50000"),
    ],
)
def test_reads_what_people_write(text, yuan):
    assert parse_yuan(text) == Decimal(yuan)


def test_bare_number_counts_in_the_column_s_unit():
    assert parse_yuan("30", unit=WAN) == Decimal(300000)
    assert parse_yuan("30元", unit=WAN) == Decimal(30)


@pytest.mark.parametrize(
    "text",
    ["", "约30万", "30万左右", "1.001", "0.0000001万", "9" * 40, "NaN", "1e5", "--3", "１２,x"],
)
def test_refuses_what_is_no_amount(text):
    with pytest.raises(ValueError):
        parse_yuan(text)


@pytest.mark.parametrize(
    ("yuan", "words"),
    [
        ("300000", "30万元"),
        ("125000.00", "12.5万元"),
        ("79999.50", "79,999.5元"),
        ("3500", "3,500元"),
        ("0", "0元"),
        ("12345678", "12,345,678元"),
        ("-500000", "-50万元"),
    ],
)
def test_says_it_as_the_reader_expects(yuan, words):
    assert yuan_in_words(Decimal(yuan)) == words


def test_nothing_known_is_no_zero():
    assert (yuan_in_words(None), in_wan(None)) == ("未载", "—")
    assert in_wan(Decimal(125000)) == "12.5"


def test_box_takes_both_units_and_says_what_it_can_t_read():
    box = YuanFormField(required=False)
    assert box.clean("30万元") == Decimal(300000)
    assert box.clean("") is None
    assert box.prepare_value(Decimal("300000.00")) == "300000"
    assert not box.has_changed(Decimal(300000), "30万")
    with pytest.raises(ValidationError, match="看不懂金额“三十万”"):
        box.clean("三十万")
