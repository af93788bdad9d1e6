"""The home page stands on an empty install, and says numbers as people say them."""

from decimal import Decimal

from django.urls import reverse

from congress.township.home import profile_figures
from congress.township.models import Township
from tests.factories import UserFactory


def test_home_of_an_empty_install_says_what_to_do_first(client, db):
    UserFactory()
    html = client.get(reverse("home")).content.decode()
    assert "还没有录入镇情" in html


def test_profile_figures_are_said_in_wan_and_marked_as_approximate():
    town = Township(
        name="江湾镇",
        area_km2=Decimal("164.50"),
        population=60000,
        farmland_mu=Decimal(66000),
        industrial_firms=30,
        approximate_figures="人口、工业企业",
    )
    assert profile_figures(town) == [
        ("面积（平方公里）", "164.5"),
        ("耕地（亩）", "6.6万"),
        ("人口（人）", "约6万"),
        ("工业企业（家）", "约30"),
    ]
