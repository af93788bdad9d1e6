"""HTML to PDF. The only module of the project that imports WeasyPrint.

A document links its style sheet by file name (``<link rel="stylesheet" href="official.css">``):
relative addresses are files of ``congress/documents/styles``, addresses below ``STATIC_URL`` are
static files. Nothing else is read: no other file, no other host, no request to the portal itself.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from congress.documents.fonts import FontFile, font_files, font_rules
from congress.documents.justify import justify_pages

STYLES = Path(__file__).resolve().parent / "styles"

# Cells of tables are left alone: they keep to no grid, and a roster has a thousand of them.
TEXT_BLOCKS = {"p", "h1", "h2", "h3", "h4", "li", "dt", "dd", "caption", "figcaption"}
INLINE = {"a", "b", "br", "em", "i", "span", "strong", "sub", "sup", "time"}

_MM_A_PIXEL = 25.4 / 96

# Pango's font map is shared between documents and is not safe to use from two threads.
_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Place:
    """Where something stands: its page, counted from 1, and how far below its edge, in mm."""

    page: int
    top: float


class ResourceRefused(Exception):
    """A document asked for an address it may not read: a mistake in its template."""


class DocumentFetcher(URLFetcher):
    """Reads style sheets, static files and fonts from disk and refuses every other address."""

    def __init__(self, fonts: tuple[FontFile, ...]) -> None:
        super().__init__(allowed_protocols=("file",), fail_on_errors=True)
        self._fonts = {path.resolve() for path, _, _ in fonts}
        # Inside an SVG WeasyPrint swallows even a fatal error: what was refused is kept here.
        self.refused: list[str] = []

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The content of ``url``; ResourceRefused stops the whole document."""
        path = self._path(url)
        if path is None:
            self.refused.append(url)
            raise ResourceRefused(url)
        return super().fetch(path.as_uri(), headers)

    def _path(self, url: str) -> Path | None:
        parts = urlsplit(url)
        if parts.scheme != "file" or parts.netloc:
            return None
        asked = unquote(parts.path)
        path = _static_file(asked) or Path(asked).resolve()
        allowed = path in self._fonts or any(path.is_relative_to(root) for root in _roots())
        return path if allowed and path.is_file() else None


class Layout:
    """A document laid out on its pages, which can be measured before it is written."""

    def __init__(self, document: Any, fetcher: DocumentFetcher) -> None:
        self._document = document
        self._fetcher = fetcher

    @property
    def page_count(self) -> int:
        return len(self._document.pages)

    def places(self) -> dict[str, Place]:
        """Where the elements with an ``id`` begin; of one on several pages, where it does first."""
        found: dict[str, Place] = {}
        for number, page in enumerate(self._document.pages, start=1):
            for name, (_, y, *_) in page.anchors.items():
                found.setdefault(name, Place(number, y * _MM_A_PIXEL))
        return found

    def pdf(self, *, title: str, created: datetime | None = None) -> bytes:
        """The file; ``title`` and ``created`` as for ``render_pdf``."""
        with _one_at_a_time, _nothing_refused(self._fetcher):
            justify_pages(self._document.pages)
            _describe(self._document.metadata, title, created)
            pdf: bytes = self._document.write_pdf()
        return pdf


def lay_out(html: str) -> Layout:
    """A complete HTML document on its pages. ResourceRefused as for ``render_pdf``."""
    with _one_at_a_time:
        fetcher, fonts, font_config = _prepared(font_files())
        with _nothing_refused(fetcher):
            source = HTML(string=html, base_url=f"{STYLES.as_uri()}/", url_fetcher=fetcher)
            _wrap_lines(source.etree_element)
            document = source.render(stylesheets=[fonts], font_config=font_config)
    return Layout(document, fetcher)


def render_pdf(html: str, *, title: str, created: datetime | None = None) -> bytes:
    """The PDF of a complete HTML document; the same input gives the same bytes.

    ``title`` is what readers of the file show as its name. ``created`` goes into the file's
    properties and is left out when None: a clock there would make equal documents differ.
    ResourceRefused when the document asks for anything but styles, fonts and static files.
    """
    return lay_out(html).pdf(title=title, created=created)


def render_document(
    template: str,
    context: dict[str, Any],
    *,
    title: str,
    created: datetime | None = None,
) -> bytes:
    """The PDF of a Django template that extends one of ``documents/base_*.html``."""
    from django.template.loader import render_to_string

    html = render_to_string(template, {"document_title": title, **context})
    return render_pdf(html, title=title, created=created)


@contextmanager
def _nothing_refused(fetcher: DocumentFetcher) -> Iterator[None]:
    """ResourceRefused at the end when the fetcher had to refuse an address meanwhile."""
    fetcher.refused.clear()
    try:
        yield
    except FatalURLFetchingError as error:
        fetcher.refused.append(str(error.__cause__ or error))
    if fetcher.refused:
        raise ResourceRefused(f"打印文件不能读取这个地址：{fetcher.refused[0]}")


@lru_cache(maxsize=1)
def _prepared(
    files: tuple[FontFile, ...],
) -> tuple[DocumentFetcher, CSS, FontConfiguration]:
    """Fonts are loaded once for one state of the folders: thirty megabytes a document otherwise."""
    fetcher, config = DocumentFetcher(files), FontConfiguration()
    rules = CSS(string=font_rules(), font_config=config, url_fetcher=fetcher)
    return fetcher, rules, config


def _wrap_lines(root: Element) -> None:
    """Put the content of each block of text into one inline box of low line height.

    A character that only the fallback font has (㐱) would otherwise make its line higher than the
    grid, because the two fonts sit differently around the base line: the page would lose a line.
    """
    for block in root.iter():
        if block.tag in TEXT_BLOCKS and all(child.tag in INLINE for child in block):
            inner = Element("span", {"class": "low"})
            inner.text, block.text = block.text, None
            inner.extend(list(block))
            block[:] = [inner]


def _describe(metadata: Any, title: str, created: datetime | None) -> None:
    metadata.title = title
    metadata.lang = "zh-CN"
    if created:
        metadata.created = created.isoformat(timespec="seconds")


def _roots() -> list[Path]:
    from django.conf import settings

    static = [settings.STATIC_ROOT, *settings.STATICFILES_DIRS]
    return [STYLES, *(Path(folder).resolve() for folder in static if folder)]


def _static_file(asked: str) -> Path | None:
    """The file behind an address of a static file, collected or not."""
    from django.conf import settings
    from django.contrib.staticfiles import finders

    prefix = "/" + settings.STATIC_URL.lstrip("/")
    if not asked.startswith(prefix):
        return None
    name = asked.removeprefix(prefix)
    collected = Path(settings.STATIC_ROOT, name).resolve() if settings.STATIC_ROOT else None
    if collected and collected.is_file():
        return collected
    found = finders.find(name)
    return Path(found).resolve() if found else None
