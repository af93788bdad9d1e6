"""The office hands out duty cards: for all, for one, as a link."""

import io

import pdfplumber
import pytest
from django.urls import reverse

from congress.accounts.models import LoginCard, User
from deputies.card_sheets import cards_pdf, qr_code
from deputies.models import Deputy
from deputies.services.cards import Card
from tests.factories import DeputyFactory, MandateFactory

MANY = "admin:deputies_deputy_cards_page"


@pytest.fixture
def at_office(office, client):
    client.force_login(office)
    return client


def _one(deputy: Deputy) -> str:
    return reverse("admin:deputies_deputy_card_page", args=[deputy.pk])


def _text(pdf: bytes) -> str:
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        return "".join(page.extract_text() for page in document.pages)


def test_cards_of_all_come_with_accounts_for_who_has_none(at_office, term, deputy):
    names = ["张伟", "张伟", "阿依古丽·买买提"]
    for name in names:
        MandateFactory(term=term, deputy=DeputyFactory(name=name))
    response = at_office.post(reverse(MANY), {"whose": "without"})
    assert response["Content-Type"] == "application/pdf"
    text = _text(response.content)
    assert text.count("张伟") == 2
    assert "阿依古丽·买买提" in text
    assert "何秋萍" in text
    assert LoginCard.objects.usable().count() == 4
    assert set(User.objects.filter(display_name="张伟").values_list("username", flat=True)) == {
        "zhangwei",
        "zhangwei2",
    }
    assert not Deputy.objects.get(name="阿依古丽·买买提").user.has_usable_password()


def test_second_printing_is_for_those_without_a_card(at_office, term, deputy):
    at_office.post(reverse(MANY), {"whose": "all"})
    first = set(LoginCard.objects.usable().values_list("pk", flat=True))
    MandateFactory(term=term, deputy=DeputyFactory(name="新来的"))
    at_office.post(reverse(MANY), {"whose": "without"})
    kept = set(LoginCard.objects.usable().values_list("pk", flat=True))
    assert first < kept
    assert len(kept) == len(first) + 1
    at_office.post(reverse(MANY), {"whose": "all"})
    assert not kept & set(LoginCard.objects.usable().values_list("pk", flat=True))


def test_link_is_shown_once_and_leads_in(at_office, deputy, client):
    html = at_office.post(_one(deputy.deputy), {"do": "link"}).content.decode()
    link = html.split('id="shown-value">')[1].split("<")[0]
    assert link.startswith("http://testserver/card/")
    assert link not in at_office.get(_one(deputy.deputy)).content.decode()
    assert at_office.get(link).status_code == 200


def test_card_is_taken_back_on_its_page(at_office, deputy):
    at_office.post(_one(deputy.deputy), {"do": "print"})
    assert LoginCard.objects.usable().count() == 1
    at_office.post(_one(deputy.deputy), {"do": "revoke"})
    assert not LoginCard.objects.usable().exists()


@pytest.mark.parametrize("verb", ["", "nonsense", "pin", "revoke"])
def test_what_can_not_be_done_is_said_in_words(at_office, term, verb):
    nobody = MandateFactory(term=term, deputy=DeputyFactory(name="没有账号")).deputy
    response = at_office.post(_one(nobody), {"do": verb}, follow=True)
    assert response.status_code == 200
    assert "请" in str(next(iter(response.context["messages"])))


def test_nobody_in_office_leads_to_the_roster(at_office, term):
    assert "请先导入代表名册" in at_office.get(reverse(MANY)).content.decode()


def test_eight_cards_stand_on_a_page_and_their_codes_are_drawn(town):
    cards = [
        Card(f"代表{n}", "新洲代表小组", f"https://rd.test/card/{n:016}/", "kx7p-2mdf-9qrs-3tvw")
        for n in range(9)
    ]
    pdf = cards_pdf(cards, typed_at="https://rd.test/card/")
    with pdfplumber.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 2
        first, second = document.pages
        assert first.extract_text().count("代表履职卡") == 8
        assert second.extract_text().count("代表履职卡") == 1
        assert len(first.curves) + len(first.rects) + len(first.lines) > 10
    assert qr_code(cards[0].url) != qr_code(cards[1].url)
