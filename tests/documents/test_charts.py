"""Charts: numbers that add up, labels that don't overlap, escaped and accessible."""

import io
import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pdfplumber
import pytest

from congress.documents.chart_labels import SIZE, spread, text_width
from congress.documents.charts import WIDTH, paired_bars, progress_bar, share_bars, stacked_bar
from congress.documents.render import render_pdf
from tests.documents.sample import AGES, JOBS


def _tree(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg)  # noqa: S314  we drew it


SVG = "{http://www.w3.org/2000/svg}"
COLOURS = {"#a3222c", "#1f1d1a", "#aaa49b", "#e4dfd6", "#5d5850", "#fff", "none"}
CROWDED = [(f"类别名称{number}", 1) for number in range(12)]
CHARTS = {
    "ages": stacked_bar("年龄结构", AGES, 79),
    "jobs": stacked_bar("职业结构", JOBS, 79),
    "crowded": stacked_bar("分类", CROWDED, 12),
    "small_end": stacked_bar(
        "党派", [("中共党员", 76), *[(f"其他党派{i}", 1) for i in range(3)]], 79
    ),
    "small_start": stacked_bar(
        "党派", [*[(f"其他党派{i}", 1) for i in range(3)], ("党员", 76)], 79
    ),
    "narrow": stacked_bar("职业结构", JOBS, 79, width=340),
    "narrow_pairs": paired_bars("走访", [("第三季度", 16, 14)], done="已走访", width=340),
    "narrow_progress": progress_bar("建议答复", 49, 56, "件", width=340),
    "empty": stacked_bar("年龄结构", [], 0),
    "progress": progress_bar("建议答复", 49, 56, "件"),
    "pairs": paired_bars("走访", [("第三季度", 16, 14), ("第四季度", 16, 18)], done="已走访"),
    "shares": share_bars("复元闸", [("时间", 83), ("进度", 60), ("资金", None)], width=240),
    "no_pairs": paired_bars("走访", []),
}


def _boxes(svg: str):
    """Left, right, top and bottom of each text, by the estimate the layout itself uses."""
    for text in _tree(svg).iter(f"{SVG}text"):
        x, y, width = float(text.get("x")), float(text.get("y")), text_width(text.text)
        left = x - {"start": 0, "middle": width / 2, "end": width}[text.get("text-anchor")]
        yield left, left + width, y - SIZE * 0.8, y + SIZE * 0.1, text.text


@pytest.mark.parametrize("name", CHARTS)
def test_labels_neither_overlap_nor_leave_the_drawing(name):
    width, height = map(float, _tree(CHARTS[name]).get("viewBox").split()[2:])
    boxes = list(_boxes(CHARTS[name]))
    for index, (left, right, top, bottom, words) in enumerate(boxes):
        assert left >= -1, words
        assert right <= width + 1, words
        assert top >= 0 and bottom <= height, words
        for other in boxes[index + 1 :]:
            apart = right <= other[0] or other[1] <= left or bottom <= other[2] or other[3] <= top
            assert apart, (words, other[4])


@pytest.mark.parametrize("name", CHARTS)
def test_leaders_cross_no_label(name):
    boxes = list(_boxes(CHARTS[name]))
    for path in _tree(CHARTS[name]).iter(f"{SVG}path"):
        points = [
            tuple(map(float, p.split())) for p in re.split("[ML]", path.get("d"))[1:] if " " in p
        ]
        for (x1, y1), (x2, y2) in pairwise(points):
            for step in range(21):
                x, y = x1 + (x2 - x1) * step / 20, y1 + (y2 - y1) * step / 20
                inside = [b[4] for b in boxes if b[0] < x < b[1] and b[2] + 1 < y < b[3]]
                assert inside == []


@pytest.mark.parametrize("name", CHARTS)
def test_chart_is_named_and_described_without_inline_style(name):
    root = _tree(CHARTS[name])
    assert root.get("role") == "img"
    ids = [root.find(f"{SVG}title").get("id"), root.find(f"{SVG}desc").get("id")]
    assert root.get("aria-labelledby").split() == ids
    assert root.find(f"{SVG}title").text in root.find(f"{SVG}desc").text
    assert "style=" not in CHARTS[name]
    used = {element.get(key) for element in root.iter() for key in ("fill", "stroke")} - {None}
    assert used <= COLOURS


