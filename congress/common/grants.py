"""What the serving database role may do: everything with records, nothing to history but add.

Runs after every migration, as the owner. With one role for both (DATABASE_OWNER_URL unset) there
is nothing to grant, and history is protected by the portal alone.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections

from congress.common.models import AppendOnlyModel


def append_only_tables() -> list[str]:
    """Tables whose rows are never changed or deleted by the serving role."""
    models: list[Any] = list(apps.get_models(include_auto_created=True))
    kept = [m for m in models if "historical" in m._meta.db_table or issubclass(m, AppendOnlyModel)]
    return sorted({m._meta.db_table for m in kept})


def grant_to_serving_role(using: str = "default", **_: Any) -> None:
    """Let the serving role work on the tables, and only add to history."""
    app_role = settings.SERVING_ROLE
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        if not app_role or cursor.fetchone()[0] == app_role:
            return
        quoted = connection.ops.quote_name(app_role)
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {quoted}")
        cursor.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {quoted}"
        )
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {quoted}")
        existing = set(connection.introspection.table_names(cursor))
        for table in append_only_tables():
            if table in existing:
                name = connection.ops.quote_name(table)
                cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {name} FROM {quoted}")
