"""Bulk writes leave the same history as single ones; versions stop lost updates."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from congress.common.exceptions import StaleRecord
from congress.common.history import (
    bulk_create_recorded,
    bulk_delete_recorded,
    bulk_update_recorded,
    recorded_as,
)
from congress.township.models import Village
from deputies.models import Deputy, DeputyGroup, Mandate
from tests.factories import DeputyFactory, GroupFactory, VillageFactory
from tests.imports.conftest import roster, whole_roster  # noqa: F401


def test_bulk_create_leaves_one_entry_a_row_by_the_actor(office):
    rows = [Village(name=f"村{n}") for n in range(100)]
    bulk_create_recorded(Village, rows, actor=office, reason="导入")
    entries = Village.history.filter(history_type="+", history_user=office)
    assert entries.count() == 100
    assert set(entries.values_list("history_change_reason", flat=True)) == {"导入"}


def test_bulk_update_records_changed_sensitive_columns_by_name(office):
    pk = DeputyFactory(phone="13800000001").pk
    deputy = Deputy.objects.get(pk=pk)
    deputy.phone = "13800000002"
    bulk_update_recorded(Deputy, [deputy], ["phone"], actor=office)
    assert deputy.history.first().sensitive_changed == "phone"


def test_bulk_delete_leaves_entries(office):
    village = VillageFactory()
    pk = village.pk
    assert bulk_delete_recorded(Village, [village], actor=office) == 1
    assert Village.history.filter(id=pk, history_type="-", history_user=office).count() == 1


def test_second_editor_is_refused(db):
    pk = VillageFactory(name="新洲村").pk
    first, second = Village.objects.get(pk=pk), Village.objects.get(pk=pk)
    first.name = "新洲村一组"
    first.save_version()
    second.name = "新洲村二组"
    with pytest.raises(StaleRecord):
        second.save_version()
    assert Village.objects.get(pk=pk).name == "新洲村一组"


def _kept_villages(entry):
    return {link.village.name for link in entry.villages.select_related("village")}


def test_links_made_by_hand_are_kept(term):
    group = GroupFactory(term=term)
    group.villages.set([VillageFactory(name="甲村"), VillageFactory(name="乙村")])
    group.villages.remove(group.villages.get(name="甲村"))
    newest, before, *_ = group.history.all()
    assert (_kept_villages(newest), _kept_villages(before)) == ({"乙村"}, {"甲村", "乙村"})


def test_bulk_write_keeps_the_links_beside_its_entry(term, office):
    """Or the next edit would seem to have made them all."""
    groups = [GroupFactory(term=term, name=f"第{n}小组") for n in (1, 2)]
    for group in groups:
        group.villages.add(VillageFactory(name=f"{group.name}的村"))
        group.order = 5
    bulk_update_recorded(DeputyGroup, groups, ["order"], actor=office)
    assert [_kept_villages(group.history.first()) for group in groups] == [
        {"第1小组的村"},
        {"第2小组的村"},
    ]


def test_import_keeps_links_with_the_entry_that_creates(whole_roster):  # noqa: F811
    group = DeputyGroup.objects.get(name="新洲代表小组")
    created = group.history.get()
    assert created.history_type == "+"
    assert _kept_villages(created) == set(group.villages.values_list("name", flat=True)) != set()


def test_last_login_alone_is_no_news(office, client):
    before = office.history.count()
    client.force_login(office)
    assert office.history.count() == before
    office.display_name = "秦文书"
    office.save()
    assert office.history.count() == before + 1


def test_hundred_rows_of_a_roster_leave_a_hundred_entries(office, term, client):
    """By the person who imported them, from where he sat, with the reason."""
    rows = [[f"张{chr(0x4E00 + n)}{chr(0x5000 + n)}", "女", "1980.05", None] for n in range(100)]
    client.force_login(office)
    file = SimpleUploadedFile("名册.xlsx", roster(*rows))
    answer = client.post(
        reverse("admin:imports_upload", args=["roster"]),
        {"file": file, "term": term.ordinal},
        REMOTE_ADDR="10.20.30.40",
    )
    run = answer.url
    seen = client.get(run).context
    client.post(
        run,
        {
            "action": "confirm",
            "fingerprint": seen["plan"].fingerprint,
            "header_row": seen["header_row"],
            "term": term.ordinal,
        },
        REMOTE_ADDR="10.20.30.40",
    )
    for model in (Deputy, Mandate):
        entries = model.history.values_list(
            "history_type", "history_user", "history_ip", "history_change_reason"
        )
        assert list(entries) == [("+", office.pk, "10.20.30.40", "导入代表名册")] * 100
        assert model.objects.count() == 100


def test_what_a_job_does_is_recorded_under_who_started_it_and_where(office):
    with recorded_as(office, "10.20.30.40"):
        village = VillageFactory()
    entry = village.history.get()
    assert (entry.history_user, entry.history_ip) == (office, "10.20.30.40")
