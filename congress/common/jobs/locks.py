"""Advisory locks of PostgreSQL: held by a connection, gone with it, also after a kill -9.

A lock has a space and a number. Not through a pooler that shares connections between sessions.
"""

from enum import IntEnum

from django.db import connection


class Space(IntEnum):
    """What a lock's number is a number of."""

    JOB = 7_210_420  # the job being done, by its primary key
    RUNNER = 7_210_421  # the runners, shared by all: number 0
    DAILY = 7_210_422  # the daily task being done, by a checksum of its name


def try_lock(space: Space, number: int) -> bool:
    """Take the lock for this connection unless another one has it. Tells whether it was got."""
    return _ask("SELECT pg_try_advisory_lock(%s, %s)", space, number)


def share_lock(space: Space, number: int) -> bool:
    """Take the lock together with others who share it."""
    return _ask("SELECT pg_try_advisory_lock_shared(%s, %s)", space, number)


def unlock(space: Space, number: int) -> None:
    """Give back what try_lock took."""
    _ask("SELECT pg_advisory_unlock(%s, %s)", space, number)


def held(space: Space) -> set[int]:
    """The numbers of the locks that some connection to this database holds now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT objid::bigint FROM pg_locks "
            "WHERE locktype = 'advisory' AND classid = %s AND objsubid = 2 AND granted "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [int(space)],
        )
        return {number for (number,) in cursor.fetchall()}


def end_holders(space: Space, number: int) -> None:
    """End the sessions that hold a lock, and what the server is still doing for them.

    Of a process that was killed in the middle of a query the server hears only when it answers.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks "
            "WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND objsubid = 2 "
            "AND granted AND pid <> pg_backend_pid() "
            "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
            [int(space), number],
        )


def _ask(statement: str, space: Space, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [int(space), number])
        row = cursor.fetchone()
    return bool(row and row[0])
