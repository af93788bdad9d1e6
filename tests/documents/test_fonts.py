"""Fonts: embedded, real glyphs for rare names, the town's own first."""

import io
import re
import subprocess

import pypdf
import pytest
from django.conf import settings
from fontTools.pens.boundsPen import BoundsPen
from fontTools.ttLib import TTFont

from congress.documents import fonts
from congress.documents.render import render_pdf
from tests.documents.sample import RARE

PAGE = '<html lang="zh-CN"><link rel="stylesheet" href="official.css"><p>{}</p>'


def _embedded(pdf: bytes) -> dict[str, tuple[dict[int, str], bytes | None]]:
    """For each font of a PDF its glyph-to-text table and the font file itself."""
    found = {}
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        for reference in page["/Resources"]["/Font"].values():
            font = reference.get_object()
            descriptor = font["/DescendantFonts"][0].get_object()["/FontDescriptor"].get_object()
            file = descriptor.get("/FontFile3") or descriptor.get("/FontFile2")
            mapping = font["/ToUnicode"].get_object().get_data().decode("latin-1")
            name = font["/BaseFont"].partition("+")[2]
            found[name] = (_to_unicode(mapping), file and file.get_object().get_data())
    return found


def _to_unicode(mapping: str) -> dict[int, str]:
    pairs = re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*\n", mapping)
    return {int(glyph, 16): bytes.fromhex(text).decode("utf-16-be") for glyph, text in pairs}


def _rename(source, target, family: str) -> None:
    """A copy of a font that calls itself ``family``: stands in for a font the town has bought."""
    font = TTFont(source)
    for record in font["name"].names:
        if record.nameID in (1, 4, 16) and record.platformID == 3:
            font["name"].setName(
                family, record.nameID, record.platformID, record.platEncID, record.langID
            )
    font.save(target)


@pytest.fixture
def town_folder(settings, tmp_path):
    settings.TOWN_FONTS_DIR = tmp_path / "town-fonts"
    settings.TOWN_FONTS_DIR.mkdir()
    return settings.TOWN_FONTS_DIR


@pytest.fixture
def fandol():
    return settings.FONTS_DIR / "FandolKai-Regular.otf"


def test_every_font_is_embedded(report_bytes):
    embedded = _embedded(report_bytes)
    assert {"FandolFang", "FandolKai", "FandolHei", "FandolSong-Title"} <= set(embedded)
    assert all(file for _, file in embedded.values())


@pytest.mark.parametrize("character", RARE)
def test_rare_character_is_drawn_by_a_glyph_with_an_outline(report_bytes, character):
    drawn = [
        (glyph, file)
        for texts, file in _embedded(report_bytes).values()
        for glyph, text in texts.items()
        if text == character
    ]
    assert drawn
    for glyph, file in drawn:
        font = TTFont(io.BytesIO(file))
        name = font.getGlyphName(glyph)
        bounds = BoundsPen(font.getGlyphSet())
        font.getGlyphSet()[name].draw(bounds)
        assert glyph != 0
        assert name != ".notdef"
        left, bottom, right, top = bounds.bounds
        assert (right - left) * (top - bottom) > 0.3 * font["head"].unitsPerEm ** 2


def test_rare_character_does_not_look_like_a_missing_one(report_bytes):
    """Seven different outlines: none is the box that stands for what a font lacks."""
    outlines = set()
    for texts, file in _embedded(report_bytes).values():
        font = TTFont(io.BytesIO(file))
        for glyph, text in texts.items():
            if text in RARE:
                bounds = BoundsPen(font.getGlyphSet())
                font.getGlyphSet()[font.getGlyphName(glyph)].draw(bounds)
                outlines.add((text, bounds.bounds))
    assert len({bounds for _, bounds in outlines}) >= len(RARE)


@pytest.mark.parametrize(
    ("family", "typeface"),
    [
        ("方正小标宋简体", fonts.Typeface.TITLE),
        ("FZXiaoBiaoSong-B05S", fonts.Typeface.TITLE),
        ("仿宋_GB2312", fonts.Typeface.FANGSONG),
        ("KaiTi_GB2312", fonts.Typeface.KAITI),
        ("SimHei", fonts.Typeface.HEITI),
        ("宋体", fonts.Typeface.SONGTI),
    ],
)
def test_town_font_is_recognised_by_its_own_name(town_folder, fandol, family, typeface):
    _rename(fandol, town_folder / "some file.ttf", family)
    assert fonts.town_typefaces() == {typeface: town_folder / "some file.ttf"}


def test_town_font_is_used_first_and_the_free_one_fills_its_gaps(town_folder, fandol):
    before = _embedded(render_pdf(PAGE.format("江湾镇堃"), title="甲"))
    _rename(fandol, town_folder / "fs.otf", "仿宋_GB2312")
    after = _embedded(render_pdf(PAGE.format("江湾镇堃"), title="甲"))
    assert "FandolFang" in before
    assert "Town-fangsong" in after
    assert "FandolFang" not in after
    assert "Noto-Serif-CJK-SC" in after


def test_town_font_that_is_no_font_is_passed_over(town_folder, caplog):
    (town_folder / "broken.ttf").write_bytes(b"no font")
    (town_folder / "readme.txt").write_text("仿宋")
    assert fonts.town_typefaces() == {}
    assert "broken.ttf" in caplog.text


def test_document_prints_in_the_system_font_when_the_free_ones_are_missing(settings, tmp_path):
    settings.FONTS_DIR = tmp_path / "nothing"
    assert set(_embedded(render_pdf(PAGE.format("江湾镇"), title="甲"))) == {"Noto-Serif-CJK-SC"}


def _run_script(folder, **environment):
    script = settings.BASE_DIR / "script" / "fonts"
    return subprocess.run(
        [script],
        check=False,
        env={"PORTAL_FONTS": str(folder), **environment},
        capture_output=True,
        text=True,
    )


def test_fonts_script_does_nothing_when_the_fonts_are_there():
    run = _run_script(settings.FONTS_DIR, PATH="/usr/bin:/bin")
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")


def test_fonts_script_says_what_to_do_when_it_cannot_go_on(tmp_path):
    (tmp_path / "bin").mkdir()
    for tool in ("bash", "dirname", "mkdir", "env"):
        (tmp_path / "bin" / tool).symlink_to(f"/usr/bin/{tool}")
    run = _run_script(tmp_path / "fonts", PATH=str(tmp_path / "bin"))
    assert run.returncode == 1
    assert "不能自动取得仿宋和楷体" in run.stderr
    assert str(tmp_path / "fonts") in run.stderr
