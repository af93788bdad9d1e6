"""Duty cards (履职卡) drawn: eight on a page, with lines to cut along."""

from __future__ import annotations

from collections.abc import Sequence

import segno
from django.utils.safestring import SafeString, mark_safe

from congress.accounts.card_printing import Card
from congress.documents.render import render_document
from congress.township.models import TownSettings, Township

_TITLE = "履职卡"
_ON_A_PAGE = 8


def cards_pdf(cards: Sequence[Card], typed_at: str) -> bytes:
    """A4 pages of eight cards each. ``typed_at`` is where a code is typed that can't be scanned."""
    rows = [(card, qr_code(card.url)) for card in cards]
    pages = [rows[start : start + _ON_A_PAGE] for start in range(0, len(rows), _ON_A_PAGE)]
    context = {
        "pages": pages,
        "typed_at": typed_at.removeprefix("https://").removeprefix("http://").rstrip("/"),
        "township": Township.objects.first(),
        "town_settings": TownSettings.load(),
    }
    return render_document("documents/login_cards.html", context, title=_TITLE)


def qr_code(url: str) -> SafeString:
    """The address as a QR code, an SVG without a margin that fills its box."""
    drawn = segno.make(url, error="m").svg_inline(border=0, omitsize=True, svgclass=None)
    return mark_safe(drawn)  # noqa: S308  made by the library, of an address alone
