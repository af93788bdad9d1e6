import pytest

from congress.common.names import NAME_LENGTH, name_errors, normalise_name, padded_name


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("王　勇", "王勇"),
        ("张　𠅤", "张𠅤"),
        (" 董华国", "董华国"),
        ("雷\u00a0\t云\n", "雷云"),
        ("阿依古丽•买买提", "阿依古丽·买买提"),
        ("阿依古丽 ・ 买买提", "阿依古丽·买买提"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        ("阿依古丽‧‧买买提", "阿依古丽·买买提"),
        ("阿依古丽.买买提", "阿依古丽·买买提"),
        ("John   Smith", "John Smith"),
        ("Ｊohn Smith", "John Smith"),
        ("J. Smith", "J. Smith"),
        ("\u202e张\u200b伟\ufeff\x00", "张伟"),
        ("葛\U000e0100城", "葛城"),
        ("e\u0301milie", "émilie"),
        (None, ""),
        ("\u3000", ""),
    ],
)
def test_normalise_name_drops_layout_and_keeps_the_name(written, kept):
    assert normalise_name(written) == kept
    assert normalise_name(kept) == kept


def test_normalise_name_keeps_every_chinese_character_of_gb18030():
    blocks = [(0x3400, 0x4DC0), (0x4E00, 0xA000), (0x20000, 0x2A6E0), (0x2A700, 0x2EBE1)]
    blocks += [(0x2EBF0, 0x2EE5E), (0x30000, 0x323B0)]
    for low, high in blocks:
        name = "".join(map(chr, range(low, high)))
        assert normalise_name(name) == name


def test_normalise_name_folds_a_second_code_of_the_same_character():
    assert normalise_name("\uf92c") == "\u90ce"


def test_normalise_name_moves_yan_out_of_the_private_area():
    assert normalise_name("陈\ue863") == "陈䶮"


def test_normalise_name_keeps_other_self_made_characters():
    assert normalise_name("张\ue000") == "张\ue000"


def test_normalise_name_does_not_touch_compatibility_characters():
    assert normalise_name("㐱㈱") == "㐱㈱"


@pytest.mark.parametrize(
    "name",
    [
        "张𠅤",
        "李㐱",
        "陈䶮",
        "阿依古丽·买买提",
        "龚〇",
        "O'Brien",
        "Jean-Luc Picard",
        "J. Smith",
        "长" * NAME_LENGTH,
        "𠅤" * NAME_LENGTH,
        "𮯰",
        "王\u3000勇",
    ],
)
def test_name_errors_accepts_names(name):
    assert name_errors(name) == []


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "没有填写姓名。"),
        (None, "没有填写姓名。"),
        ("\u200b　", "没有填写姓名。"),
        ("郑" + "长" * 50, "姓名有51个字，最多50个字。请核对。"),
        ("张三2", "姓名里有数字。请只填写姓名。"),
        ("张①", "姓名里有数字。请只填写姓名。"),
        ("张+三", "姓名里不能有“+”。请核对。"),
        ("@张三", "姓名里不能有“@”。请核对。"),
        ("😀", "姓名里不能有“😀”。请核对。"),
        ("张\ufffd", "姓名里不能有“\ufffd”。请核对。"),
        ("张三（沙湖）", "姓名里不能有“（”、“）”。请核对。"),
        ("http", "这是网址，不是姓名。请核对。"),
        ("·张", "间隔号只能写在姓名的两个部分之间。请核对。"),
        ("-", "间隔号只能写在姓名的两个部分之间。请核对。"),
    ],
)
def test_name_errors_says_what_is_wrong(name, sentence):
    assert name_errors(name) == [sentence]


def test_name_errors_refuses_a_formula():
    assert name_errors('=HYPERLINK("http://127.0.0.1/","吴刚")')


def test_padded_name_pads_two_characters_only():
    assert padded_name("王勇") == "王\u3000勇"
    assert padded_name("张𠅤") == "张\u3000𠅤"
    assert padded_name("欧阳祎") == "欧阳祎"
    assert padded_name("Li") == "Li"