def test_two_charts_of_a_page_share_no_id():
    ids = [found for svg in CHARTS.values() for found in re.findall(r' id="([^"]+)"', svg)]
    assert len(ids) == len(set(ids))


def test_stacked_bar_names_every_number():
    text = _tree(CHARTS["ages"]).find(f"{SVG}desc").text
    assert text == "年龄结构（共79人）：35岁以下28人，36至55岁47人，56岁以上2人，未填2人。"


def test_stacked_bar_widths_are_in_proportion():
    widths = [float(r.get("width")) for r in _tree(CHARTS["ages"]).iter(f"{SVG}rect")]
    assert widths == pytest.approx([WIDTH * value / 79 - 1.5 for _, value in AGES], abs=0.02)


def test_stacked_bar_that_does_not_add_up_is_refused():
    with pytest.raises(ValueError, match="各项之和不等于合计 80"):
        stacked_bar("年龄结构", AGES, 80)


def test_empty_band_takes_no_room_but_is_said():
    svg = stacked_bar("性别", [("男", 3), ("女", 0)], 3)
    root = _tree(svg)
    assert len(list(root.iter(f"{SVG}rect"))) == 1
    assert "女0人" in root.find(f"{SVG}desc").text


def test_neighbours_differ_in_lightness():
    rects = list(_tree(CHARTS["crowded"]).iter(f"{SVG}rect"))
    greys = [
        sum(w * int(r.get("fill")[i : i + 2], 16) for w, i in ((0.3, 1), (0.59, 3), (0.11, 5)))
        for r in rects
    ]
    assert all(abs(a - b) > 30 for a, b in pairwise(greys))


def test_progress_shows_both_numbers_and_no_rate_of_nothing():
    assert "49/56件（88%）" in CHARTS["progress"]
    assert "0/0件（—）" in progress_bar("建议答复", 0, 0, "件")


def test_progress_beyond_the_plan_stays_inside_the_bar():
    svg = progress_bar("走访", 18, 16, "次")
    assert "18/16次（112%）" in svg
    widths = [float(r.get("width")) for r in _tree(svg).iter(f"{SVG}rect")]
    assert max(widths) == WIDTH


def test_paired_bars_share_one_scale_from_zero():
    rects = list(_tree(CHARTS["pairs"]).iter(f"{SVG}rect"))
    assert len({rect.get("x") for rect in rects}) == 1
    widths = [float(rect.get("width")) for rect in rects]
    assert [width / widths[0] * 16 for width in widths] == pytest.approx([16, 14, 16, 18], abs=0.01)


def test_shares_have_one_scale_and_say_what_is_not_known():
    rects = list(_tree(CHARTS["shares"]).iter(f"{SVG}rect"))
    tracks, bars = rects[::2], rects[1::2]
    widths = [float(rect.get("width")) for rect in tracks]
    assert len(set(widths)) == 1
    drawn = [float(bar.get("width")) / widths[0] for bar in bars]
    assert drawn == pytest.approx([0.83, 0.6, 0], abs=0.001)
    assert "复元闸：时间83%，进度60%，资金未载。" in CHARTS["shares"]


def test_words_are_escaped_and_amounts_plain():
    svg = stacked_bar("<资金>", [("已到位&未用", Decimal("20.50"))], Decimal("20.50"), "万元")
    assert "&lt;资金&gt;" in svg
    assert "已到位&amp;未用 20.5万元" in svg


def test_spread_keeps_order_and_distance():
    centres = spread([600, 610, 620], [50, 80, 60], 640)
    assert centres == sorted(centres)
    assert centres[-1] + 30 <= 640
    assert centres[1] - centres[0] >= 65
    assert centres[2] - centres[1] >= 70


def test_chart_text_is_drawn_with_chinese_fonts_in_the_pdf():
    pdf = render_pdf(
        f'<html lang="zh-CN"><link rel="stylesheet" href="official.css">{CHARTS["jobs"]}',
        title="图",
    )
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        chars = [char for char in opened.pages[0].chars if "\u4e00" <= char["text"] <= "\u9fff"]
    assert {char["fontname"].partition("+")[2] for char in chars} == {"FandolHei"}
