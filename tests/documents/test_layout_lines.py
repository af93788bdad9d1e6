"""GB/T 9704: 28 characters a line, 22 lines a page, measured in the PDF."""

import io
from collections import Counter
from itertools import pairwise

import pdfplumber
import pytest

from congress.documents.render import render_pdf
from tests.documents.measure import MM, line_with, text_lines
from tests.documents.sample import RARE, SOLID

PITCH = 10.227


def _pages(body: str):
    html = f'<html lang="zh-CN"><link rel="stylesheet" href="official.css">{body}'
    with pdfplumber.open(io.BytesIO(render_pdf(html, title="测试"))) as pdf:
        return [text_lines(page) for page in pdf.pages]


def test_full_line_has_28_characters(solid_pages):
    counted = Counter(len(line.text) for page in solid_pages[:-1] for line in text_lines(page))
    # What is shorter is the indented first or the last line of one of the three paragraphs.
    assert set(counted) - {28} <= {26, len(SOLID) % 28 + 2, (len(SOLID) + 2) % 28}
    assert counted[28] > 100


def test_full_page_has_22_lines(solid_pages):
    assert {len(text_lines(page)) for page in solid_pages[:-1]} == {22}


def test_lines_stand_on_an_even_grid(solid_pages):
    baselines = sorted({char["matrix"][5] for char in solid_pages[1].chars}, reverse=True)[:22]
    pitches = [(upper - lower) * MM for upper, lower in pairwise(baselines)]
    assert pitches == [pytest.approx(PITCH, abs=0.02)] * 21


def test_rare_name_does_not_change_the_grid():
    pages = _pages(f"<p>{(RARE + SOLID[:50]) * 30}</p>")
    assert {len(page) for page in pages[:-1]} == {22}
    assert {len(line.text) for line in pages[1]} == {28}
    baselines = [line.baseline for line in pages[1]]
    assert baselines[-1] - baselines[0] == pytest.approx(21 * PITCH, abs=0.05)


def test_line_before_closing_punctuation_is_spread_to_the_edge():
    """The 28th place would leave 。 to begin a line, so 27 characters fill the width of 28."""
    first, second = _pages(f'<p class="flush">{SOLID[:28]}。{SOLID[:26]}</p>')[0]
    assert (len(first.text), second.text[:2]) == (27, SOLID[27] + "。")
    assert first.right == pytest.approx(28 + 28 * 15.75 * MM, abs=0.15)
    assert first.left == pytest.approx(28, abs=0.1)


def test_short_last_line_is_not_spread():
    first, last = _pages(f'<p class="flush">{SOLID[:28]}{SOLID[:27]}</p>')[0]
    assert last.right - last.left == pytest.approx(27 * 15.75 * MM, abs=0.1)
    assert last.right < first.right - 5


def test_line_spread_over_two_fonts_ends_at_the_edge():
    words = f"{SOLID[:10]}㐱{SOLID[:17]}"
    first, _ = _pages(f'<p class="flush">{words}。{SOLID[:26]}</p>')[0]
    assert len(first.text) == 27
    assert first.right == pytest.approx(28 + 28 * 15.75 * MM, abs=0.15)


def test_no_line_begins_with_closing_punctuation(report):
    begins = {line.text[0] for page in report.pages for line in text_lines(page)}
    assert not begins & set("，。、；：！？”）》")


def test_heading_stays_with_its_text():
    pages = _pages(f"<p>{SOLID[:26]}{SOLID[:28] * 20}</p><h2>一、标题</h2><p>{SOLID[:60]}</p>")
    assert pages[0][-1].text != "一、标题"
    assert pages[1][0].text == "一、标题"


def test_paragraph_begins_two_characters_in(report):
    line = line_with(report, "我受镇第十九届")
    assert line.left == pytest.approx(28 + 2 * 15.75 * MM, abs=0.2)
