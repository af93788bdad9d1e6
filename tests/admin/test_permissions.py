"""Who opens what in the back office: every role, every list, and the door."""

import pytest
from django.urls import reverse

from congress.common.roles import Role
from congress.township.models import RoleAssignment, TownSettings
from tests.admin.pages import address, labels, registered
from tests.conftest import give_role
from tests.factories import UserFactory

STAFF = ("office", "chair")
OUTSIDE = ("member", "deputy", "unit")
# Lists that not everybody of the back office reads.
READERS = {
    "accounts.User": ("office", "auditor", "sysadmin"),
    "township.RoleAssignment": ("office", "auditor", "sysadmin"),
    "common.SecurityEvent": ("auditor", "sysadmin"),
    "township.Organ": ("office", "chair", "auditor", "sysadmin"),
}
DEFAULT_READERS = ("office", "chair", "auditor")


@pytest.fixture
def people(filled):
    filled.sysadmin = give_role(UserFactory(username="sysadmin"), Role.SYSADMIN)
    return filled


@pytest.mark.parametrize("label", labels())
def test_admin_list_opens_for_its_readers_only(people, client, label):
    model = next(model for model in registered() if model._meta.label == label)
    readers = set()
    for name in (*STAFF, "auditor", "sysadmin"):
        client.force_login(getattr(people, name))
        if client.get(address(model, "changelist")).status_code in (200, 302):
            readers.add(name)
    assert readers == set(READERS.get(label, DEFAULT_READERS))


# An import's page is one of its own (tests/imports).
@pytest.mark.parametrize("label", [label for label in labels() if label != "common.ImportRun"])
def test_auditor_reads_and_never_writes(people, client, label):
    model = next(model for model in registered() if model._meta.label == label)
    client.force_login(people.auditor)
    record = model._default_manager.first()
    assert client.post(address(model, "change", record.pk), {}).status_code == 403
    assert client.get(address(model, "delete", record.pk)).status_code == 403
    assert client.get(address(model, "add")).status_code == 403


@pytest.mark.parametrize("name", OUTSIDE)
def test_back_office_stays_shut_for_others(people, client, name):
    client.force_login(getattr(people, name))
    response = client.get(reverse("admin:index"), follow=True)
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


def test_side_bar_lists_only_what_opens(people, client):
    client.force_login(people.sysadmin)
    html = client.get(reverse("admin:index")).content.decode()
    assert "安全记录" in html
    assert "代表名册" not in html


def test_office_can_not_give_itself_a_role(office, client):
    client.force_login(office)
    response = client.post(
        reverse("admin:township_roleassignment_add"),
        {"user": office.pk, "role": Role.SYSADMIN, "starts_on": "", "ends_on": ""},
    )
    assert "不能给自己授予或更改角色" in response.content.decode()
    assert list(RoleAssignment.objects.values_list("role", flat=True)) == [Role.OFFICE]


def test_office_can_not_stretch_its_own_role(office, client):
    client.force_login(office)
    own = RoleAssignment.objects.get(user=office)
    page = reverse("admin:township_roleassignment_change", args=[own.pk])
    assert client.post(page, {"role": Role.SYSADMIN}).status_code == 403
    inline = {
        "username": "office",
        "is_active": "on",
        "role_assignments-TOTAL_FORMS": "1",
        "role_assignments-INITIAL_FORMS": "0",
        "role_assignments-0-role": Role.SYSADMIN,
    }
    client.post(reverse("admin:accounts_user_change", args=[office.pk]), inline)
    assert list(RoleAssignment.objects.values_list("role", flat=True)) == [Role.OFFICE]


def test_settings_of_the_town_can_not_be_made_twice(office, client):
    client.force_login(office)
    TownSettings.objects.create()
    response = client.get(reverse("admin:township_townsettings_changelist"))
    only = TownSettings.objects.get()
    assert response.url == reverse("admin:township_townsettings_change", args=[only.pk])
    assert client.get(reverse("admin:township_townsettings_add")).status_code == 403
