"""Duty cards on paper."""

import io

import pdfplumber

from congress.accounts.card_printing import Card, Holder
from congress.documents.login_cards import cards_pdf, qr_code


def test_eight_cards_stand_on_a_page_and_their_codes_are_drawn(town):
    holder = Holder("人大代表履职卡", line="新洲代表小组")
    cards = [
        Card(f"代表{n}", holder, f"https://rd.test/card/{n:016}/", "kx7p-2mdf-9qrs-3tvw")
        for n in range(9)
    ]
    pdf = cards_pdf(cards, "https://rd.test/card/")
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 2
        first, second = document.pages
        assert first.extract_text().count("代表履职卡") == 8
        assert second.extract_text().count("代表履职卡") == 1
        assert len(first.curves) + len(first.rects) + len(first.lines) > 10
    assert qr_code(cards[0].url) != qr_code(cards[1].url)
