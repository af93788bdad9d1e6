"""Lists of villages, districts and groups as clerks type and paste them."""

import pytest
from django.core.exceptions import ValidationError

from deputies.setup.lines import (
    DistrictLine,
    GroupLine,
    VillageLine,
    district_lines,
    group_lines,
    village_lines,
)


def test_villages_one_a_line_or_behind_their_area():
    text = "新洲片：新洲村、东岭村\n\n 江湾社区 \n新洲村\r\n3、合 心村"
    assert village_lines(text) == [
        VillageLine("新洲村", "新洲片"),
        VillageLine("东岭村", "新洲片"),
        VillageLine("江湾社区"),
        VillageLine("合"),
        VillageLine("心村"),
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("第一选区 2 新洲村、东岭村", DistrictLine(1, "第一选区", 2, ("新洲村", "东岭村"))),
        ("第一选区\t3\t新洲村\t东岭村", DistrictLine(1, "第一选区", 3, ("新洲村", "东岭村"))),
        ("1\t第一选区\t2\t新洲村", DistrictLine(1, "第一选区", 2, ("新洲村",))),
        ("（1）第一选区，应选两名，新洲村", DistrictLine(1, "第一选区", 2, ("新洲村",))),
        ("第十二选区：三名", DistrictLine(1, "第十二选区", 3)),
        ("镇直机关选区", DistrictLine(1, "镇直机关选区", 1)),
    ],
)
def test_district_line_is_read_in_any_of_the_usual_ways(line, expected):
    assert district_lines(line) == [expected]


def test_group_line_takes_its_villages():
    assert group_lines("新洲代表小组：新洲村、东岭村\n机关小组") == [
        GroupLine(1, "新洲代表小组", ("新洲村", "东岭村")),
        GroupLine(2, "机关小组"),
    ]


@pytest.mark.parametrize(
    ("read", "text", "said"),
    [
        (district_lines, "第一选区 2\n第二选区 5", "第2行：应选代表数写1、2或3"),
        (district_lines, "第一选区 0", "第1行：应选代表数写1、2或3"),
        (district_lines, "第一选区 1\n第一选区 2", "第2行：选区“第一选区”在第1行已经写过"),
        (group_lines, "甲组\n\n甲组", "第3行：小组“甲组”在第1行已经写过"),
        (village_lines, "新洲片：", "第1行：只写了片，没有写村"),
        (village_lines, "——", "第1行：没有写村的名称"),
        (village_lines, "村" * 101, "第1行：“村村村村村村村村村村村村……”超过100个字"),
        (group_lines, "\n".join(f"第{n}组" for n in range(501)), "一次最多写500行，现在有501行"),
    ],
)
def test_line_that_can_not_be_is_named_with_its_number(read, text, said):
    with pytest.raises(ValidationError) as raised:
        read(text)
    assert any(message.startswith(said) for message in raised.value.messages)


def test_every_wrong_line_is_named():
    with pytest.raises(ValidationError) as raised:
        district_lines("第一选区 9\n第二选区 1\n第三选区 8")
    assert [message[:3] for message in raised.value.messages] == ["第1行", "第3行"]
