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


def test_longest_names_stay_clear_of_the_lines_below(town):
    town.name = "积石山保安族东乡族撒拉族自治乡"
    town.save()
    holder = Holder("人大代表履职卡", line="江湾社区和新洲村代表小组（末）")
    site = "https://www.jiangwanxian-renda.gov.cn/rd/jiangwan/card/"
    name = "买合木提江·阿卜杜热合曼·吐尔逊巴依·艾买提"
    card = Card(name, holder, f"{site}kx7p2mdf9qrs3tvw/", "kx7p-2mdf-9qrs-3tvw")
    with pdfplumber.open(io.BytesIO(cards_pdf([card], site))) as document:
        page = document.pages[0]
        assert "kx7p-2mdf-9qrs-3tvw" in page.extract_text()
        above = max(char["bottom"] for char in page.chars if char["text"] == "末")
        below = min(char["top"] for char in page.chars if char["text"] == "扫")
        assert above <= below
        height = (16 + 66) / 25.4 * 72  # the margin of the page and the card
        assert max(char["bottom"] for char in page.chars) < height
