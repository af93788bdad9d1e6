"""Bulk writes leave the same history as single ones; versions stop lost updates."""

import pytest

from congress.common.exceptions import StaleRecord
from congress.common.history import (
    bulk_create_recorded,
    bulk_delete_recorded,
    bulk_update_recorded,
)
from congress.township.models import Village
from deputies.models import Deputy
from tests.factories import DeputyFactory, VillageFactory


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
