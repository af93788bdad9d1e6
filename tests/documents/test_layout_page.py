"""GB/T 9704: the page around the lines: type area, page numbers, headings, tables."""

import io

import pdfplumber
import pytest

from congress.documents.render import render_pdf
from tests.documents.measure import MM, line_with, lines, page_number, text_lines
from tests.documents.sample import TITLE

A4 = (210, 297)
# The binding edge of 28 mm is left on odd pages and right on even ones.
LEFT = {1: 28, 0: 26}


def _is_bold(font: str) -> bool:
    return "bold" in font.lower()


@pytest.mark.parametrize("number", [1, 2])
def test_type_area_is_156_by_225_mm(solid_pages, number):
    page = solid_pages[number - 1]
    text = text_lines(page)
    assert (page.width * MM, page.height * MM) == pytest.approx(A4, abs=0.1)
    assert text[1].left == pytest.approx(LEFT[number % 2], abs=0.1)
    assert max(line.right for line in text) - text[1].left == pytest.approx(156, abs=1)
    body = [char for line in text for char in line.chars]
    assert min(char["top"] for char in body) * MM >= 37
    assert max(char["bottom"] for char in body) * MM <= 37 + 225 + 0.1
    assert text[-1].baseline - text[0].baseline == pytest.approx(225 * 21 / 22, abs=0.1)


def test_everything_stays_inside_the_page_and_the_type_area(report):
    for page in report.pages:
        left = LEFT[page.page_number % 2]
        for line in text_lines(page):
            assert line.left >= left - 0.1
            assert line.right <= left + 156 + 0.1
        for shape in [*page.rects, *page.lines, *page.curves]:
            assert shape["x0"] * MM >= left - 0.3
            assert shape["x1"] * MM <= left + 156 + 0.3
            assert 37 - 0.3 <= shape["top"] * MM <= shape["bottom"] * MM <= 262 + 0.3


def test_page_number_is_right_on_odd_and_left_on_even_pages(solid_pages):
    odd, even = page_number(solid_pages[0]), page_number(solid_pages[1])
    assert (odd.text, even.text) == ("— 1 —", "— 2 —")
    inset = 14 * MM
    assert odd.right == pytest.approx(28 + 156 - inset, abs=0.2)
    assert even.left == pytest.approx(26 + inset, abs=0.2)
    assert {round(char["size"], 2) for char in odd.chars} == {14}
    assert odd.fonts == {"FandolSong-Text"}


def test_dash_of_the_page_number_is_7_mm_below_the_type_area(solid_pages):
    # The dash of this font lies 0.3 em above the base line.
    dash = page_number(solid_pages[0]).baseline - 0.3 * 14 * MM
    assert dash == pytest.approx(262 + 7, abs=0.3)


def test_title_is_centred_in_22_point(report):
    line = lines(report.pages[0])[0]
    assert line.text == TITLE
    assert {round(char["size"], 2) for char in line.chars} == {22}
    assert (line.left + line.right) / 2 == pytest.approx(28 + 78, abs=0.3)
    assert line.fonts == {"FandolSong-Title"}


@pytest.mark.parametrize(
    ("words", "font"),
    [
        ("一、过去一年的工作", "FandolHei"),
        ("（一）坚持党的领导", "FandolKai"),
        ("附件1", "FandolHei"),
        ("镇人大主席　司马长风", "FandolKai"),
        ("各位代表：", "FandolFang"),
    ],
)
def test_each_level_has_its_typeface_and_one_size(report, words, font):
    line = line_with(report, words)
    assert line.fonts == {font}
    assert {round(char["size"], 2) for char in line.chars} == {15.75}


def test_third_level_is_fangsong_with_the_figures_of_song(report):
    line = line_with(report, "1.持之以恒")
    assert line.fonts == {"FandolFang", "FandolSong-Figures"}
    assert {c["text"] for c in line.chars if c["fontname"].endswith("Figures")} <= set("1.")


def test_nothing_is_bold(report):
    fonts = {char["fontname"] for page in report.pages for char in page.chars}
    assert not [font for font in fonts if _is_bold(font)]


def test_attachment_begins_a_page_with_its_label_flush_left(report):
    page = next(page for page in report.pages if text_lines(page)[0].text == "附件2")
    label, title = text_lines(page)[:2]
    assert label.left == pytest.approx(LEFT[page.page_number % 2], abs=0.2)
    # The title stands on the third line.
    assert title.text == "镇人大代表名单"
    assert title.baseline - label.baseline == pytest.approx(2 * 10.227, abs=1)


def test_signature_stands_right_and_its_date_below(report):
    page = next(page for page in report.pages if "2027年1月18日" in text_lines(page)[-1].text)
    organ = next(line for line in lines(page) if line.text == "江湾镇人民代表大会主席团")
    date = next(line for line in lines(page) if line.text == "2027年1月18日")
    edge = LEFT[page.page_number % 2] + 156
    assert organ.right == pytest.approx(edge - 2 * 15.75 * MM, abs=0.2)
    assert date.right == pytest.approx(edge - 4 * 15.75 * MM, abs=0.2)
    assert date.baseline > organ.baseline


def test_long_table_repeats_its_head_and_divides_between_rows(report):
    pages = [page for page in report.pages if "江湾镇新洲村党支部书记" in page.extract_text()]
    assert len(pages) > 2
    for page in pages:
        table = page.find_tables()[-1].extract()
        assert table[0] == ["序号", "姓名", "代表小组", "职业"]
        assert all(all(cell for cell in row) for row in table)


def test_long_unbroken_word_does_not_widen_a_table():
    html = (
        '<link rel="stylesheet" href="official.css"><table><tr>'
        f"<td>{'a' * 200}</td><td>{'长' * 90}</td><td>甲</td></tr></table>"
    )
    with pdfplumber.open(io.BytesIO(render_pdf(html, title="表"))) as pdf:
        edges = [line["x1"] for line in pdf.pages[0].lines]
        assert max(edges) * MM <= 28 + 156 + 0.3
        assert max(char["x1"] for char in pdf.pages[0].chars) * MM <= 28 + 156


def test_form_is_one_upright_page_and_a_list_can_lie():
    form = '<link rel="stylesheet" href="form.css"><body class="{}"><p>联系任务单</p>'
    for name, size in (("portrait", A4), ("landscape", A4[::-1])):
        with pdfplumber.open(io.BytesIO(render_pdf(form.format(name), title="单"))) as pdf:
            (page,) = pdf.pages
            assert (page.width * MM, page.height * MM) == pytest.approx(size, abs=0.1)
            assert "第1页，共1页" in page.extract_text()
