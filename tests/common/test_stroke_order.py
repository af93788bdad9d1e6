import random

import pytest
from django.db import connection

from congress.common.names import STROKE_KEY_LENGTH, stroke_sort_key


def in_order(names, *, padded=False):
    shuffled = list(names)
    random.Random(7).shuffle(shuffled)
    return sorted(shuffled, key=lambda name: stroke_sort_key(name, padded=padded))


@pytest.mark.parametrize(
    "surnames",
    [
        "丁于马王毛文方孔石龙田白冯任刘江汤严李张陆陈范欧罗周郑胡夏顾徐曾魏",
        "王韦牛毛文尹邓",  # four strokes, by the first: 横横横丿丶折折
        "杜李杨吴何余汪宋张陈",  # seven strokes
        "一丨丿丶乙",
    ],
)
def test_stroke_order_of_surnames(surnames):
    assert in_order(surnames) == list(surnames)


def test_chen_stands_among_seven_strokes():
    assert stroke_sort_key("陈", padded=False).startswith("07")
    assert in_order(["张", "陈", "范", "顾"]) == ["张", "陈", "范", "顾"]


def test_rare_characters_follow_the_known_ones_of_their_count():
    # 㐱 has 5 strokes, 䶮 9, 𠅤 11
    for rare, count, known, next_known in (("㐱", 5, "丝", "邦"), ("䶮", 9, "统", "艳")):
        key = stroke_sort_key(rare, padded=False)
        assert key.startswith(f"{count:02d}")
        assert in_order([next_known, rare, known]) == [known, rare, next_known]
    assert stroke_sort_key("𠅤", padded=False).startswith("11")


def test_rare_characters_of_one_count_sort_by_code_point():
    assert stroke_sort_key("\u3400", padded=False) != stroke_sort_key("\u3401", padded=False)
    assert in_order(["\u3431", "\u3433"]) == ["\u3431", "\u3433"]


def test_a_character_nobody_counted_comes_after_all_others():
    assert in_order(["\U0002ebf0", "齉", "王"]) == ["王", "齉", "\U0002ebf0"]


def test_unpadded_names_sort_character_by_character():
    assert in_order(["田富", "田大利", "田丰"]) == ["田大利", "田丰", "田富"]


def test_padded_names_of_two_characters_come_first():
    assert in_order(["田大利", "田富", "田丰"], padded=True) == ["田丰", "田富", "田大利"]


def test_compound_surname_sorts_by_its_first_character():
    assert in_order(["欧阳祎", "范福文", "罗莉"]) == ["范福文", "欧阳祎", "罗莉"]


def test_separator_and_spaces_are_skipped():
    plain = stroke_sort_key("阿依古丽买买提", padded=False)
    assert stroke_sort_key("阿依古丽·买买提", padded=False) == plain
    assert stroke_sort_key("王　勇", padded=True) == stroke_sort_key("王勇", padded=True)


def test_foreign_letters_close_the_list():
    assert in_order(["John Smith", "齉", "Adam"]) == ["齉", "Adam", "John Smith"]


def test_key_is_ascii_of_six_characters_each_and_fits_its_length():
    key = stroke_sort_key("张𠅤", padded=False)
    assert key.isascii()
    assert len(key) == 12
    assert len(stroke_sort_key("𠅤" * 50, padded=True)) <= STROKE_KEY_LENGTH
    assert stroke_sort_key("", padded=True) == ""


@pytest.mark.parametrize("odd", ["\ud800", "\x00", "😀", "\ufffd", "ß", "\U0010ffff", "İ"])
def test_key_of_odd_characters_does_not_fail(odd):
    assert stroke_sort_key(f"张{odd}", padded=True).isascii()


@pytest.mark.django_db
@pytest.mark.parametrize("padded", [False, True])
def test_database_sorts_keys_like_python(padded):
    names = [
        "丁一",
        "田富",
        "田大利",
        "文静",
        "陈䶮",
        "张𠅤",
        "John Smith",
        "李㐱",
        "阿依古丽·买买提",
    ]
    keys = [stroke_sort_key(name, padded=padded) for name in names]
    with connection.cursor() as cursor:
        cursor.execute('SELECT k FROM unnest(%s) AS k ORDER BY k COLLATE "C"', [keys])
        assert [row[0] for row in cursor.fetchall()] == sorted(keys)
