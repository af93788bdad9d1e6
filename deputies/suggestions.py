"""What a report form starts with: today, the place where one usually meets, the earlier words."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.utils import timezone

from congress.common.models import Attachment
from congress.township.models import Village
from deputies.models import Deputy, DeputyGroup, LiaisonTask, Mandate, TaskReport

_KEPT = ("held_on", "place", "content", "solution", "attendance")


def report_defaults(task: LiaisonTask, last: TaskReport | None) -> dict[str, Any]:
    """Initial values; after a return they are those of the returned report."""
    if last is not None:
        return {name: getattr(last, name) for name in _KEPT}
    return {"held_on": timezone.localdate(), "place": _usual_place(task)}


def earlier_files(task: LiaisonTask, *, is_scan: bool) -> list[Attachment]:
    """What was handed in with the last report: after a return one goes on with it."""
    last = task.reports.first()
    return list(last.attachments.shown().filter(is_scan=is_scan)) if last else []


def _usual_place(task: LiaisonTask) -> str:
    """Where the group meets, else its main village; of a deputy without one, his own village."""
    if task.group:
        return task.group.meeting_place or str(_main_village(task.group) or "")
    if task.deputy is None:
        return ""
    group = _group_of(task.deputy)
    return (group.meeting_place if group else "") or str(task.deputy.village or "")


def _main_village(group: DeputyGroup) -> Village | None:
    """The first of the group's villages; where none are named, that of most of its deputies."""
    at_home = Village.objects.filter(deputies__mandates__group=group)
    most = at_home.annotate(deputies_there=Count("deputies")).order_by("-deputies_there", "pk")
    return group.villages.first() or most.first()


def _group_of(deputy: Deputy) -> DeputyGroup | None:
    mandates = Mandate.objects.township().serving().filter(deputy=deputy)
    mandate = mandates.select_related("group").order_by("-term__ordinal").first()
    return mandate.group if mandate else None
