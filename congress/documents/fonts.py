"""The typefaces of printed documents, and where their files lie.

GB/T 9704 asks for 小标宋, 仿宋, 楷体, 黑体 and 宋体. Each of the five is a stack of families:

1. the town's own font: any .ttf, .otf or .ttc in ``PORTAL_TOWN_FONTS`` (default
   ``$PORTAL_DATA/town-fonts``). A file is recognised by the family name inside the font, never by
   its file name: 方正小标宋简体, 仿宋_GB2312, 楷体_GB2312, 黑体, 宋体 and their relatives. These
   fonts are licensed to the town and never shipped with the portal;
2. the free Fandol font that ``script/fonts`` puts into ``PORTAL_FONTS`` (default
   ``var/fonts``: it belongs to the program, whatever ``PORTAL_DATA`` says);
3. Noto Serif CJK SC of the system (Noto Sans CJK SC for 黑体), because both of the others lack
   characters that real names have: 堃 喆 赟 祎 㐱 䶮 𠅤.

A font dropped into the folder is used by the next document, without a restart.
"""

import logging
import os
import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, TTLibError

logger = logging.getLogger(__name__)

FONT_SUFFIXES = {".ttf", ".otf", ".ttc"}
# (path, time of change in ns, size): what tells one state of the font folders from another.
FontFile = tuple[Path, int, int]


# FandolFang's figures and Latin letters are sans-serif, unlike those of any other 仿宋. Those of
# FandolSong stand in for them, cut out into a file of their own: with ``unicode-range`` on the
# whole file the system's font matching would take FandolFang for superfluous and drop it.
FIGURES, FIGURES_FILE = "FandolSong Figures", "FandolSong-Latin.otf"
# With the space: a run of text in one font takes its spaces from that font, or prints a box.
_ASCII = [*range(0x20, 0x7F), 0xA0]


@dataclass(frozen=True)
class Cut:
    """One typeface of the standard: its slug, free file, and what its own family is called."""

    slug: str
    free_family: str
    free_file: str
    own_name: str
    fallback: str = "Noto Serif CJK SC"
    # Goes before the free family.
    figures: str = ""


class Typeface(Enum):
    """The five typefaces of GB/T 9704; the order decides which one claims a town's font."""

    TITLE = Cut(
        "title",
        "FandolSong Title",
        "FandolSong-Bold.otf",
        r"小标宋|xiaobiaosong|xbsong",
    )
    FANGSONG = Cut(
        "fangsong",
        "FandolFang",
        "FandolFang-Regular.otf",
        r"仿宋|fangsong",
        figures=FIGURES,
    )
    KAITI = Cut("kaiti", "FandolKai", "FandolKai-Regular.otf", r"楷|kaiti|simkai|stkai")
    HEITI = Cut(
        "heiti",
        "FandolHei",
        "FandolHei-Regular.otf",
        r"黑体|simhei|heiti",
        "Noto Sans CJK SC",
    )
    SONGTI = Cut("songti", "FandolSong Text", "FandolSong-Regular.otf", r"宋体|simsun|stsong")


def fonts_folder() -> Path:
    """The folder ``script/fonts`` fills."""
    from django.conf import settings

    return Path(settings.FONTS_DIR)


def town_fonts_folder() -> Path:
    """The folder of the fonts the town has a licence for; need not exist."""
    from django.conf import settings

    return Path(settings.TOWN_FONTS_DIR)


def font_files() -> tuple[FontFile, ...]:
    """Every font file in the two folders, sorted, so that the answer can key a cache."""
    _cut_out_figures()
    found = []
    for folder in (fonts_folder(), town_fonts_folder()):
        for path in folder.glob("*") if folder.is_dir() else ():
            if path.suffix.lower() in FONT_SUFFIXES and not path.name.startswith("."):
                status = path.stat()
                found.append((path, status.st_mtime_ns, status.st_size))
    return tuple(sorted(found))


def _cut_out_figures() -> None:
    """Make the file of figures beside the free fonts; without it their own figures are drawn."""
    source = fonts_folder() / Typeface.SONGTI.value.free_file
    target = fonts_folder() / FIGURES_FILE
    if target.is_file() or not source.is_file():
        return
    cutter = Subsetter(Options(name_IDs=["*"], notdef_outline=True))
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with TTFont(source) as font:
            cutter.populate(unicodes=_ASCII)
            cutter.subset(font)
            font.save(fresh)
        fresh.replace(target)
    except OSError as error:
        logger.warning("字体目录 %s 不能写入：%s", fonts_folder(), error)


def font_stack(typeface: Typeface) -> str:
    """The value of ``font-family`` for one typeface, best font first."""
    cut = typeface.value
    families = [f"Town {cut.slug}", cut.figures, cut.free_family, cut.fallback]
    return ", ".join(family for family in families if family)


def font_rules() -> str:
    """``@font-face`` rules for what is in the folders, and ``--font-<slug>`` with each stack."""
    rules = [_font_face(cut.free_family, path) for cut, path in _free_fonts()]
    if (figures := fonts_folder() / FIGURES_FILE).is_file():
        rules.append(_font_face(FIGURES, figures))
    rules += [_font_face(f"Town {face.value.slug}", p) for face, p in town_typefaces().items()]
    stacks = "".join(f"--font-{face.value.slug}:{font_stack(face)};" for face in Typeface)
    return "\n".join([*rules, f":root{{{stacks}}}"])


def town_typefaces() -> dict[Typeface, Path]:
    """Which file of the town's folder serves which typeface; the first by file name wins."""
    folder = town_fonts_folder()
    found: dict[Typeface, Path] = {}
    for font_file in font_files():
        typeface = _recognised(font_file) if font_file[0].parent == folder else None
        if typeface:
            found.setdefault(typeface, font_file[0])
    return found


def _free_fonts() -> list[tuple[Cut, Path]]:
    folder = fonts_folder()
    paths = [(face.value, folder / face.value.free_file) for face in Typeface]
    missing = [path.name for _, path in paths if not path.is_file()]
    if missing:
        logger.warning("字体 %s 不在 %s 里，先运行 script/fonts。", "、".join(missing), folder)
    return [(cut, path) for cut, path in paths if path.is_file()]


def _font_face(family: str, path: Path) -> str:
    # The weight is assigned, not read from the file: a bold cut that serves as 小标宋 must neither
    # be passed over nor be smeared into a synthetic bold.
    return (
        f'@font-face{{font-family:"{family}";font-weight:400;font-style:normal;'
        f'src:url("{path.resolve().as_uri()}")}}'
    )


@lru_cache(maxsize=64)
def _recognised(font_file: FontFile) -> Typeface | None:
    """The typeface that a town's font file is, or None when it is none of the five."""
    path = font_file[0]
    try:
        with TTFont(path, fontNumber=0, lazy=True) as font:
            records = font["name"].names
            names = {record.toUnicode() for record in records if record.nameID in (1, 4, 16)}
    except (TTLibError, OSError, KeyError, UnicodeError) as error:
        logger.warning("字体文件 %s 读不了，没有使用：%s", path, error)
        return None
    own = " ".join(re.sub(r"[\s_-]", "", name).lower() for name in sorted(names))
    return next((face for face in Typeface if re.search(face.value.own_name, own)), None)
