"""The office hands out duty cards: for all, for one, as a link."""

import io

import pdfplumber
import pytest
from django.urls import reverse

from congress.accounts.models import LoginCard, User
from deputies.models import Deputy
from tests.factories import DeputyFactory, GroupFactory, MandateFactory

MANY = "admin:deputies_deputy_cards_page"


@pytest.fixture
def at_office(office, client):
    client.force_login(office)
    return client


@pytest.fixture
def nobody(term) -> Deputy:
    return MandateFactory(term=term, deputy=DeputyFactory(name="没有账号")).deputy


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


def test_link_is_shown_once_and_leads_in(at_office, nobody, client):
    html = at_office.post(_one(nobody), {"do": "link"}).content.decode()
    link = html.split('id="shown-value">')[1].split("<")[0]
    assert link.startswith("http://testserver/card/")
    assert link not in at_office.get(_one(nobody), follow=True).content.decode()
    assert client.get(link).status_code == 200


def test_printing_twice_leaves_the_first_cards_good(at_office, term, deputy):
    seen = at_office.get(reverse(MANY)).context["seen"]
    assert at_office.post(reverse(MANY), {"whose": "all", "seen": seen}).status_code == 200
    first = set(LoginCard.objects.usable().values_list("pk", flat=True))
    again = at_office.post(reverse(MANY), {"whose": "all", "seen": seen})
    assert "卡已经发过了" in again.content.decode()
    assert set(LoginCard.objects.usable().values_list("pk", flat=True)) == first
    sure = {"whose": "all", "seen": again.context["seen"]}
    assert at_office.post(reverse(MANY), sure)["Content-Type"] == "application/pdf"


def test_first_card_of_somebody_makes_his_account_once(at_office, nobody):
    page = at_office.post(_one(nobody), {"do": "print"})
    assert "新洲代表小组" not in _text(page.content)
    nobody.refresh_from_db()
    leads = at_office.get(_one(nobody))
    assert leads.url == reverse("admin:accounts_user_logins_page", args=[nobody.user.pk])


def test_card_of_a_deputy_names_his_group(at_office, deputy):
    group = GroupFactory(name="新洲代表小组", leader=deputy.deputy)
    deputy.deputy.mandates.update(group=group)
    type(deputy).objects.filter(pk=deputy.pk).update(display_name="旧的名字")
    text = _text(at_office.post(reverse(MANY), {"whose": "all"}).content)
    assert "新洲代表小组" in text
    assert "人大代表履职卡" in text
    assert "何秋萍" in text


def test_who_may_have_no_card_gets_no_account_either(at_office, town):
    former = DeputyFactory(name="早已卸任")
    answer = at_office.post(_one(former), {"do": "print"}, follow=True)
    assert "没有发卡" in answer.content.decode()
    assert not User.objects.filter(display_name="早已卸任").exists()


@pytest.mark.parametrize("verb", ["", "nonsense", "pin", "revoke"])
def test_what_can_not_be_done_is_said_in_words(at_office, nobody, verb):
    response = at_office.post(_one(nobody), {"do": verb}, follow=True)
    assert response.status_code == 200
    assert "请" in str(next(iter(response.context["messages"])))


def test_nobody_in_office_leads_to_the_roster(at_office, term):
    assert "请先导入代表名册" in at_office.get(reverse(MANY)).content.decode()
