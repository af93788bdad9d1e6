"""The guided path of a new town, page by page."""

import pytest
from django.urls import reverse

from congress.township.models import (
    Area,
    CongressTerm,
    ElectoralDistrict,
    TownSettings,
    Township,
    Village,
    VillageKind,
)
from deputies.models import DeputyGroup
from tests.factories import TermFactory, TownshipFactory, UserFactory, VillageFactory

PAGES = ("setup_profile", "setup_term", "setup_places", "setup_groups")
PLACES, GROUPS = "admin:setup_places", "admin:setup_groups"


@pytest.fixture
def clerk(client, db):
    """Somebody who may do everything, in a town of which nothing is known."""
    client.force_login(UserFactory(username="first", is_superuser=True))
    return client


def _title(response) -> str:
    return response.context["title"]


def test_each_page_leads_to_the_next(clerk):
    response = clerk.post(
        reverse("admin:setup_profile"),
        {"name": "柳溪镇", "population": "60000", "contact_phone": "0712-3456789"},
        follow=True,
    )
    assert (Township.objects.get().name, TownSettings.load().contact_phone) == (
        "柳溪镇",
        "0712-3456789",
    )
    assert _title(response) == "建立本届"
    assert "按60000人测算，法定是85名" in response.content.decode()

    response = clerk.post(
        reverse("admin:setup_term"), {"ordinal": "19", "starts_on": "2022年1月"}, follow=True
    )
    assert CongressTerm.objects.get().full_name == "柳溪镇第十九届人民代表大会"
    assert _title(response) == "录入村和选区"

    lists = {
        "villages": "新洲片：新洲村、东岭村\n江湾社区",
        "districts": "第一选区 2 新洲村、东岭\n第二选区 3 江湾社区",
    }
    response = clerk.post(reverse(PLACES), lists, follow=True)
    assert "已建立村（社区）3个，选区2个。" in response.content.decode()
    village = Village.objects.get(name="江湾社区")
    assert (village.kind, village.area) == (VillageKind.COMMUNITY, None)
    assert Area.objects.get().village_set.count() == 2
    first = ElectoralDistrict.objects.get(number=1)
    assert (first.seats, {v.name for v in first.villages.all()}) == (2, {"新洲村", "东岭村"})
    assert _title(response) == "录入代表小组"

    response = clerk.post(reverse(GROUPS), {"groups": "新洲代表小组：新洲村"}, follow=True)
    assert [v.name for v in DeputyGroup.objects.get().villages.all()] == ["新洲村"]
    assert _title(response) == "导入代表名册"
    assert response.context["path_number"] == 5
    assert response.context["options_form"]["create_missing"].value()


def test_records_made_on_the_way_carry_who_made_them(clerk):
    TermFactory()
    clerk.post(reverse(PLACES), {"villages": "新洲村", "districts": ""})
    entry = Village.objects.get().history.get()
    assert entry.history_user.username == "first"


def test_lists_sent_twice_make_nothing_twice(clerk):
    TermFactory()
    lists = {"villages": "新洲村", "districts": "第一选区 2 新洲村"}
    clerk.post(reverse(PLACES), lists)
    response = clerk.post(reverse(PLACES), lists, follow=True)
    assert "没有新的要建立" in response.content.decode()
    assert (Village.objects.count(), ElectoralDistrict.objects.count()) == (1, 1)
    clerk.post(reverse(GROUPS), {"groups": "新洲代表小组"})
    clerk.post(reverse(GROUPS), {"groups": "新洲小组"})
    assert DeputyGroup.objects.count() == 1


def test_unknown_village_is_named_and_nothing_is_written(clerk):
    TermFactory()
    VillageFactory(name="新洲村")
    lists = {"villages": "东岭村", "districts": "第一选区 2 新洲村\n第二选区 1 西坡村"}
    response = clerk.post(reverse(PLACES), lists)
    assert response.context["form"].errors["districts"] == [
        "第2行：没有叫“西坡村”的村（社区）。请核对名称，或先把它写进村的名单。"
    ]
    assert "第二选区 1 西坡村" in response.content.decode()
    assert [village.name for village in Village.objects.all()] == ["新洲村"]
    assert not ElectoralDistrict.objects.exists()


def test_profile_may_be_corrected_and_a_term_is_not_made_twice(clerk):
    TownshipFactory(name="柳西镇", county="安平县")
    clerk.post(reverse("admin:setup_profile"), {"name": "柳溪镇"})
    assert Township.objects.get().name == "柳溪镇"
    term = TermFactory()
    response = clerk.get(reverse("admin:setup_term"))
    assert response.url == reverse("admin:township_congressterm_change", args=[term.pk])


@pytest.mark.parametrize("name", ["柳溪镇人民代表大会", "柳溪镇人大", " "])
def test_name_is_that_of_the_town(clerk, name):
    response = clerk.post(reverse("admin:setup_profile"), {"name": name})
    assert response.context["form"].errors["name"]
    assert not Township.objects.exists()


@pytest.mark.parametrize("page", [PLACES, GROUPS])
def test_lists_wait_for_the_term(clerk, page):
    response = clerk.get(reverse(page), follow=True)
    assert _title(response) == "建立本届"
    assert "请先建立本届" in response.content.decode()


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["auditor", "unit", "deputy"])
def test_path_is_the_offices(cast, client, name, who):
    client.force_login(getattr(cast, who))
    assert client.get(reverse(f"admin:{name}"), follow=True).status_code == 403
