"""What the public home page says of the deputies; nothing until the town publishes them."""

import datetime as dt
from collections.abc import Iterable

from django.http import HttpRequest
from django.utils import timezone

from congress.common.registry import HomeSection
from congress.common.views import wants_large_text
from congress.documents.charts import both_widths, progress_bar, stacked_bar
from congress.township.models import CongressTerm, TownSettings, Village
from deputies.models import Deputy, DeputyGroup, TaskKind
from deputies.progress import KindProgress, liaison_progress
from deputies.structure import Dimension, structure_of

_PICTURED = ("age", "sex", "education")
# A word for the bar, and the sentence above it.
_SAID = {
    TaskKind.GROUP_VISIT: (
        "走访代表小组",
        "主席团成员到代表小组听意见，全年应走访{planned}次，已走访{done}次。",
    ),
    TaskKind.DUTY_REPORT: (
        "听取代表汇报",
        "代表向主席团成员汇报履职情况，全年应汇报{planned}次，已汇报{done}次。",
    ),
}


def sections(request: HttpRequest) -> Iterable[HomeSection]:
    """The line under the name, 谁代表我, what the year brought, the make-up of the deputies."""
    today = timezone.localdate()
    settings = TownSettings.load()
    large = wants_large_text(request)
    return [*_people(today, settings, large), *_work(today, settings, large)]


def _people(today: dt.date, settings: TownSettings, large: bool) -> list[HomeSection]:
    term = CongressTerm.objects.current(today)
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
            40,
            "deputies/home_structure.html",
            {
                "pictures": [picture(d, large=large) for d in dimensions if d.key in _PICTURED],
                "on": today,
            },
        ),
    ]


def _work(today: dt.date, settings: TownSettings, large: bool) -> list[HomeSection]:
    """The liaison of the year in figures, once the town shows them and tasks were handed out."""
    if not settings.publishes_liaison_progress:
        return []
    kinds = [progress for progress in liaison_progress(today.year) if progress.planned]
    data = {
        "year": today.year,
        "on": today,
        "kinds": [_work_shown(progress, today, large) for progress in kinds],
    }
    return [HomeSection(20, "deputies/home_work.html", data)] if kinds else []


def _work_shown(progress: KindProgress, today: dt.date, large: bool) -> dict[str, object]:
    """A sentence, its bar and the table by quarter of one kind of task."""
    title, says = _SAID[progress.kind]
    bar = (title, progress.done, progress.planned, "次")
    return {
        "says": says.format(done=progress.done, planned=progress.planned),
        "picture": {
            "title": f"{today.year}年{title}",
            **both_widths(progress_bar, *bar, large=large),
            "headings": ["季度", "应办", "已办"],
            "rows": [
                [f"第{'一二三四'[index]}季度", planned, done]
                for index, quarter in enumerate(progress.quarters)
                if quarter
                for done, planned in [quarter]
            ],
            "foot": ["全年", progress.planned, progress.done],
        },
    }


def picture(dimension: Dimension, *, large: bool = False) -> dict[str, object]:
    """What includes/figure.html needs for one dimension; the same drawing as in the report."""
    return {
        "title": dimension.title,
        **both_widths(stacked_bar, dimension.title, dimension.shown, dimension.total, large=large),
        "headings": [dimension.title, "人数"],
        "rows": [[label, number] for label, number in dimension.shown],
        "foot": ["合计", dimension.total],
    }


def _villages_with_deputies(serving: list[Deputy]) -> list[Village]:
    ids = {deputy.village_id for deputy in serving if deputy.village_id}
    return list(Village.objects.filter(pk__in=ids))
