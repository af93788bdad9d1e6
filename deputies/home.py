"""What the public home page says of the deputies; nothing until the town publishes them."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils import timezone

from congress.common.registry import HomeSection
from congress.documents.charts import stacked_bar
from congress.township.models import CongressTerm, TownSettings, Village
from deputies.models import Deputy, DeputyGroup
from deputies.structure import Dimension, structure_of

_PICTURED = ("age", "sex", "education")


def sections(request: HttpRequest) -> Iterable[HomeSection]:
    """The line under the name, 谁代表我, and the make-up of the deputies."""
    today = timezone.localdate()
    term = CongressTerm.objects.current(today)
    settings = TownSettings.load()
    if term is None or not settings.publishes_deputies:
        return []
    serving = list(Deputy.objects.serving(term=term))
    if not serving:
        return []
    groups = DeputyGroup.objects.filter(term=term).count()
    line = {"term": term, "deputies": len(serving), "groups": groups}
    dimensions = structure_of(serving, on=today, age_edges=settings.age_edges())
    return [
        HomeSection(0, "deputies/home_line.html", line),
        HomeSection(10, "deputies/home_who.html", {"villages": _villages_with_deputies(serving)}),
        HomeSection(
            30,
            "deputies/home_structure.html",
            {"pictures": [picture(d) for d in dimensions if d.key in _PICTURED], "on": today},
        ),
    ]


def picture(dimension: Dimension) -> dict[str, object]:
    """What includes/figure.html needs for one dimension; the same drawing as in the report."""
    return {
        "title": dimension.title,
        "svg": stacked_bar(dimension.title, dimension.shown, dimension.total),
        # Drawn anew for a phone: scaled down, its words could not be read.
        "narrow_svg": stacked_bar(dimension.title, dimension.shown, dimension.total, width=340),
        "headings": [dimension.title, "人数"],
        "rows": [[label, number] for label, number in dimension.shown],
        "foot": ["合计", dimension.total],
    }


def _villages_with_deputies(serving: list[Deputy]) -> list[Village]:
    ids = {deputy.village_id for deputy in serving if deputy.village_id}
    return list(Village.objects.filter(pk__in=ids))
