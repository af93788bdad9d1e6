"""The tables of the portal, their rows as COPY text, and where their numbers go on."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from psycopg2 import sql

from congress.common.backup.manifest import Sequence, TableContent
from congress.common.backup.streams import Measure, Source

MIGRATIONS_TABLE: str = MigrationRecorder.Migration._meta.db_table
# Sessions are keys to the house: an old one must not open it again, nor lie about in a backup.
_left_out = {"django_session"}
# How values are written down doesn't depend on the settings of a server.
_AS_TEXT = {
    "datestyle": "ISO, YMD",
    "intervalstyle": "postgres",
    "timezone": "UTC",
    "extra_float_digits": "1",
    "bytea_output": "hex",
}
_COLUMNS = """
    SELECT a.attname, a.attnum = ANY(coalesce(i.indkey::int2[], '{}')), a.attcollation <> 0
    FROM pg_attribute a
    LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
    WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped
      AND a.attgenerated = ''
    ORDER BY a.attnum
"""
_SEQUENCES = """
    SELECT t.relname, a.attname, s.oid::regclass::text
    FROM pg_class s
    JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass
        AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    JOIN pg_class t ON t.oid = d.refobjid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE s.relkind = 'S' AND t.relname = ANY(%s)
        AND t.relnamespace = current_schema()::regnamespace
    ORDER BY 1, 2
"""


def leave_out_of_backups(table: str) -> None:
    """Have a table's rows stay out of backups: what only counts while the portal runs."""
    _left_out.add(table)


def is_left_out(table: str) -> bool:
    """Whether a table comes back empty."""
    return table in _left_out


def applied_migrations() -> list[list[str]]:
    """[app, name] of the migrations that the database has been through, in order of names.

    Apps that the program has given up don't count: their tables are the portal's no more.
    """
    labels = {config.label for config in apps.get_app_configs()}
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted([app, name] for app, name in applied if app in labels)


def unknown_migrations(recorded: Iterable[Iterable[str]]) -> list[str]:
    """Those of the recorded migrations that this program doesn't have: it is older than they."""
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations or {}
    return [f"{app}.{name}" for app, name in recorded if (app, name) not in disk]


def state_apps() -> Any:
    """The models as the database's own migrations know them: it may be behind the program."""
    loader = MigrationLoader(connection, ignore_no_migrations=True)
    nodes = [key for key in loader.applied_migrations if key in loader.graph.nodes]
    return loader.project_state(nodes).apps


def portal_tables(state: Any) -> list[str]:
    """The tables of those models that exist, many-to-many ones and history included."""
    models = state.get_models(include_auto_created=True)
    named = {m._meta.db_table for m in models if m._meta.managed and not m._meta.proxy}
    existing = set(connection.introspection.table_names())
    return sorted((named | {MIGRATIONS_TABLE}) & existing)


def server_version(cursor: CursorWrapper) -> int:
    """150018 for 15.18."""
    cursor.execute("SHOW server_version_num")
    return int(cursor.fetchone()[0])


def write_values_plainly(cursor: CursorWrapper) -> None:
    """Until the transaction ends, have values written the same way by every server."""
    for name, value in _AS_TEXT.items():
        cursor.execute(f"SET LOCAL {name} = %s", [value])


def columns_of(cursor: CursorWrapper, table: str) -> list[str]:
    """The columns that are stored, not computed."""
    cursor.execute(_COLUMNS, [connection.ops.quote_name(table)])
    return [name for name, _key, _text in cursor.fetchall()]


def copy_out(cursor: CursorWrapper, table: str, columns: list[str], onward: Any) -> TableContent:
    """Send the rows, in the order of the primary key, to ``onward`` (None: only measure them)."""
    cursor.execute(_COLUMNS, [connection.ops.quote_name(table)])
    # Text is put in order byte by byte: databases differ in their languages.
    order = [
        sql.SQL('{} COLLATE "C"' if is_text else "{}").format(sql.Identifier(name))
        for name, is_key, is_text in sorted(cursor.fetchall())
        if is_key
    ] or [sql.SQL('{}::text COLLATE "C"').format(sql.Identifier(table))]
    query = sql.SQL("COPY (SELECT {} FROM {} ORDER BY {}) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.Identifier(table),
        sql.SQL(", ").join(order),
    )
    measure = Measure(onward)
    cursor.copy_expert(query, measure)
    return TableContent(columns, measure.lines, measure.size, measure.sha256)


def copy_in(cursor: CursorWrapper, table: str, columns: list[str], source: Source) -> None:
    """Take in what copy_out gave."""
    query = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    )
    cursor.copy_expert(query, source)


def read_sequences(cursor: CursorWrapper, tables: list[str]) -> list[Sequence]:
    """Where the numbers of these tables go on. Read after the rows, so never behind them."""
    cursor.execute(_SEQUENCES, [tables])
    found = []
    for table, column, name in cursor.fetchall():
        cursor.execute(f"SELECT last_value, is_called FROM {name}")  # noqa: S608  quoted by regclass
        found.append(Sequence(table, column, *cursor.fetchone()))
    return found


def set_sequences(cursor: CursorWrapper, sequences: Iterable[Sequence]) -> None:
    """Let the numbers go on where they did."""
    for one in sequences:
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence(%s, %s), %s, %s)",
            [connection.ops.quote_name(one.table), one.column, one.value, one.is_called],
        )
