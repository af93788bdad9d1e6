"""As the serving role, the database itself refuses to change history."""

import psycopg2
import pytest
from django.db import connection, transaction

from congress.common.grants import append_only_tables, grant_to_serving_role
from tests.factories import VillageFactory


@pytest.fixture
def serving_role(db, settings) -> str:
    """The embedded database's role, or one made for this test; gone with the transaction."""
    name = "portal_app"
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f'CREATE ROLE "{name}"')
    settings.SERVING_ROLE = name
    grant_to_serving_role()
    return name


def _as(role: str, statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{role}"')
        cursor.execute(statement)
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize(
    "verb", ["UPDATE {} SET history_type = '~'", "DELETE FROM {}", "TRUNCATE {}"]
)
def test_serving_role_can_not_change_history(serving_role, verb):
    VillageFactory()
    with pytest.raises(Exception) as caught:
        _as(serving_role, verb.format("township_historicalvillage"))
    assert isinstance(caught.value.__cause__, psycopg2.errors.InsufficientPrivilege)


def test_serving_role_may_work_on_records_and_add_history(serving_role):
    _as(serving_role, "UPDATE township_village SET name = name")
    _as(serving_role, "SELECT count(*) FROM township_historicalvillage")


def test_every_recorded_model_is_append_only():
    tables = append_only_tables()
    assert "deputies_historicaldeputy" in tables
    assert "common_securityevent" in tables
