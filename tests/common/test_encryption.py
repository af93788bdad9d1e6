"""Encrypted columns: unreadable in the database, plain in Python, absent from history."""

import pytest
from django.core.exceptions import FieldError
from django.db import connection

from deputies.models import Deputy
from tests.factories import DeputyFactory


def _stored_phone(pk: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM deputies_deputy WHERE id = %s", [pk])
        return cursor.fetchone()[0]


def test_phone_is_unreadable_in_the_database_and_plain_in_python(db):
    deputy = DeputyFactory(phone="13800000001")
    assert "13800000001" not in _stored_phone(deputy.pk)
    assert Deputy.objects.get(pk=deputy.pk).phone == "13800000001"


def test_list_opens_no_phone(db, monkeypatch):
    DeputyFactory(phone="13800000001")
    monkeypatch.setattr("congress.common.encryption.decrypt", lambda _: pytest.fail("opened"))
    deputy = Deputy.objects.get()
    deputy.post = "农民"
    deputy.save()
    assert str(Deputy.objects.get()) == deputy.name


def test_unopened_phone_is_stored_again_as_it_was(db):
    pk = DeputyFactory(phone="13800000001").pk
    before = _stored_phone(pk)
    Deputy.objects.get(pk=pk).save()
    assert _stored_phone(pk) == before
    assert Deputy.objects.get(pk=pk).phone == "13800000001"


def test_same_phone_is_stored_differently_each_time(db):
    one, two = DeputyFactory(phone="13800000001"), DeputyFactory(phone="13800000001")
    assert _stored_phone(one.pk) != _stored_phone(two.pk)


def test_encrypted_column_refuses_to_be_searched(db):
    with pytest.raises(FieldError):
        Deputy.objects.filter(phone__contains="138").exists()


def test_history_records_that_the_phone_changed_but_not_what_it_was(db):
    deputy = DeputyFactory(phone="13800000001")
    deputy = Deputy.objects.get(pk=deputy.pk)
    deputy.phone = "13900000002"
    deputy.save()
    entry = deputy.history.first()
    assert entry.sensitive_changed == "phone"
    assert not hasattr(entry, "phone")


def test_history_does_not_claim_a_change_of_what_was_not_touched(db):
    deputy = DeputyFactory(phone="13800000001")
    deputy = Deputy.objects.get(pk=deputy.pk)
    deputy.post = "农民"
    deputy.save()
    assert deputy.history.first().sensitive_changed == ""
