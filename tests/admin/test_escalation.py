"""Nobody gets by a detour what nobody may give himself."""

import pytest
from django.urls import reverse

from congress.common.roles import Role
from congress.township.models import RoleAssignment
from deputies.models import Deputy
from tests.conftest import give_role
from tests.factories import UserFactory

GUARDIANS = [Role.SYSADMIN, Role.AUDITOR]


@pytest.fixture
def second(town):
    return UserFactory(username="second")


def add_role(client, user, role):
    form = {"user": user.pk, "role": role, "organ": "", "starts_on": "", "ends_on": ""}
    return client.post(reverse("admin:township_roleassignment_add"), form)


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


@pytest.mark.parametrize("role", GUARDIANS)
def test_office_makes_no_guardian_of_a_second_account(office, second, client, role):
    client.force_login(office)
    shown = add_role(client, second, role).content.decode()
    assert f"“{role.label}”的角色由系统管理员授予和更改。" in shown
    assert not second.role_assignments.exists()
    assert add_role(client, second, Role.PARTY).status_code == 302


def test_office_makes_no_guardian_on_the_page_of_the_account(office, second, client):
    client.force_login(office)
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "0-role": Role.SYSADMIN, "0-user": second.pk}
    form = {"username": "second", "is_active": "on"}
    form |= {f"role_assignments-{name}": value for name, value in rows.items()}
    page = reverse("admin:accounts_user_change", args=[second.pk])
    shown = client.post(page, form).content.decode()
    assert "的角色由系统管理员授予和更改" in shown
    assert not second.role_assignments.exists()
    client.post(page, form | {"role_assignments-0-role": Role.PARTY})
    assert second.role_assignments.get().role == Role.PARTY


@pytest.mark.parametrize("role", GUARDIANS)
def test_sysadmin_names_guardians(second, client, role):
    client.force_login(give_role(UserFactory(username="sysadmin"), Role.SYSADMIN))
    assert add_role(client, second, role).status_code == 302
    assert second.role_assignments.get().role == role


def test_role_that_is_still_to_begin_is_not_taken_by_the_office(office, second, client):
    role = RoleAssignment.objects.create(user=second, role=Role.AUDITOR, starts_on="2099-01-01")
    client.force_login(office)
    assert (
        client.post(
            reverse("admin:township_roleassignment_delete", args=[role.pk]), {"post": "yes"}
        ).status_code
        == 403
    )
    form = {"user": second.pk, "role": Role.PARTY, "seen_version": ""}
    client.post(reverse("admin:township_roleassignment_change", args=[role.pk]), form)
    role.refresh_from_db()
    assert role.role == Role.AUDITOR


def test_own_account_is_not_made_the_chairs(chair, office, client):
    person = chair.deputy
    client.force_login(office)
    page = reverse("admin:deputies_deputy_change", args=[person.pk])
    form = client.get(page).context["adminform"].form
    sent = {name: "" if value is None else value for name, value in form.initial.items()}
    sent |= {"user": office.pk, "seen_version": person.version, "remark": "改"}
    sent |= {
        f"{name}-{count}": 0
        for name in ("mandates", "presidium_posts")
        for count in ("TOTAL_FORMS", "INITIAL_FORMS")
    }
    shown = client.post(page, sent).content.decode()
    assert "不能把自己的账号定为代表的账号" in shown
    assert Deputy.objects.get(pk=person.pk).user == chair
