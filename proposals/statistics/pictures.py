"""The pictures of the statistics: how many are answered, with what outcome, how satisfied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from congress.documents.charts import WIDTH, progress_bar, stacked_bar
from proposals.enums import Satisfaction
from proposals.models import OutcomeClass
from proposals.statistics import measures
from proposals.statistics.facts import ItemFact


@dataclass(frozen=True)
class Picture:
    """One bar: ``rows`` (what, how many) add up to ``total`` of ``unit`` (件 or 份)."""

    title: str
    rows: list[tuple[str, int]]
    unit: str
    is_progress: bool = False

    @property
    def total(self) -> int:
        return sum(number for _, number in self.rows)

    def draw(self, *, width: float = WIDTH) -> SafeString:
        """The drawing, ``width`` units wide."""
        if self.is_progress:
            label, done = self.rows[0]
            return progress_bar(label, done, self.total, self.unit, width=width)
        return stacked_bar(self.title, self.rows, self.total, self.unit, width=width)


def pictures_of(items: Sequence[ItemFact]) -> list[Picture]:
    """What there is anything to show of."""
    assigned = measures.count(items, "assigned").number
    answered = measures.count(items, "answered").number
    progress = [("已答复", answered), ("还没有答复", assigned - answered)]
    names = dict(OutcomeClass.objects.values_list("letter", "name"))
    classes = [(names.get(c.key[-1], c.label), c.number) for c in measures.classes(items)]
    said, _ = measures.ratings_of(items)
    rated = [(str(s.label), said[s]) for s in Satisfaction if said[s]]
    found = [
        Picture("议案建议的答复", progress, "件", is_progress=True),
        Picture("办理结果", classes, "件"),
        Picture("代表对办理结果的评价", rated, "份"),
    ]
    return [picture for picture in found if picture.total]
