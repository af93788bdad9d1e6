import pytest

from congress.common.names import PINYIN_KEY_LENGTH, pinyin_of, pinyin_sort_key


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("张伟", "zhangwei", "zw"),
        ("王　勇", "wangyong", "wy"),
        ("曾芳", "zengfang", "zf"),
        ("单雄", "shanxiong", "sx"),
        ("覃宝成", "qinbaocheng", "qbc"),
        ("仇英", "qiuying", "qy"),
        ("区大海", "oudahai", "odh"),
        ("解红", "xiehong", "xh"),
        ("尉迟恭", "yuchigong", "ycg"),
        ("欧阳祎", "ouyangyi", "oyy"),
        ("吕娟芳", "lvjuanfang", "ljf"),
        ("阿依古丽·买买提", "ayigulimaimaiti", "ayglmmt"),
        ("区克·单", "qukedan", "qkd"),
        ("李㐱", "lizhen", "lz"),
        ("陈䶮", "chenyan", "cy"),
        ("John Smith", "johnsmith", "js"),
        ("", "", ""),
    ],
)
def test_pinyin_of_gives_reading_and_initials(name, full, initials):
    assert pinyin_of(name) == (full, initials)


def test_pinyin_of_keeps_what_it_cannot_read():
    full, initials = pinyin_of("张\U0002ebf0😀")
    assert full.startswith("zhang\U0002ebf0")
    assert initials.startswith("z\U0002ebf0")


def test_pinyin_of_reads_a_rare_character_or_keeps_it():
    full, _ = pinyin_of("张𠅤")
    assert full.startswith("zhang")
    assert len(full) > len("zhang")


def test_pinyin_sort_key_sorts_by_syllable_then_tone_then_strokes():
    names = ["张伟", "章平", "曾芳", "阿依古丽·买买提", "王勇", "王小", "李㐱", "吕芳", "卢芳"]
    assert sorted(names, key=pinyin_sort_key) == [
        "阿依古丽·买买提",
        "李㐱",
        "卢芳",
        "吕芳",
        "王小",
        "王勇",
        "曾芳",
        "张伟",
        "章平",
    ]


def test_pinyin_sort_key_puts_unread_characters_last():
    assert pinyin_sort_key("\U0002ebf0") > pinyin_sort_key("祖")


def test_pinyin_sort_key_is_ascii_and_fits_its_length():
    key = pinyin_sort_key("床" * 50)
    assert key.isascii()
    assert len(key) == PINYIN_KEY_LENGTH
