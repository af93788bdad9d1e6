"""What looks like personal data in a text is found; what only has many digits is not."""

import pytest

from congress.common.personal_data import personal_data_in


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请打13800138000联系", ["手机号13800138000"]),
        ("电话：138 0013 8000。", ["手机号138 0013 8000"]),
        ("１３８００１３８０００", ["手机号13800138000"]),
        ("0716-5551234转8", ["固定电话0716-5551234"]),
        ("身份证42102219800101123x号", ["身份证号42102219800101123x"]),
        ("卡号6222 0212 3456 7894", ["银行卡号6222 0212 3456 7894"]),
        ("家住新洲村3组12号", ["门牌号3组12号"]),
        ("江湾社区二栋3单元402室", ["门牌号二栋3单元402室"]),
        ("13800138000或13800138000", ["手机号13800138000"]),
    ],
)
def test_what_has_the_shape_of_it(text, found):
    assert [str(datum) for datum in personal_data_in(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "江水函〔2026〕3号，2026年3月10日",
        "投资12345678901234567元",
        "编号20260310123456789012345",
        "疏通排水沟3200米，装格栅18处",
        "第3组第5号线路",
        "6222021234567891",
        "421022199913991234",
    ],
)
def test_what_only_has_digits(text):
    assert personal_data_in(text) == []


@pytest.mark.parametrize("sign", ["1", "十", "1-", "字", "1 "])
def test_long_texts_are_read_at_once(sign):
    assert isinstance(personal_data_in(sign * 200_000), list)
