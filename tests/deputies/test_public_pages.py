"""Public pages: deputies in office in the order asked for, and nothing private."""

import pytest
from django.urls import reverse

from congress.common.partial_dates import PartialDate
from congress.township.models import TownSettings
from tests.factories import (
    DeputyFactory,
    GroupFactory,
    MandateFactory,
    PostFactory,
    VillageFactory,
)

PRIVATE = {"phone": "13812345678", "address": "江堤路8号", "id_number": "11010519491231002X"}


@pytest.fixture
def published(term):
    TownSettings.objects.create(publishes_deputies=True)
    return term


def _names(client, **query) -> list[str]:
    response = client.get(reverse("deputies:index"), query)
    assert response.status_code == 200
    return [e.deputy.name for h in response.context["headings"] for e in h.entries]


def test_directory_shows_nobody_until_the_town_publishes(client, term):
    deputy = MandateFactory(term=term).deputy
    assert _names(client) == []
    assert client.get(reverse("deputies:deputy", args=[deputy.public_id])).status_code == 404
    assert deputy.name not in client.get(reverse("home")).content.decode()


def test_directory_shows_those_in_office_only(client, published):
    MandateFactory(term=published, deputy=DeputyFactory(name="王勇"))
    MandateFactory(
        term=published,
        deputy=DeputyFactory(name="许根海"),
        ends_on=PartialDate(2026, 5),
        end_cause="moved_away",
    )
    assert _names(client) == ["王勇"]


@pytest.mark.parametrize(
    ("padded", "order"), [(False, ["丁一", "田大利", "田富"]), (True, ["丁一", "田富", "田大利"])]
)
def test_stroke_order_follows_the_setting_of_the_town(client, published, padded, order):
    TownSettings.objects.update(pads_two_character_names=padded)
    for name in ["田富", "田大利", "丁一"]:
        MandateFactory(term=published, deputy=DeputyFactory(name=name))
    assert _names(client, by="stroke") == order


def test_manual_key_moves_a_name(client, published):
    for name, key in [("王勇", ""), ("龚海", "丁一")]:
        person = DeputyFactory(name=name, manual_sort_key=key)
        MandateFactory(term=published, deputy=person)
    assert _names(client, by="stroke") == ["龚海", "王勇"]


def test_pinyin_order_reads_surnames_right(client, published):
    for name in ["曾芳", "白强贵", "赵喆"]:
        MandateFactory(term=published, deputy=DeputyFactory(name=name))
    assert _names(client, by="pinyin") == ["白强贵", "曾芳", "赵喆"]


def test_directory_by_village_and_group_keeps_their_order(client, published):
    second, first = VillageFactory(name="沙湖村", order=2), VillageFactory(name="新洲村", order=1)
    group = GroupFactory(term=published, name="新洲代表小组")
    for name, village in [("王勇", second), ("丁一", None), ("龚海", first)]:
        person = DeputyFactory(name=name, village=village)
        MandateFactory(term=published, deputy=person, group=group if village else None)
    assert _names(client, by="village") == ["龚海", "王勇", "丁一"]
    assert _names(client, by="group") == ["王勇", "龚海", "丁一"]


@pytest.mark.parametrize("text", ["张", "zhangwei", "zw", "Zhang Wei", "伟"])
def test_search_finds_by_name_pinyin_and_initials(client, published, text):
    for name in ["张伟", "王勇"]:
        MandateFactory(term=published, deputy=DeputyFactory(name=name))
    assert _names(client, q=text) == ["张伟"]


@pytest.mark.parametrize("text", ["'; DROP TABLE", "%", "<script>", "😀" * 400])
def test_search_survives_anything(client, published, text):
    MandateFactory(term=published, deputy=DeputyFactory(name="张伟"))
    response = client.get(reverse("deputies:index"), {"q": text})
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().split("<main")[1].split("</main>")[0]


def test_nothing_private_stands_on_any_public_page(client, published):
    person = DeputyFactory(name="王勇", born_on=PartialDate(1983, 5, 4), remark="内部", **PRIVATE)
    MandateFactory(term=published, deputy=person)
    PostFactory(term=published, deputy=person, role="chair")
    for address in [
        reverse("home"),
        reverse("deputies:index"),
        reverse("deputies:deputy", args=[person.public_id]),
        reverse("presidium"),
    ]:
        html = client.get(address).content.decode()
        for secret in [*PRIVATE.values(), "138****5678", "内部", "1983年5月", "1983-05"]:
            assert secret not in html, (address, secret)


def test_deputy_page_shows_the_birth_year_and_hides_party_by_default(client, published):
    person = DeputyFactory(name="王勇", born_on=PartialDate(1983, 5, 4), political_status="01")
    MandateFactory(term=published, deputy=person)
    html = client.get(reverse("deputies:deputy", args=[person.public_id])).content.decode()
    assert "1983年" in html
    assert "中共党员" not in html
    TownSettings.objects.update(publishes_political_status=True)
    html = client.get(reverse("deputies:deputy", args=[person.public_id])).content.decode()
    assert "中共党员" in html


def test_addresses_do_not_count(client, published):
    person = MandateFactory(term=published).deputy
    assert client.get(f"/deputies/{person.pk}/").status_code == 404


def test_presidium_is_listed_by_post(client, published):
    for name, role in [("王勇", "member"), ("程远", "chair"), ("丁一", "member")]:
        person = DeputyFactory(name=name)
        MandateFactory(term=published, deputy=person)
        PostFactory(term=published, deputy=person, role=role)
    shown = client.get(reverse("presidium")).context["posts"]
    assert [(label, [p.name for p in people]) for label, people in shown] == [
        ("主席", ["程远"]),
        ("主席团成员", ["丁一", "王勇"]),
    ]


def _fill(term, number: int) -> None:
    for _ in range(number):
        person = DeputyFactory(village=VillageFactory())
        MandateFactory(term=term, deputy=person, group=GroupFactory(term=term, leader=person))
        PostFactory(term=term, deputy=person)


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/", 16), ("/deputies/", 10), ("/deputies/?by=village", 10), ("/presidium/", 10)],
)
@pytest.mark.parametrize("number", [1, 30])
def test_public_pages_take_a_constant_number_of_queries(
    client, published, address, queries, number, django_assert_num_queries
):
    _fill(published, number)
    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200
