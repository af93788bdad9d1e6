"""Lists, searches and pages of proposals with 100 and with 100,000 of them.

``python -m benchmarks.proposals_at_size`` on an empty, migrated database; status 1 when a page
takes more than twice its time with 100. What is asked for fills most of a page already among a
hundred: else the time would tell how many lines were drawn, and nothing of how they were found.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import django
from django.core.cache import cache
from django.test import Client

FEW, MANY = 100, 100_000
ROUNDS = 9
WANTED = 2.0


def pages() -> dict[str, tuple[str, Callable[[], str]]]:
    """By name: who asks, and the address."""
    from django.urls import reverse

    from congress.township.models import Organ
    from proposals.models import Proposal

    listed = reverse("admin:proposals_proposal_changelist")
    desk, search = reverse("desk-proposals"), reverse("admin:search")

    def unit() -> int:
        return Organ.objects.get(name="镇水利站").pk

    def item() -> Any:
        return Proposal.objects.order_by("pk")[50]

    def item_page() -> str:
        return reverse("admin:proposals_proposal_change", args=[item().pk])

    return {
        "list, first page": ("office", lambda: listed),
        "list, one unit": ("office", lambda: f"{listed}?unit={unit()}"),
        "list, one state": ("office", lambda: f"{listed}?status__exact=closed"),
        "list, 古井 (in 40)": ("office", lambda: f"{listed}?q=古井"),
        "list, 村民 (in all)": ("office", lambda: f"{listed}?q=村民"),
        "item": ("office", item_page),
        "search, 古井 (in 40)": ("office", lambda: f"{search}?extended&s=古井"),
        "first page of all": ("office", lambda: reverse("admin:index")),
        "desk, own": ("deputy", lambda: desk),
        "desk, all": ("deputy", lambda: f"{desk}?all=1"),
        "desk, 路灯 (in 3%)": ("deputy", lambda: f"{desk}?all=1&q=路灯"),
        "desk, 古井 (in 40)": ("deputy", lambda: f"{desk}?all=1&q=古井"),
        "desk, 村民 (in all)": ("deputy", lambda: f"{desk}?all=1&q=村民"),
        "desk, item": ("deputy", lambda: reverse("desk-proposal", args=[item().public_id])),
        "desk, unit": ("unit", lambda: desk),
    }


def clients() -> dict[str, Client]:
    """Logged in: the office, a deputy of the last term, a unit."""
    from congress.accounts.models import User
    from congress.common.roles import Role
    from congress.township.models import Organ, RoleAssignment
    from deputies.models import Deputy

    users = {name: User.objects.create(username=name) for name in ("office", "deputy", "unit")}
    RoleAssignment.objects.create(user=users["office"], role=Role.OFFICE)
    unit = Organ.objects.get(name="镇水利站")
    RoleAssignment.objects.create(user=users["unit"], role=Role.UNIT, organ=unit)
    deputy = Deputy.objects.latest("pk")
    deputy.user = users["deputy"]
    deputy.save()
    made = {}
    for name, user in users.items():
        made[name] = Client(headers={"host": "localhost"})
        made[name].force_login(user)
    return made


def measure(client: Client, path: str) -> float:
    """Seconds of a page, the shortest of some rounds: others may be at work on the machine."""
    times = []
    for _ in range(ROUNDS + 1):
        cache.clear()  # the search box keeps what it found
        started = time.perf_counter()
        status = client.get(path).status_code
        times.append(time.perf_counter() - started)
        if status != 200:
            raise RuntimeError(f"{path}: {status}")
    return min(times[1:])


def main() -> int:
    """Print the table; 1 when a page is too slow."""
    django.setup()
    from benchmarks._invented_proposals import Proposals, make_town

    proposals = Proposals(make_town())
    asking = clients()
    found: dict[str, list[float]] = {name: [] for name in pages()}
    for size in (FEW, MANY):
        started = time.perf_counter()
        proposals.grow_to(size)
        print(f"{size:,} proposals stored in {time.perf_counter() - started:.0f} s")
        for name, (who, address) in pages().items():
            found[name].append(measure(asking[who], address()))
    print(f"{'page':<24}{FEW:>12,}{MANY:>12,}     ratio   limit {WANTED}")
    for name, (few, many) in found.items():
        print(f"{name:<24}{few * 1000:>9.0f} ms{many * 1000:>9.0f} ms{many / few:>9.2f}x")
    slow = [name for name, (few, many) in found.items() if many > WANTED * few]
    print(f"slower than that: {'、'.join(slow) or 'none'}")
    return int(bool(slow))


if __name__ == "__main__":
    sys.exit(main())
