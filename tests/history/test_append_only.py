"""As the serving role, the database refuses to change any history: every table, tried for real."""

import psycopg2
import pytest
from django.apps import apps
from django.db import connection, transaction

from congress.common.grants import grant_to_serving_role
from congress.common.models import AppendOnlyModel
from tests.common.test_grants import serving_role  # noqa: F401

VERBS = {
    "update": 'UPDATE "{table}" SET "{column}" = "{column}"',
    "delete": 'DELETE FROM "{table}"',
    "truncate": 'TRUNCATE "{table}"',
}


def append_only() -> list[type]:
    """Found by what they are, not by the list that the grants are made from."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model.__name__.startswith("Historical") or issubclass(model, AppendOnlyModel)
    ]


def test_tables_of_history_are_found():
    found = {model._meta.db_table for model in append_only()}
    recorded = [
        m for m in apps.get_models() if hasattr(m._meta, "simple_history_manager_attribute")
    ]
    links = {"deputies_historicaldeputygroup_villages", "common_securityevent"}
    assert (
        found >= {f"{m._meta.app_label}_historical{m._meta.model_name}" for m in recorded} | links
    )


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("model", append_only(), ids=lambda model: model._meta.label)
def test_serving_role_is_refused(serving_role, model, verb):  # noqa: F811
    statement = VERBS[verb].format(table=model._meta.db_table, column=model._meta.pk.column)
    with pytest.raises(Exception) as caught, transaction.atomic():
        _run_as(serving_role, statement)
    assert isinstance(caught.value.__cause__, psycopg2.errors.InsufficientPrivilege)


@pytest.mark.parametrize("model", append_only(), ids=lambda model: model._meta.label)
def test_serving_role_reads_and_may_add(serving_role, model):  # noqa: F811
    """What is refused above is refused for the verb, not for want of every right."""
    _run_as(serving_role, f'SELECT count(*) FROM "{model._meta.db_table}"')  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT has_table_privilege(%s, %s, 'INSERT')", [serving_role, model._meta.db_table]
        )
        assert cursor.fetchone() == (True,)


def test_granting_again_gives_nothing_back(serving_role):  # noqa: F811
    """After a later migration the grants are made anew."""
    grant_to_serving_role()
    with pytest.raises(Exception, match="permission denied"), transaction.atomic():
        _run_as(serving_role, "DELETE FROM common_securityevent")


def _run_as(role: str, statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'SET LOCAL ROLE "{role}"')
        cursor.execute(statement)
        cursor.execute("RESET ROLE")
