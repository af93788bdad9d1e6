"""What a presidium meeting presses for (督办清单), in chapters; empty ones are left out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q

from congress.common.numerals import chinese_number
from congress.documents.render import render_document
from congress.township.models import Township
from proposals.documents.owed import (
    Owed,
    days_in_words,
    days_until,
    late_promises_of,
    owed_parts,
    pressed_in_words,
    pressings_of,
)
from proposals.documents.rows import (
    NothingToPrint,
    current_parts,
    lead_in_words,
    printed,
    units_in_words,
)
from proposals.enums import PromiseState, ProposalStatus, UnitRole
from proposals.models import Promise, Proposal
from proposals.querysets import SOON_DAYS
from proposals.services.feedback import rating_is_bad

TITLE = "督办清单"
_OVER = (
    ProposalStatus.CLOSED,
    ProposalStatus.WITHDRAWN,
    ProposalStatus.MERGED,
    ProposalStatus.SET_ASIDE,
    ProposalStatus.ADOPTED,
    ProposalStatus.NOT_ADOPTED,
)


@dataclass(frozen=True)
class Line:
    """One row: what is to be pressed for, of whom, who sees to it, what was done already."""

    proposal: Any
    lead: str
    unit: str
    state: str
    is_late: bool
    member: str
    pressed: str


@dataclass(frozen=True)
class Chapter:
    """``unit`` is what its lines are counted in."""

    place: str
    name: str
    unit: str
    lines: list[Line]

    @property
    def count(self) -> str:
        """逾期3件."""
        return f"{self.name}{len(self.lines)}{self.unit}"


def watch_list_pdf(proposals: Sequence[Any], *, printed_on: dt.date, meeting: Any = None) -> bytes:
    """Of these proposals what has to be pressed for. ``proposals`` as ``printed`` gives them.

    ``meeting`` is the presidium meeting that it lies before. NothingToPrint.
    """
    chapters = watch_chapters(proposals, printed_on)
    if not chapters:
        raise NothingToPrint("没有要督办的：没有重点督办、逾期、快到期和不满意的件。")
    town = Township.objects.first()
    context = {
        "chapters": chapters,
        "sum": "，".join(chapter.count for chapter in chapters) + "。",
        "meeting": meeting,
        "organ": town.presidium_name if town else "",
        "printed_on": printed_on,
    }
    return render_document("documents/proposals/watch_list.html", context, title=TITLE)


def to_watch(rows: Any, day: dt.date, *, most: int | None = None) -> list[Any]:
    """Of these proposals what may have to be pressed for, as ``printed`` gives them.

    ``most`` of them, those of the latest session first; None: all.
    """
    promised = Promise.objects.filter(
        reply__assignment__proposal=OuterRef("pk"),
        state=PromiseState.OPEN,
        due_on__isnull=False,
    ).exclude(due_on__lasts_until=day)
    keys = rows.filter(is_key=True).exclude(status__in=_OVER).values("pk")
    found = Proposal.objects.filter(
        Q(pk__in=keys)
        | Q(pk__in=rows.overdue(on=day).values("pk"))
        | Q(pk__in=rows.due_soon(on=day).values("pk"))
        | Q(pk__in=rows.awaiting_decision().values("pk"))
        | Q(pk__in=rows.filter(status=ProposalStatus.REHANDLING).values("pk"))
        | Q(pk__in=rows.filter(Exists(promised)).values("pk"))
    )
    return printed(found, most=most)


def watch_chapters(proposals: Sequence[Any], day: dt.date) -> list[Chapter]:
    """What has to be pressed for, by why; a proposal may stand under several."""
    done = pressings_of(proposals)
    owed = owed_parts(proposals, day)
    keys = [p for p in proposals if p.is_key and p.status not in _OVER]
    found = [
        ("重点督办", "件", [_key_line(p, owed, done) for p in keys]),
        ("逾期", "件", [_owed_line(each, done) for each in owed if each.is_late]),
        (f"{SOON_DAYS}天内到期", "件", [_owed_line(each, done) for each in owed if each.is_soon]),
        ("代表不满意", "件", list(_dissatisfied(proposals, owed, done))),
        ("逾期没有落实的承诺", "项", _promised(proposals, done, day)),
    ]
    filled = [chapter for chapter in found if chapter[2]]
    return [
        Chapter(chinese_number(place), name, unit, lines)
        for place, (name, unit, lines) in enumerate(filled, start=1)
    ]


def _key_line(proposal: Any, owed: Sequence[Owed], done: Any) -> Line:
    mine = [each for each in owed if each.proposal is proposal]
    said = "；".join(_owed_in_words(each) for each in mine) or proposal.get_status_display()
    late = any(each.is_late for each in mine)
    return _line(proposal, units_in_words(proposal), said, late, done)


def _owed_line(each: Owed, done: Any) -> Line:
    part = each.part
    unit = f"{part.unit}（{part.get_role_display()}）"
    said = f"应在{part.due_on}以前{each.what}，{each.lateness}"
    return _line(each.proposal, unit, said, each.is_late, done, part)


def _owed_in_words(each: Owed) -> str:
    if each.part.due_on is None:
        return f"{each.part.unit}还没有{each.what}"
    lateness = f"，{each.lateness}" if each.is_late or each.is_soon else ""
    return f"{each.part.unit}应在{each.part.due_on}以前{each.what}{lateness}"


def _dissatisfied(proposals: Sequence[Any], owed: Sequence[Owed], done: Any) -> Iterator[Line]:
    """With a unit's latest reply; a better one since takes it off the list."""
    owed_late = {each.part.pk: each.is_late for each in owed}
    for proposal in proposals:
        if proposal.status in _OVER:
            continue
        for part in current_parts(proposal):
            latest = max(part.given, key=lambda reply: (reply.round, reply.pk), default=None)
            bad = [row for row in latest.said if rating_is_bad(row)] if latest else []
            if not bad or part.role == UnitRole.CO:
                continue
            said = "；".join(f"{row.sponsorship.deputy}：{_words(row)}" for row in bad)
            again = f"重新办理，应在{part.due_on}以前再次答复" if part.is_waiting else "等决定"
            late = owed_late.get(part.pk, False)
            yield _line(proposal, str(part.unit), f"{said}。{again}", late, done, part)


def _words(rating: Any) -> str:
    return rating.words.rstrip("。") or "没有写明原因"


def _promised(proposals: Sequence[Any], done: Any, day: dt.date) -> list[Line]:
    by_key = {proposal.pk: proposal for proposal in proposals}
    found = []
    for promise in late_promises_of(proposals, day):
        part = promise.reply.assignment
        late = days_in_words(days_until(promise.due_on, day))
        said = f"{promise.content.rstrip('。')}，应在{promise.due_on}以前落实，{late}"
        found.append(_line(by_key[part.proposal_id], str(part.unit), said, True, done, part))
    return found


def _line(proposal: Any, unit: str, state: str, is_late: bool, done: Any, part: Any = None) -> Line:
    return Line(
        proposal=proposal,
        lead=lead_in_words(proposal),
        unit=unit,
        state=state,
        is_late=is_late,
        member=str(proposal.key_member or "") if proposal.is_key else "",
        pressed=pressed_in_words(done.get(proposal.pk, []), part),
    )
