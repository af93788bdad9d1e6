"""Anybody, on a phone or a desktop, without JavaScript."""

import re

import pytest

from congress.township.models import Village
from deputies.models import Deputy
from tests.e2e.conftest import DESKTOP, PHONE
from tests.factories import PostFactory


@pytest.mark.parametrize("width", [PHONE, DESKTOP])
def test_visitor_finds_who_represents_the_village(sit_down, released, width):
    village = Village.objects.get(name="新洲村")
    deputy = Deputy.objects.filter(village=village).in_stroke_order().first()
    PostFactory(deputy=deputy, term=released.session.term)
    visitor = sit_down(width, scripts=False)
    visitor.open("/")
    assert "第十九届，代表79名，8个代表小组。" in visitor.text("main")

    visitor.follow("新洲村")
    assert visitor.page.url.endswith(f"/deputies/?by=village#{village.public_id}")
    visitor.click(visitor.page.locator(f"[id='{village.public_id}'] a.person").first)
    assert visitor.page.get_by_role("heading", level=1).inner_text() == deputy.name
    assert "主席团成员" in visitor.text("main")

    visitor.follow("主席团", within="header")
    assert deputy.name in visitor.text("main")

    visitor.follow("代表", within="header")
    visitor.page.get_by_label("姓名或拼音").fill("zhangwei")
    visitor.press("查找")
    found = visitor.page.locator("a.person .person__name").all_inner_texts()
    assert found == ["张伟", "张伟"]

    visitor.follow("搜索", within="header")
    visitor.page.get_by_label("人名、村名或报告里的字").fill("新洲")
    visitor.press("搜索")
    assert "代表：" in visitor.text("main")

    visitor.follow("工作报告", within="header")
    visitor.follow(re.compile(r"镇十九届人大\s?五次会议"))
    assert "江湾镇第十九届人民代表大会第五次会议" in visitor.text("main")


def test_visitor_reads_in_large_text_until_switched_off(sit_down, town):
    visitor = sit_down(PHONE, scripts=False)
    visitor.open("/")

    def size() -> float:
        style = "node => parseFloat(getComputedStyle(node).fontSize)"
        return visitor.page.get_by_role("heading", level=1).evaluate(style)

    normal = size()
    visitor.follow("大字", within="header")
    visitor.follow("工作报告", within="header")
    visitor.follow(re.compile(r"江湾镇\s?人民代表大会"), within="header")
    assert size() == pytest.approx(normal * 1.35, rel=0.01)
    visitor.follow("标准字", within="header")
    assert size() == normal
