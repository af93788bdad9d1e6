"""List pages: queries and time of a page with 1, 30 and 300 deputies.

``python -m benchmarks.list_pages`` on an empty, migrated database; status 1 when the number of
queries grows with the rows.
"""

import statistics
import sys
import time

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

PAGES = ["/", "/deputies/", "/deputies/?by=village", "/deputies/?by=pinyin", "/presidium/"]
SIZES = (1, 30, 300)
ROUNDS = 5


def grow_to(number: int) -> None:
    """Add invented deputies, each in a group and a post, until there are ``number``."""
    from deputies.models import Deputy
    from tests.factories import (
        DeputyFactory,
        GroupFactory,
        MandateFactory,
        PostFactory,
        TermFactory,
        VillageFactory,
    )

    term = TermFactory()
    for _ in range(number - Deputy.objects.count()):
        person = DeputyFactory(village=VillageFactory())
        MandateFactory(deputy=person, term=term, group=GroupFactory(term=term, leader=person))
        PostFactory(deputy=person, term=term)


def measure(path: str) -> tuple[int, float]:
    """Queries and median seconds of a page."""
    client = Client(headers={"host": "localhost"})
    with CaptureQueriesContext(connection) as queries:
        status = client.get(path).status_code
    # Later requests empty the log.
    count = len(queries)
    if status != 200:
        raise RuntimeError(f"{path}: {status}")
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        client.get(path)
        times.append(time.perf_counter() - started)
    return count, statistics.median(times)


def main() -> int:
    """Print the table; 1 when a page's queries grow with its rows."""
    django.setup()
    from congress.township.models import TownSettings
    from tests.factories import TownshipFactory

    TownshipFactory()
    TownSettings.objects.create(publishes_deputies=True)
    found: dict[str, list[tuple[int, float]]] = {page: [] for page in PAGES}
    for size in SIZES:
        grow_to(size)
        for page in PAGES:
            found[page].append(measure(page))
    print("queries and time with " + ", ".join(map(str, SIZES)) + " deputies")
    for page, rows in found.items():
        shown = "   ".join(f"{count} / {seconds * 1000:.0f} ms" for count, seconds in rows)
        print(f"  {page:<24} {shown}")
    grown = [page for page, rows in found.items() if len({count for count, _ in rows}) > 1]
    print(f"grows with the rows: {', '.join(grown) or 'none'}")
    return int(bool(grown))


if __name__ == "__main__":
    sys.exit(main())
