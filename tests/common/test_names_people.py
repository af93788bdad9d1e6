import pytest

from congress.common.names import PersonRef, split_people


def names(text):
    return [person.name for person in split_people(text)]


def test_split_people_reads_a_cell_of_the_liaison_plan():
    assert split_people("张𠅤、张伟（沙湖村）、王　勇") == [
        PersonRef("张𠅤", ""),
        PersonRef("张伟", "沙湖村"),
        PersonRef("王勇", ""),
    ]


@pytest.mark.parametrize("separator", ["、", "，", ",", "；", ";", "/", "\n", " ", "  ", "、 "])
def test_split_people_takes_any_separator(separator):
    assert names(separator.join(["郭　娜", "魏平斌", "胡生永"])) == ["郭娜", "魏平斌", "胡生永"]


@pytest.mark.parametrize("brackets", ["（）", "()", "〔〕", "[]", "【】"])
def test_split_people_takes_any_brackets(brackets):
    text = f"张伟 {brackets[0]}中堡村、二组{brackets[1]} 王五"
    assert split_people(text) == [PersonRef("张伟", "中堡村、二组"), PersonRef("王五", "")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("王 勇 李四", ["王勇", "李四"]),
        ("李四 王 勇", ["李四", "王勇"]),
        ("王　勇　李小明", ["王勇", "李小明"]),
        ("欧阳 祎、欧阳　小丽", ["欧阳祎", "欧阳小丽"]),
        ("阿依古丽 · 买买提，John Smith", ["阿依古丽·买买提", "John Smith"]),
        ("1.张三 2、李四", ["张三", "李四"]),
        ("张三、、李四。", ["张三", "李四"]),
        (" 谢红敏", ["谢红敏"]),
    ],
)
def test_split_people_tells_padding_from_separators(text, expected):
    assert names(text) == expected


@pytest.mark.parametrize("text", [None, "", "　", "（", "）", "（）", "、，;", "\u202e", "()()"])
def test_split_people_finds_nobody_in_nothing(text):
    assert split_people(text) == []


def test_split_people_survives_an_unclosed_bracket():
    assert split_people("李四、张伟（沙湖村") == [
        PersonRef("李四", ""),
        PersonRef("张伟", "沙湖村"),
    ]
