"""500 registrations at once, from as many connections as the database gives: numbers and pace.

Fails unless the numbers are 1 to 500, each once.
"""

import sys
import time
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

MANY = 500
CONNECTIONS = 50


def main() -> None:
    """Register; print what came of it."""
    import django

    django.setup()
    from django.db import connections

    from congress.accounts.models import User
    from congress.township.models import CongressTerm, Session
    from proposals.models import Proposal
    from proposals.services import register_proposal

    term = CongressTerm.objects.create(ordinal=19, town_name="江湾镇", starts_on="2022-01")
    session = Session.objects.create(term=term, ordinal=5, starts_on="2026-01-14")
    office = User.objects.create_superuser("office", password="correct horse 9")  # noqa: S106
    rows = [
        Proposal.objects.create(
            term=term,
            session=session,
            title=f"关于第{number}件事的建议",
            grounds="说明",
            status="submitted",
            submitted_on="2026-01-14",
        )
        for number in range(MANY)
    ]
    start = Barrier(CONNECTIONS + 1)

    def register(share: list[Proposal]) -> list[int | None]:
        start.wait()
        try:
            return [register_proposal(row, actor=office).number for row in share]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        work = [pool.submit(register, rows[n::CONNECTIONS]) for n in range(CONNECTIONS)]
        start.wait()
        began = time.perf_counter()
        numbers = [number for share in work for number in share.result()]
        seconds = time.perf_counter() - began
    whole = sorted(number or 0 for number in numbers) == list(range(1, MANY + 1))
    print(f"{MANY} registrations over {CONNECTIONS} connections: {seconds:.1f} s")
    print(f"  numbers 1 to {MANY}, each once: {'yes' if whole else 'NO'}")
    sys.exit(0 if whole else 1)


if __name__ == "__main__":
    main()
