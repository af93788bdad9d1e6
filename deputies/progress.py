"""How far the year's liaison is: tasks done of tasks handed out, by kind and quarter."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from deputies.models import LiaisonTask, TaskKind, TaskStatus

# Once a quarter each; symposia come with the sessions and belong to no quarter.
_QUARTERLY = (TaskKind.GROUP_VISIT, TaskKind.DUTY_REPORT)


@dataclass(frozen=True)
class KindProgress:
    """(done, planned) a quarter, None where none was handed out. Done is what was confirmed."""

    kind: TaskKind
    quarters: tuple[tuple[int, int] | None, ...]

    @property
    def done(self) -> int:
        return sum(quarter[0] for quarter in self.quarters if quarter)

    @property
    def planned(self) -> int:
        return sum(quarter[1] for quarter in self.quarters if quarter)


def liaison_progress(year: int) -> list[KindProgress]:
    """Group visits and duty reports of the year. One query; tasks taken back don't count."""
    counts = (
        LiaisonTask.objects.alive()
        .filter(year=year)
        .order_by()
        .values_list("kind", "quarter")
        .annotate(planned=Count("pk"), done=Count("pk", filter=Q(status=TaskStatus.CONFIRMED)))
    )
    found = {(kind, quarter): (done, planned) for kind, quarter, planned, done in counts}
    return [
        KindProgress(kind, tuple(found.get((kind.value, number)) for number in range(1, 5)))
        for kind in _QUARTERLY
    ]
