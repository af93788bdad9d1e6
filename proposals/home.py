"""What the public home page says of proposals: how many, and how far they are. No titles."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from congress.common.registry import HomeSection
from congress.common.views import wants_large_text
from congress.documents.charts import both_widths, progress_bar
from congress.township.models import Session
from proposals.models import ProposalSettings
from proposals.progress import Progress, progress_of


def sections(request: HttpRequest) -> list[HomeSection]:
    """What became of what the latest session gave to units, once the town shows it."""
    if not ProposalSettings.load().publishes_progress:
        return []
    # What is handed in for the next session doesn't hide how far the last one's matters are.
    given = Session.objects.filter(proposals__assignments__isnull=False)
    asked = given.distinct().select_related("term")
    session = asked.first()
    progress = progress_of(session) if session else None
    if session is None or progress is None or not progress.assigned:
        return []
    data = {
        "session": session,
        "progress": progress,
        "on": timezone.localdate(),
        "picture": _picture(progress, large=wants_large_text(request)),
    }
    return [HomeSection(22, "proposals/home_progress.html", data)]


def _picture(progress: Progress, *, large: bool) -> dict[str, Any]:
    bar = ("已答复", progress.answered, progress.assigned, "件")
    return {
        "title": "议案建议的答复",
        **both_widths(progress_bar, *bar, large=large),
        "headings": ["情况", "件数"],
        "rows": [["已答复", progress.answered], ["还没有答复", progress.unanswered]],
        "foot": ["交办", progress.assigned],
    }
