"""The look keeps its promises: readable colours, no foreign hosts, no inline style or script."""

import re
from itertools import product
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR, "static")
TEMPLATES = Path(settings.BASE_DIR, "templates")
TOKENS = dict(
    re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", (STATIC / "css/tokens.css").read_text("utf-8"))
)
GROUNDS = ("paper", "paper-deep", "card")
OWN_WASH = [(f"{name}", f"{name}-wash") for name in ("good", "warn", "late", "info")]
PAIRS = [
    *product(("ink", "ink-soft", "accent", "accent-deep", "good", "warn", "late", "info"), GROUNDS),
    *OWN_WASH,
    *[("ink", f"{name}-wash") for name in ("accent", "good", "warn", "late", "info")],
    ("accent-deep", "accent-wash"),
    ("card", "accent"),
    ("card", "accent-deep"),
]


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(TOKENS[one]), _luminance(TOKENS[other])))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_contrast_reaches_aa(text, ground):
    assert _contrast(text, ground) >= 4.5


@pytest.mark.parametrize("ground", GROUNDS)
def test_field_edges_are_visible(ground):
    assert _contrast("line-strong", ground) >= 3


@pytest.mark.parametrize(
    "sheet", sorted((STATIC / "css").glob("*.css")), ids=lambda path: path.name
)
def test_style_sheet_asks_no_other_host_and_casts_no_shadow(sheet):
    text = sheet.read_text("utf-8")
    assert not re.search(r"url\(|@import|https?:", text)
    assert "shadow" not in text


@pytest.mark.parametrize(
    "sheet", sorted((STATIC / "css").glob("[!t]*.css")), ids=lambda path: path.name
)
def test_style_sheet_takes_colours_from_the_tokens(sheet):
    colours = set(re.findall(r"#[0-9a-fA-F]{3,8}\b", sheet.read_text("utf-8")))
    assert colours <= {"#ffffff", "#000000", "#5d5850"}


def _page_templates() -> list[Path]:
    """Templates that a browser gets under the strict policy: not print, not admin."""
    apart = ("documents", "admin", "unfold")
    every = TEMPLATES.rglob("*.html")
    return sorted(path for path in every if path.relative_to(TEMPLATES).parts[0] not in apart)


@pytest.mark.parametrize(
    "template", _page_templates(), ids=lambda path: str(path.relative_to(TEMPLATES))
)
def test_template_has_no_inline_style_or_script(template):
    text = template.read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)", text)


@pytest.mark.parametrize("picture", sorted((STATIC / "img").glob("*.svg")), ids=lambda p: p.name)
def test_picture_needs_no_font_and_no_script(picture):
    assert not re.search(r"<text|<script|href=", picture.read_text("utf-8"))
