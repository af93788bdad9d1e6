"""Roles and databases of the embedded cluster: every step can be repeated without harm.

The owner migrates, the app serves. What the app may do to tables is congress.common.grants.
"""

from psycopg2 import sql
from psycopg2.extensions import connection as Connection  # noqa: N812  its own spelling is a trap


def _run(connection: Connection, statement: str, *names: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _finds(connection: Connection, query: str, value: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(query, [value])
        return cursor.fetchone() is not None


def ensure_role(connection: Connection, role: str, rights: str, password: str) -> None:
    """Make role able to log in with password, having exactly these rights (CREATEDB …)."""
    known = _finds(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", role)
    statement = sql.SQL("{} ROLE {} LOGIN {} PASSWORD {}").format(
        sql.SQL("ALTER" if known else "CREATE"),
        sql.Identifier(role),
        sql.SQL(rights),
        sql.Literal(password),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement)


def ensure_database(connection: Connection, name: str, *, owner: str) -> None:
    """Make the database unless it is there."""
    if not _finds(connection, "SELECT 1 FROM pg_database WHERE datname = %s", name):
        _run(connection, "CREATE DATABASE {} OWNER {}", name, owner)


def grant_membership(connection: Connection, role: str, *, to: str) -> None:
    """Let one role act as another (SET ROLE)."""
    _run(connection, "GRANT {} TO {}", role, to)
