"""One entry of 操作留痕 in full: before and after by column, in words, secrets never."""

import pytest
from django.urls import reverse

from congress.accounts.models import User
from congress.common.history import recorded_as, sign
from congress.common.models import SecurityEventKind
from congress.common.roles import Role
from congress.common.security import record_event
from congress.township.models import Village, VillageKind
from deputies.enums import SuspensionCause
from deputies.models import Deputy, MandateSuspension
from tests.conftest import give_role
from tests.factories import (
    DeputyFactory,
    GroupFactory,
    MandateFactory,
    UserFactory,
    VillageFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def read(client, auditor):
    """The page of a history row, as the auditor reads it."""
    client.force_login(auditor)

    def page(row):
        kind = row.instance_type._meta.label_lower
        return client.get(reverse("admin:audit_entry", args=[kind, row.pk])).content.decode()

    return page


def test_change_shows_before_and_after_in_words(read, office):
    before, after = VillageFactory(name="新洲村"), VillageFactory(name="东岭村")
    person = Deputy.objects.get(pk=DeputyFactory(name="何秋萍", village=before, sex="1").pk)
    with recorded_as(office, "10.20.30.40"):
        sign(person, office, "本人申请")
        person.village, person.sex = after, "2"
        person.save()
    html = read(person.history.first())
    for shown in ("修改代表：何秋萍", "文书小秦（登录名office）", "10.20.30.40", "本人申请"):
        assert shown in html
    for label, was, now in (("所在村（社区）", "新洲村", "东岭村"), ("性别", "男", "女")):
        row = f'{label}</th><td data-label="改前">{was}</td><td data-label="改后">{now}</td>'
        assert row in html
    assert "民族" not in html


def test_secret_column_is_never_shown(read):
    person = Deputy.objects.get(pk=DeputyFactory(phone="13800000001").pk)
    person.phone = "13812345678"
    person.save()
    html = read(person.history.first())
    assert "联系电话</th>" in html
    assert "已修改（保密栏目，不显示内容）" in html
    first = read(person.history.last())
    assert "有内容（保密栏目，不显示内容）" in first
    for page in (html, first):
        assert "13812345678" not in page
        assert "13800000001" not in page


def test_password_is_never_shown(read, office):
    account = UserFactory(username="zhang")
    account.set_password("a-new-password-1")
    account.display_name = "张伟"
    account.save()
    html = read(account.history.first())
    assert "张伟" in html
    assert User.objects.get(pk=account.pk).password not in html
    assert "密码" not in html.replace("修改密码", "").replace("登录后须改密码", "")


def test_links_are_named(read, term):
    group = GroupFactory(term=term)
    group.villages.set([VillageFactory(name="甲村"), VillageFactory(name="乙村")])
    group.villages.remove(group.villages.get(name="甲村"))
    html = read(group.history.first())
    assert '<td data-label="改前">甲村、乙村</td><td data-label="改后">乙村</td>' in html


def test_one_namesake_in_place_of_another_is_a_change(read):
    first, second = DeputyFactory(name="张伟"), DeputyFactory(name="张伟")
    mandate = MandateFactory(deputy=first)
    mandate.deputy = second
    mandate.save()
    html = read(mandate.history.first())
    assert f"张伟（{first.pk}）</td>" in html
    assert f"张伟（{second.pk}）</td>" in html


def test_new_and_deleted_records_show_what_they_held(read):
    village = VillageFactory(name="录错村", kind=VillageKind.COMMUNITY)
    key = village.pk
    village.delete()
    deleted, created = Village.history.filter(id=key)
    assert "录入的内容" in read(created)
    html = read(deleted)
    assert "删除村（社区）：录错村" in html
    assert "删除前的内容" in html
    assert "<dd>社区</dd>" in html
    assert reverse("admin:township_village_change", args=[key]) not in html
    assert reverse("admin:township_village_history", args=[key]) in html


def test_save_without_a_change_says_so(read):
    village = VillageFactory()
    village.save()
    assert "保存了一次，内容没有变动。" in read(village.history.first())


def test_first_entry_that_is_left_has_nothing_to_compare_with(read):
    village = VillageFactory()
    village.order = 7
    village.save()
    village.history.last().delete()
    assert "没有更早的记录可以比较" in read(village.history.first())


def test_record_and_its_own_history_are_a_click_away(read):
    village = VillageFactory()
    html = read(village.history.first())
    for page in ("change", "history"):
        assert reverse(f"admin:township_village_{page}", args=[village.pk]) in html


def test_part_of_a_record_leads_to_the_record(read):
    mandate = MandateFactory()
    part = MandateSuspension.objects.create(
        mandate=mandate, cause=SuspensionCause.IN_CUSTODY, starts_on="2026-05"
    )
    html = read(part.history.first())
    assert reverse("admin:deputies_mandate_change", args=[mandate.pk]) in html
    assert "打开它所属的代表资格" in html


def test_system_administrator_sees_that_it_changed_but_no_content(client, town):
    """He runs the accounts and doesn't read the congress's records; accounts he does."""
    client.force_login(give_role(UserFactory(username="sysadmin"), Role.SYSADMIN))
    person = Deputy.objects.get(pk=DeputyFactory(remark="旧的备注").pk)
    person.remark = "新的备注"
    person.save()
    address = reverse("admin:audit_entry", args=["deputies.deputy", person.history.first().pk])
    html = client.get(address).content.decode()
    assert "您没有查看这种记录的权限，这里不显示内容。改过的栏目：备注（不公开）。" in html
    assert "新的备注" not in html
    assert "旧的备注" not in html
    account = UserFactory(username="zhang", display_name="张伟")
    address = reverse("admin:audit_entry", args=["accounts.user", account.history.first().pk])
    assert "张伟" in client.get(address).content.decode()


def test_event_is_shown_in_full(client, auditor, office):
    client.force_login(auditor)
    event = record_event(
        SecurityEventKind.SENSITIVE_VIEW,
        user=office,
        subject="代表张伟",
        detail="联系电话，通知会议",
    )
    html = client.get(reverse("admin:audit_entry", args=["event", event.pk])).content.decode()
    for shown in ("查看保密栏目", "代表张伟", "联系电话，通知会议", "文书小秦（登录名office）"):
        assert shown in html


@pytest.mark.parametrize("place", [("event", 10**9), ("no.model", 1), ("township.village", 10**9)])
def test_entry_that_is_none_is_not_found(client, auditor, place):
    client.force_login(auditor)
    assert client.get(reverse("admin:audit_entry", args=place)).status_code == 404
