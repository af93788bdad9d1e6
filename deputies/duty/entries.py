"""What this app contributes to a duty record: posts, meetings, confirmed liaison work."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse
from django.utils import timezone

from congress.common.partial_dates import PartialDate
from congress.common.registry import DutyEntry, DutyPart, DutyPeriod
from deputies.models import (
    Deputy,
    DeputyGroup,
    Mandate,
    MandateSuspension,
    PresidiumMeeting,
    PresidiumPost,
    TaskKind,
    TaskReport,
    TaskStatus,
)
from deputies.tenure import Period, mandate_dates

_PARTS = {
    TaskKind.GROUP_VISIT: DutyPart.GROUP,
    TaskKind.SYMPOSIUM: DutyPart.GROUP,
    TaskKind.DUTY_REPORT: DutyPart.REPORTS,
}


def entries(deputy: Deputy, period: DutyPeriod) -> Iterable[DutyEntry]:
    """Six queries, however much there is."""
    yield from _mandates(deputy, period)
    yield from _posts(deputy, period)
    yield from _groups_led(deputy, period)
    yield from _presidium_meetings(deputy, period)
    yield from _liaison(deputy, period)


def _mandates(deputy: Deputy, period: DutyPeriod) -> Iterator[DutyEntry]:
    rows = Mandate.objects.filter(deputy=deputy).select_related("term", "district", "group")
    for mandate in rows.prefetch_related("suspensions").order_by("term__ordinal", "pk"):
        start, end = mandate_dates(mandate)
        if not _falls_into(period, start, end):
            continue
        congress = str(mandate.term or mandate.congress_name or "")
        places = [str(place) for place in (mandate.district, mandate.group) if place]
        if mandate.ends_on and _lies_in(period, mandate.ends_on):
            places.append(f"{mandate.ends_on}终止（{mandate.get_end_cause_display()}）")
        yield DutyEntry(
            DutyPart.BASICS,
            f"{mandate.get_level_display()}人大代表" + (f"（{congress}）" if congress else ""),
            start,
            "，".join(places),
        )
        for pause in mandate.suspensions.all():
            if _falls_into(period, pause.starts_on, pause.ends_on):
                yield _pause(pause)


def _pause(pause: MandateSuspension) -> DutyEntry:
    """Without its cause, which isn't said twice."""
    until = f"至{pause.ends_on}" if pause.ends_on else ""
    return DutyEntry(DutyPart.BASICS, f"暂停执行代表职务{until}", pause.starts_on)


def _posts(deputy: Deputy, period: DutyPeriod) -> Iterator[DutyEntry]:
    for post in PresidiumPost.objects.filter(deputy=deputy).select_related("term").order_by("pk"):
        start = post.starts_on or post.term.starts_on
        end = post.ends_on or post.term.ends_on
        if _falls_into(period, start, end):
            ended = post.ends_on and _lies_in(period, post.ends_on)
            yield DutyEntry(
                DutyPart.BASICS,
                f"{post.get_role_display()}（{post.term}）",
                start,
                f"{post.ends_on}离任" if ended else "",
            )


def _groups_led(deputy: Deputy, period: DutyPeriod) -> Iterator[DutyEntry]:
    """Who leads a group is only known for today."""
    if not period.first <= timezone.localdate() <= period.last:
        return
    for group in DeputyGroup.objects.filter(leader=deputy).select_related("term"):
        if _falls_into(period, group.term.starts_on, group.term.ends_on):
            yield DutyEntry(DutyPart.BASICS, f"{group}组长")


def _presidium_meetings(deputy: Deputy, period: DutyPeriod) -> Iterator[DutyEntry]:
    """Who was there; only those who were are recorded."""
    held = PresidiumMeeting.objects.filter(
        present=deputy, held_on__range=(period.first, period.last)
    ).select_related("term")
    for meeting in held.order_by("held_on", "pk"):
        chaired = meeting.chaired_by_id == deputy.pk
        yield DutyEntry(
            DutyPart.MEETINGS,
            f"{meeting.term}主席团会议",
            PartialDate.of(meeting.held_on),
            "，".join(word for word in (meeting.place, "主持" if chaired else "") if word),
            counts={"出席主席团会议": 1},
        )


def _liaison(deputy: Deputy, period: DutyPeriod) -> Iterator[DutyEntry]:
    """What was confirmed, on the day on which it was done; not what is still being looked at."""
    done = TaskReport.objects.filter(
        task__assignee=deputy,
        task__status=TaskStatus.CONFIRMED,
        is_accepted=True,
        held_on__range=(period.first, period.last),
    ).select_related("task__group", "task__member", "task__session__term")
    for report in done.order_by("held_on", "pk"):
        task = report.task
        yield DutyEntry(
            _PARTS[TaskKind(task.kind)],
            task.title,
            PartialDate.of(report.held_on),
            report.place,
            reverse("desk-task", args=[task.public_id]),
            {task.get_kind_display(): 1},
        )


def _falls_into(period: DutyPeriod, start: PartialDate | None, end: PartialDate | None) -> bool:
    whole = Period(period.first, period.last)
    return Period.between(start, end).overlap(whole) is not None


def _lies_in(period: DutyPeriod, date: PartialDate) -> bool:
    return period.first <= date.earliest() <= period.last
