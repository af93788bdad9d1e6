"""The database from an archive, in one transaction: its schema anew by the migrations, its rows.

Nothing of the old database is gone before the commit; a kill leaves it as it was.
"""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.management.sql import emit_post_migrate_signal
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.migrations.executor import MigrationExecutor
from psycopg2 import sql

from congress.common.backup import tables
from congress.common.backup.manifest import TABLES, BackupTrouble, Manifest
from congress.common.backup.reading import members
from congress.common.models import SecurityEvent, SecurityEventKind

_PATIENCE = "30s"  # for somebody else's transaction to end
_OWN_FUNCTIONS = """
    SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronamespace = current_schema()::regnamespace
      AND pg_get_userbyid(p.proowner) = current_user AND p.prokind IN ('f', 'p')
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
_TRIGGERED = """
    SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
    WHERE NOT tgisinternal AND c.relnamespace = current_schema()::regnamespace
"""


def rebuild(
    archive: Path, manifest: Manifest, *, marker: str, before_commit: Callable[[], None]
) -> None:
    """Replace the portal's tables by the archive's. Raises BackupTrouble, and then changes none.

    ``marker`` is left in the security events; ``before_commit`` is called when all is proven.
    """
    try:
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [_PATIENCE])
            _drop_tables(cursor)
            _migrate(cursor, manifest.head.migrations)
            _fill(cursor, archive, manifest)
            _migrate(cursor, None)
            # Content types, permissions, and what the serving role may do.
            emit_post_migrate_signal(verbosity=0, interactive=False, db=DEFAULT_DB_ALIAS)
            SecurityEvent.objects.create(
                kind=SecurityEventKind.RESTORED,
                subject=archive.name[:200],
                detail=f"备份时间{manifest.head.made_at}，编号{marker}",
            )
            before_commit()
    except DatabaseError as error:
        first = str(error).strip().split("\n", 1)[0]
        raise BackupTrouble(f"数据库没有恢复，保持原样。数据库说：{first}") from error


def _drop_tables(cursor: CursorWrapper) -> None:
    """Drop what the portal has here; tables that aren't its own stay."""
    quote = connection.ops.quote_name
    if found := tables.portal_tables(tables.state_apps()):
        cursor.execute(f"DROP TABLE {', '.join(map(quote, found))} CASCADE")
    # A migration that makes a function wouldn't expect it to be there.
    cursor.execute(_OWN_FUNCTIONS)
    for (name,) in cursor.fetchall():
        cursor.execute(f"DROP ROUTINE {name} CASCADE")


def _migrate(cursor: CursorWrapper, recorded: list[list[str]] | None) -> None:
    """Migrate to the recorded state, or (None) to the program's own."""

    def settle(action: str, *_: Any, **__: Any) -> None:
        # Rows that wait for their check would keep the next migration from changing the table.
        if action in ("apply_success", "render_success"):
            _check_now(cursor)

    executor = MigrationExecutor(connection, settle)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if recorded is not None:
        plan = [step for step in plan if [step[0].app_label, step[0].name] in recorded]
    executor.migrate(None, plan)
    if recorded is not None and tables.applied_migrations() != recorded:
        raise BackupTrouble("备份的数据库结构与本程序的任何一个版本都对不上，没有恢复。")


def _check_now(cursor: CursorWrapper) -> None:
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _fill(cursor: CursorWrapper, archive: Path, manifest: Manifest) -> None:
    """Load the rows, and prove that they are what was backed up."""
    _compare_columns(cursor, manifest)
    quoted = ", ".join(map(connection.ops.quote_name, tables.portal_tables(tables.state_apps())))
    cursor.execute(f"TRUNCATE {quoted}")  # migrations put rows of their own there
    cursor.execute(_TRIGGERED)
    triggered = [name for (name,) in cursor.fetchall()]
    _switch_triggers(cursor, triggered, "DISABLE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    by_member = {f"{TABLES}{name}.copy": name for name in manifest.tables}
    for member in members(archive):
        if name := by_member.get(member.name):
            tables.copy_in(cursor, name, manifest.tables[name].columns, member.source)
    _check_now(cursor)
    _switch_triggers(cursor, triggered, "ENABLE")
    tables.set_sequences(cursor, manifest.sequences)
    tables.write_values_plainly(cursor)
    for name, expected in manifest.tables.items():
        if tables.copy_out(cursor, name, expected.columns, None) != expected:
            raise BackupTrouble(f"恢复出来的数据表 {name} 与备份不一致，没有恢复。")


def _compare_columns(cursor: CursorWrapper, manifest: Manifest) -> None:
    """Tables and columns must be those that the migrations have just made."""
    expected = set(tables.portal_tables(tables.state_apps())) - set(manifest.left_out)
    if set(manifest.tables) != expected:
        raise BackupTrouble("备份里的数据表与它自己的版本对不上，没有恢复。")
    for name, table in manifest.tables.items():
        if sorted(table.columns) != sorted(tables.columns_of(cursor, name)):
            raise BackupTrouble(f"数据表 {name} 的栏目与备份的对不上，没有恢复。")


def _switch_triggers(cursor: CursorWrapper, names: Iterable[str], verb: str) -> None:
    """Rows that come back have had their triggers; checks of foreign keys are none of these."""
    for name in names:
        cursor.execute(
            sql.SQL("ALTER TABLE {} {} TRIGGER USER").format(sql.SQL(name), sql.SQL(verb))
        )
