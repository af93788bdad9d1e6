"""操作留痕 with 200,000 entries: the first page, filters, a text of two characters, a deep page.

``python -m benchmarks.audit_trail`` on an empty, migrated database; status 1 when a page takes
longer than three seconds.
"""

import datetime as dt
import random
import statistics
import sys
import time
from typing import Any

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

ENTRIES, PEOPLE, EVENTS = 200_000, 160, 30_000
ROUNDS = 7
LONGEST = 3.0  # also on a machine that has other things to do
# How the entries are spread over the tables; what is left are security events.
SHARES = {"deputies.deputy": 0.2, "deputies.mandate": 0.2, "deputies.liaisontask": 0.25}
SHARES |= {"township.village": 0.05, "accounts.user": 0.05, "deputies.taskreport": 0.1}
DAYS = 900
_SPREAD = f"now() - (random() * interval '{DAYS} days')"


def town() -> list[Any]:
    """Accounts, and some records of each kind that has many entries."""
    from congress.common.roles import Role
    from congress.township.models import RoleAssignment
    from deputies.models import LiaisonTask, TaskKind
    from tests.factories import (
        DeputyFactory,
        MandateFactory,
        PlanFactory,
        TermFactory,
        TownshipFactory,
        UserFactory,
        VillageFactory,
    )

    TownshipFactory()
    term, chance = TermFactory(), random.Random(20261124)
    users: list[Any] = [UserFactory(username=f"user{number}") for number in range(PEOPLE)]
    RoleAssignment.objects.create(user=users[0], role=Role.AUDITOR)
    task: dict[str, Any] = {"plan": PlanFactory(term=term), "member": DeputyFactory(name="沈立冬")}
    task |= {"kind": TaskKind.DUTY_REPORT, "year": 2026, "opens_on": "2026-01-01"}
    task |= {"due_on": "2026-03-31", "due_rule": "每季度一次", "quarter": 1}
    for _ in range(PEOPLE):
        name = "".join(chr(0x4E00 + chance.randrange(900)) for _ in range(3))
        person: Any = DeputyFactory(name=name, village=VillageFactory())
        MandateFactory(deputy=person, term=term)
        given = LiaisonTask.objects.create(**task, assignee=person, deputy=person)
        given.reports.create(
            held_on="2026-03-03", place="村委会", content="路灯坏了", reported_by=users[0]
        )
    return users


def multiply(users: list[Any]) -> int:
    """Copy the entries until there are so many, at random times by anybody; gives their number."""
    from congress.common.audit.kinds import EVENT, audit_kinds

    kinds = audit_kinds()
    keys = "{" + ",".join(str(user.pk) for user in users) + "}"
    somebody = f"('{keys}'::bigint[])[1 + (random() * {len(users) - 1})::int]"
    said = {
        "history_date": _SPREAD,
        "history_user_id": somebody,
        "history_ip": "('10.20.' || (random() * 200)::int || '.7')::inet",
        "history_type": "'~'",
        "history_change_reason": "(ARRAY['', '', '按县通知更正', '换届'])[1 + (random() * 3)::int]",
    }
    with connection.cursor() as cursor:
        for key, share in SHARES.items():
            opts, number = kinds[key].rows._meta, int(ENTRIES * share)
            columns = [str(f.column) for f in opts.concrete_fields if f.name != "history_id"]
            names = ", ".join(f'"{name}"' for name in columns)
            values = ", ".join(said.get(name, f't."{name}"') for name in columns)
            cursor.execute(
                f'INSERT INTO "{opts.db_table}" ({names}) SELECT {values} '  # noqa: S608
                f'FROM "{opts.db_table}" t, generate_series(1, '
                f'(SELECT {number} / count(*) + 1 FROM "{opts.db_table}")) LIMIT {number}'
            )
        cursor.execute(
            "INSERT INTO common_securityevent (kind, user_id, at, ip, subject, detail) "  # noqa: S608
            f"SELECT 'login', {somebody}, {_SPREAD}, '10.20.1.7', '账号user7（张伟）', '电脑' "
            f"FROM generate_series(1, {EVENTS})"
        )
        cursor.execute("VACUUM ANALYZE")
    return sum(kind.rows.objects.count() for kind in kinds.values() if kind.key != EVENT) + EVENTS


def measure(client: Client, query: str) -> tuple[int, float, str]:
    """Queries and median seconds of a page, and its HTML."""
    address = f"/admin/common/securityevent/trail/?{query}"
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    if response.status_code != 200:
        raise RuntimeError(f"{address}: {response.status_code}")
    count, times = len(queries), []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - started)
    return count, statistics.median(times), response.content.decode()


def main() -> int:
    """Print the table; 1 when a page is too slow."""
    django.setup()
    from congress.common.audit.kinds import audit_kinds
    from congress.common.audit.trail import Place
    from congress.common.models import SecurityEvent

    users = town()
    print(f"{multiply(users):,} entries")
    client = Client(headers={"host": "localhost"})
    client.force_login(users[0])
    rows = audit_kinds()["deputies.deputy"].rows.objects.order_by("-history_date")
    half, last = rows[rows.count() // 2], rows[rows.count() - 100]
    name = rows[0].name
    deep = {
        what: str(Place(row.history_date, audit_kinds()["deputies.deputy"], row.history_id))
        for what, row in (("half way", half), ("near the end", last))
    }
    pages = {"first page": "", "one person": "who=user7", "one kind": "kind=deputies.mandate"}
    pages |= {"one address": "ip=10.20.77.7", "two characters, in many": "q=换届"}
    pages |= {"two characters, in few": f"q={name[:2]}", "two characters, in none": "q=龘靐"}
    pages |= {
        "person and text": f"who=user7&q={name[:2]}",
        "a month": "since=2026-01-01&until=2026-01-31",
    }
    pages |= {f"deep page, {what}": f"after={place}" for what, place in deep.items()}
    found = {what: measure(client, query) for what, query in pages.items()}
    started = time.perf_counter()
    since = dt.date.today() - dt.timedelta(days=DAYS // 12)
    export = client.post(f"/admin/common/securityevent/trail/export/?since={since}")
    rows = SecurityEvent.objects.latest("pk").subject
    print(
        f"{rows} exported in {time.perf_counter() - started:.1f} s, {len(export.content):,} bytes"
    )
    print(f"{'page':<28}{'queries':>8}{'time':>10}{'lines':>7}")
    for what, (count, seconds, html) in found.items():
        print(f"{what:<28}{count:>8}{seconds * 1000:>7.0f} ms{html.count('trail__time'):>7}")
    slow = [what for what, (_, seconds, _) in found.items() if seconds > LONGEST]
    print(f"slower than {LONGEST:.0f} s: {', '.join(slow) or 'none'}")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main())
