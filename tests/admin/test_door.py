"""The door of the back office, and what stands where it stays shut.

Who opens which page is in the table of permissions (tests/permissions).
"""

import pytest
from django.urls import reverse

from congress.common.roles import Role
from congress.township.models import TownSettings
from tests.conftest import give_role
from tests.factories import UserFactory

OUTSIDE = ("member", "deputy", "unit")


@pytest.mark.parametrize("name", OUTSIDE)
def test_back_office_stays_shut_for_others(cast, client, name):
    client.force_login(getattr(cast, name))
    response = client.get(reverse("admin:index"))
    assert response.status_code == 403
    assert "您的账号没有这一项的权限" in response.content.decode()


def test_visitor_is_sent_to_the_one_login(town, client):
    response = client.get("/admin/deputies/deputy/", follow=True)
    assert response.redirect_chain[-1][0] == "/login/?next=%2Fadmin%2Fdeputies%2Fdeputy%2F"
    assert response.status_code == 200


def test_unknown_admin_address_gives_the_portals_404(office, client):
    client.force_login(office)
    response = client.get("/admin/nirgends/")
    assert response.status_code == 404
    assert "没有这一页" in response.content.decode()


def test_side_bar_lists_only_what_opens(town, client):
    client.force_login(give_role(UserFactory(username="sysadmin"), Role.SYSADMIN))
    html = client.get(reverse("admin:index")).content.decode()
    assert "安全记录" in html
    assert "代表名册" not in html


def test_settings_of_the_town_can_not_be_made_twice(office, client):
    client.force_login(office)
    TownSettings.objects.create()
    response = client.get(reverse("admin:township_townsettings_changelist"))
    only = TownSettings.objects.get()
    assert response.url == reverse("admin:township_townsettings_change", args=[only.pk])
    assert client.get(reverse("admin:township_townsettings_add")).status_code == 403
