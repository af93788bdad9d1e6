"""What is about the same as a title that is being typed, among 100,000 proposals.

``python -m benchmarks.similar_proposals`` on an empty, migrated database; status 1 when one title
takes longer than 50 ms.
"""

from __future__ import annotations

import statistics
import sys
import time

import django
from django.db import connection

MANY = 100_000
ROUNDS = 9
LIMIT_MS = 50.0
TYPED = (
    "路灯",
    "新洲村路灯",
    "关于修缮新洲村机耕路的建议",
    "关于在石塘村新建养老服务站和文化广场、改善人居环境的建议",
    "关于完善柳桥村自来水管网改造工程后续维护、确保村民全年用上放心水的建议",
    "从来没有人写过的怪话",
)


def main() -> int:
    """Print a line a title; 1 when one is too slow."""
    django.setup()
    from benchmarks._invented_proposals import PLACES, Proposals, make_town
    from congress.accounts.models import User
    from congress.common.roles import Role
    from congress.township.models import RoleAssignment
    from proposals.similar import similar_to
    from tests.factories import VillageFactory

    started = time.perf_counter()
    for name in PLACES:
        VillageFactory(name=name)
    Proposals(make_town()).grow_to(MANY)
    print(f"{MANY:,} proposals stored in {time.perf_counter() - started:.0f} s")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('proposals_titlepair')")
        print(f"pairs of their titles {cursor.fetchone()[0] / 1_000_000:.0f} MB")
    office = User.objects.create(username="office")
    RoleAssignment.objects.create(user=office, role=Role.OFFICE)
    slow = []
    for typed in TYPED:
        times = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            found = similar_to(typed, user=office)
            said = [(each.proposal.title, each.became) for each in found]
            times.append((time.perf_counter() - started) * 1000)
        median = statistics.median(times)
        slow += [typed] if median > LIMIT_MS else []
        print(f"{median:>7.1f} ms   {typed}")
        for title, became in said[:2]:
            print(f"{'':>12}{title}   {became}")
    print(f"slower than {LIMIT_MS:.0f} ms: {'、'.join(slow) or 'none'}")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main())
