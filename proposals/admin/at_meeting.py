"""What a meeting of the presidium has to press for, and what came of it, below its record."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone

from deputies.models import PresidiumMeeting
from proposals.documents.watch_list import Chapter, to_watch, watch_chapters
from proposals.models import Pressing, Proposal, StepTaken

# As long after a meeting its page still says what is to be pressed for; then what was done there.
_DAYS_AFTER = 7
# A page is read, not counted: the printed list has all.
MOST_WATCHED = 100


@dataclass(frozen=True)
class Watched:
    """What the printed list would say today, and where it is printed."""

    chapters: list[Chapter]
    print_url: str
    is_cut: bool


def shown_below(meeting: PresidiumMeeting, user: Any) -> dict[str, Any]:
    """What the template of the meeting's page reads; in a fixed number of queries."""
    steps = StepTaken.objects.filter(meeting=meeting).order_by("proposal__number", "pk")
    pressed = Pressing.objects.filter(meeting=meeting).order_by("proposal__number", "pk")
    return {
        "watched": _watched(meeting, user, timezone.localdate()),
        "decided": list(steps.select_related("proposal")),
        "pressed": list(pressed.select_related("proposal", "assignment__unit", "member")),
    }


def _watched(meeting: PresidiumMeeting, user: Any, day: dt.date) -> Watched | None:
    """None once the meeting is over for a week: what is late by then is another meeting's."""
    if meeting.held_on < day - dt.timedelta(days=_DAYS_AFTER):
        return None
    found = to_watch(Proposal.objects.visible_to(user), day, most=MOST_WATCHED + 1)
    address = reverse("admin:proposals_proposal_print_watch")
    return Watched(
        watch_chapters(found[:MOST_WATCHED], day),
        f"{address}?meeting={meeting.pk}",
        len(found) > MOST_WATCHED,
    )
