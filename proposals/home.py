"""What the public home page says of proposals: how many, and how far they are. Titles only of
what was published."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from congress.common.registry import HomeSection, PublicPlace
from congress.common.views import wants_large_text
from congress.documents.charts import both_widths, progress_bar
from congress.township.models import Session
from proposals.models import ProposalSettings, Publication
from proposals.progress import Progress, progress_of
from proposals.public.outcomes import for_list

_LATEST = 3


def places() -> list[PublicPlace]:
    """The public list of outcomes, where the town publishes them."""
    if not ProposalSettings.load().publishes_outcomes:
        return []
    return [PublicPlace(20, "proposals:index", "议案建议")]


def sections(request: HttpRequest) -> list[HomeSection]:
    """What became of what the latest session gave to units, once the town shows it."""
    settings = ProposalSettings.load()
    latest = _latest_outcomes() if settings.publishes_outcomes else []
    if not settings.publishes_progress:
        return _outcomes_alone(latest)
    # What is handed in for the next session doesn't hide how far the last one's matters are.
    given = Session.objects.filter(proposals__assignments__isnull=False)
    asked = given.distinct().select_related("term")
    session = asked.first()
    progress = progress_of(session) if session else None
    if session is None or progress is None or not progress.assigned:
        return _outcomes_alone(latest)
    data = {
        "session": session,
        "progress": progress,
        "on": timezone.localdate(),
        "latest": latest,
        "picture": _picture(progress, large=wants_large_text(request)),
    }
    return [HomeSection(22, "proposals/home_progress.html", data)]


def _latest_outcomes() -> list[Publication]:
    rows = Publication.objects.public().order_by("-published_on", "-pk")
    return list(for_list(rows)[:_LATEST])


def _outcomes_alone(latest: list[Publication]) -> list[HomeSection]:
    data = {"latest": latest}
    return [HomeSection(22, "proposals/home_progress.html", data)] if latest else []


def _picture(progress: Progress, *, large: bool) -> dict[str, Any]:
    bar = ("已答复", progress.answered, progress.assigned, "件")
    return {
        "title": "议案建议的答复",
        **both_widths(progress_bar, *bar, large=large),
        "headings": ["情况", "件数"],
        "rows": [["已答复", progress.answered], ["还没有答复", progress.unanswered]],
        "foot": ["交办", progress.assigned],
    }
